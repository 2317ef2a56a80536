//! What to write instead of particular names: the table, keyed by the name of the fact.

use super::document_node::DocumentNode;
use super::{affinity, alarm, children_of_element, constant_test, default_factory, disk_space};
use super::{emptiness, kill};
use super::{memory_map, new_loop, opened_file, pid_check, process_tree, session};
use super::{replaced_file, signal_handler, system_name, user_name};
use crate::finding::Fix;
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;

/// A rewrite of one use.
type Rewrite = fn(&Context<'_>, &Use, DocumentNode<'_>) -> Option<Fix>;

/// The rewrites by name, the preferred one of a name first.
const REWRITES: &[(&str, Rewrite)] = &[
    ("ast.Bytes", constant_test::fix),
    ("ast.Ellipsis", constant_test::fix),
    ("ast.NameConstant", constant_test::fix),
    ("ast.Num", constant_test::fix),
    ("ast.Str", constant_test::fix),
    (
        "asyncio.AbstractEventLoop.add_signal_handler",
        signal_handler::fix,
    ),
    ("asyncio.get_event_loop", new_loop::fix),
    (
        "asyncio.selector_events.BaseSelectorEventLoop.add_signal_handler",
        signal_handler::fix,
    ),
    (default_factory::FACT, default_factory::fix),
    ("mmap.MAP_PRIVATE", memory_map::fix),
    ("mmap.MAP_SHARED", memory_map::fix),
    ("mmap.mmap(flags)", memory_map::fix),
    ("mmap.mmap(prot)", memory_map::fix),
    ("mmap.PROT_READ", memory_map::fix),
    ("mmap.PROT_WRITE", memory_map::fix),
    ("multiprocessing.queues.Queue.qsize", emptiness::fix),
    ("os.geteuid", user_name::fix),
    ("os.getpgid", process_tree::fix),
    ("os.getuid", user_name::fix),
    ("os.kill(signal=0)", pid_check::fix),
    ("os.killpg", process_tree::fix),
    ("os.rename", replaced_file::fix),
    ("os.sched_getaffinity", affinity::where_it_exists),
    ("os.sched_getaffinity", affinity::everywhere),
    ("os.setpgrp", session::fix),
    ("os.setsid", session::fix),
    ("os.startfile", opened_file::fix),
    ("os.statvfs", disk_space::fix),
    ("os.uname", system_name::fix),
    ("pathlib.Path.rename", replaced_file::fix),
    ("signal.alarm", alarm::fix),
    ("signal.ITIMER_REAL", alarm::fix),
    ("signal.setitimer", alarm::fix),
    ("signal.SIGALRM", alarm::fix),
    ("signal.SIGKILL", process_tree::fix),
    ("signal.SIGKILL", kill::terminate),
    ("subprocess.Popen(preexec_fn!=None)", session::fix),
    (
        "xml.etree.ElementTree.Element.getchildren",
        children_of_element::fix,
    ),
];

/// The fixes of a use of the name that this fact is about.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    let (Site::Attribute { fact, .. } | Site::Call { fact, .. }) = &usage.site else {
        return Vec::new();
    };
    let rewrites = REWRITES.iter().filter(|(name, _)| *name == fact.name);
    let Some(place) = DocumentNode::of(context.document, &usage.range) else {
        return Vec::new();
    };
    // Text in the braces of an f-string may not hold its quotes, before Python 3.12.
    if place.is_interpolated() {
        return Vec::new();
    }
    rewrites
        .filter_map(|(_, rewrite)| rewrite(context, usage, place))
        .collect()
}
