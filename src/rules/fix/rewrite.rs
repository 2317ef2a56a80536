//! What to write instead of particular names: the table, keyed by the name of the fact.

use super::document_node::DocumentNode;
use super::{affinity, kill, session, system_name, user_name};
use super::{constant_test, pid_check, process_tree};
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
    ("os.getpgid", process_tree::fix),
    ("os.getuid", user_name::fix),
    ("os.geteuid", user_name::fix),
    ("os.kill(signal=0)", pid_check::fix),
    ("os.killpg", process_tree::fix),
    ("os.sched_getaffinity", affinity::where_it_exists),
    ("os.sched_getaffinity", affinity::everywhere),
    ("os.setpgrp", session::fix),
    ("os.setsid", session::fix),
    ("os.uname", system_name::fix),
    ("signal.SIGKILL", process_tree::fix),
    ("signal.SIGKILL", kill::terminate),
    ("subprocess.Popen(preexec_fn!=None)", session::fix),
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
