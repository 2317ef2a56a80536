//! What a quiet fix takes away where it keeps code from running.

use std::ops::Range;

use super::document_node::DocumentNode;
use crate::rules::Context;

/// What somebody relies on, by the end of the name of the function that does it, and what it is like without it.
const RELIED_ON: &[(&str, &str)] = &[
    ("flock", "no lock elsewhere"),
    ("lockf", "no lock elsewhere"),
    ("kill", "kills nothing elsewhere"),
    ("killpg", "kills nothing elsewhere"),
    ("send_signal", "kills nothing elsewhere"),
    ("alarm", "no time limit elsewhere"),
    ("setitimer", "no time limit elsewhere"),
    ("add_reader", "does not read elsewhere"),
    ("add_signal_handler", "handles no signal elsewhere"),
    ("add_writer", "does not write elsewhere"),
    ("chroot", "no jail elsewhere"),
    ("ioctl", "asks no device elsewhere"),
    ("mkfifo", "makes no pipe elsewhere"),
    ("mknod", "makes no node elsewhere"),
    ("pause", "does not wait elsewhere"),
    ("preadv", "reads nothing elsewhere"),
    ("readv", "reads nothing elsewhere"),
    ("sendfile", "sends nothing elsewhere"),
    ("sigwait", "does not wait elsewhere"),
    ("pwrite", "writes nothing elsewhere"),
    ("pwritev", "writes nothing elsewhere"),
    ("writev", "writes nothing elsewhere"),
    ("initgroups", "stays privileged elsewhere"),
    ("set_blocking", "may block elsewhere"),
    ("setegid", "stays privileged elsewhere"),
    ("seteuid", "stays privileged elsewhere"),
    ("setgid", "stays privileged elsewhere"),
    ("setgroups", "stays privileged elsewhere"),
    ("setregid", "stays privileged elsewhere"),
    ("setresgid", "stays privileged elsewhere"),
    ("setresuid", "stays privileged elsewhere"),
    ("setreuid", "stays privileged elsewhere"),
    ("setuid", "stays privileged elsewhere"),
    ("setrlimit", "no limit elsewhere"),
    ("startfile", "opens nothing elsewhere"),
];

/// Arguments that choose what runs: without them something else does, which lacks what it was chosen for.
const CHOOSING: &[&str] = &["loop_factory"];

/// Whether leaving out an argument of this name lets something else run.
pub(super) fn chooses(argument: &str) -> bool {
    CHOOSING.contains(&argument)
}

/// What else does not happen when the statement around these bytes does not run.
const MORE: &str = "skips more elsewhere";

/// What somebody relies on that is missed where this is not evaluated; `None`: nothing.
pub(super) fn relied_on(context: &Context<'_>, range: &Range<usize>) -> Option<&'static str> {
    let place = DocumentNode::of(context.document, range)?;
    // Code that sets its handler relies on the alarm.
    if context.text(place.range()).ends_with("SIGALRM") {
        return Some("no time limit elsewhere");
    }
    let called = place
        .up_to_statement()
        .filter_map(|node| callee(context, node));
    let relied = called.filter_map(|callee| {
        let end = callee.rsplit('.').next()?;
        let mut known = RELIED_ON.iter();
        known.find(|(name, _)| *name == end)
    });
    relied.last().map(|(_, lost)| *lost)
}

/// What somebody relies on in a function that is not called, by its text.
pub(super) fn relied_on_in(text: &str) -> Option<&'static str> {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.find_map(|word| {
        let mut known = RELIED_ON.iter();
        known.find(|(name, _)| *name == word).map(|(_, lost)| *lost)
    })
}

/// What is missed where the statement does not run, beside what fails itself; `None`: nothing.
pub(super) fn lost(context: &Context<'_>, range: &Range<usize>) -> Option<&'static str> {
    if let Some(lost) = relied_on(context, range) {
        return Some(lost);
    }
    let place = DocumentNode::of(context.document, range)?;
    let failing = root(context, place);
    let path: Vec<DocumentNode<'_>> = place.up_to_statement().collect();
    let takes_more = path.iter().any(|node| match node.node.kind() {
        "list" | "tuple" | "set" | "dictionary" | "expression_list" => {
            node.node.named_child_count() > 1
        }
        "argument_list" => {
            let own = node.parent().and_then(|call| callee(context, call));
            let is_own = own.is_some_and(|own| own.split('.').next() == Some(failing));
            !is_own && node.node.named_child_count() > 1
        }
        _ => false,
    });
    takes_more.then_some(MORE)
}

/// What is called, if this is a call.
pub(super) fn callee<'c>(context: &'c Context<'_>, call: DocumentNode<'_>) -> Option<&'c str> {
    let function = call.node.child_by_field_name("function")?;
    (call.node.kind() == "call").then(|| context.text(call.with(function).range()))
}

/// The name that a dotted one begins with.
fn root<'c>(context: &'c Context<'_>, place: DocumentNode<'_>) -> &'c str {
    let written = context.text(place.range());
    written.split('.').next().unwrap_or(written)
}
