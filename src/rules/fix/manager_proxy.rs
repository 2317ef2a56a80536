//! `Lock()` and `Queue()` for tasks of a pool, which can only be sent while a process starts: those of a manager can always be.

use super::document_node::DocumentNode;
use super::sorted_edits::sorted;
use super::{import_parts, new_import};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// What a manager makes.
const CLASSES: &[&str] = &[
    "Barrier",
    "BoundedSemaphore",
    "Condition",
    "Event",
    "JoinableQueue",
    "Lock",
    "Queue",
    "RLock",
    "Semaphore",
    "Value",
];

/// `multiprocessing.Manager().Lock()`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let made = DocumentNode::of(context.document, found.first_related()?)?;
    let function = made.with(made.node.child_by_field_name("function")?);
    let written = context.text(function.range());
    let (module, class) = written.rsplit_once('.').unwrap_or(("", written));
    let is_of_module = matches!(module, "" | "multiprocessing" | "mp");
    if made.node.kind() != "call" || !is_of_module || !CLASSES.contains(&class) {
        return None;
    }
    let own = match module {
        "" => "multiprocessing",
        module => module,
    };
    let mut edits = Vec::new();
    if module.is_empty() {
        let start = function.range().start;
        let (gone, range) = import_parts::unneeded(context, function).unwrap_or((Vec::new(), 0..0));
        edits.extend(gone);
        edits.extend(new_import::import_without(context, own, start, &range)?);
    }
    edits.push(Edit {
        range: function.range(),
        content: format!("{own}.Manager().{class}"),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Use a {class} of a manager (in a process of its own)"),
        sorted(edits)?,
    ))
}
