//! A start method that is set where it is fixed already: not again, before that, or by force.

use super::document_node::DocumentNode;
use super::global_as_argument::another;
use super::guard_consequences::callee;
use super::hoist_statement::{moved_up, whole_lines};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Deletes a call that sets what is set.
pub(in crate::rules) fn delete(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let (again, first) = both(context, found)?;
    let same = context.text(again.range()) == context.text(first.range());
    let arguments = again.node.child_by_field_name("arguments")?;
    let only = arguments.named_child(0)?;
    let statement = again.statement()?;
    let lines = whole_lines(context, statement)?;
    let has_comment = context.text(statement.range().end..lines.end).contains('#');
    if !same || only.kind() != "string" || !are_siblings(again, first) || has_comment {
        return None;
    }
    Some(Fix::new(
        Applicability::Safe,
        "Delete the call: the start method is this one already",
        vec![Edit {
            range: lines,
            content: String::new(),
        }],
    ))
}

/// Moves a call above what fixes the start method before it.
pub(in crate::rules) fn before(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let (again, first) = both(context, found)?;
    let is_setting = context.text(first.range()).contains("set_start_method");
    if is_setting || !are_siblings(again, first) {
        return None;
    }
    let edits = moved_up(context, again.statement()?, first.statement()?)?;
    Some(Fix::new(
        Applicability::Unsafe,
        "Move the call up (what is made before uses it too)",
        edits,
    ))
}

/// What keeps the start method that was the default when it was made, and is refused by children of another one.
const OF_ONE_METHOD: &[&str] = &[
    "Array",
    "Barrier",
    "BoundedSemaphore",
    "Condition",
    "Event",
    "JoinableQueue",
    "Lock",
    "Queue",
    "RLock",
    "Semaphore",
    "SimpleQueue",
    "Value",
];

/// `set_start_method("spawn", force=True)`
pub(in crate::rules) fn force(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let again = DocumentNode::of(context.document, &found.range)?;
    // What fixed it may be in another file.
    if found.related.is_empty() || again.node.kind() != "call" {
        return None;
    }
    let arguments = again.with(again.node.child_by_field_name("arguments")?);
    if context.text(arguments.range()).contains("force") || arguments.node.named_child_count() != 1
    {
        return None;
    }
    let first = found.first_related();
    let first = first.and_then(|first| DocumentNode::of(context.document, first));
    let made = first.and_then(|first| callee(context, first));
    if made.is_some_and(|made| OF_ONE_METHOD.contains(&made.rsplit('.').next().unwrap_or(made))) {
        return None;
    }
    Some(Fix::new(
        Applicability::Unsafe,
        "Add force=True (replaces what was set before)",
        vec![another(context, arguments, "force=True")?],
    ))
}

/// The call, and what fixed the start method before it.
fn both<'a>(
    context: &Context<'a>,
    found: &Finding,
) -> Option<(DocumentNode<'a>, DocumentNode<'a>)> {
    let again = DocumentNode::of(context.document, &found.range)?;
    let first = DocumentNode::of(context.document, found.first_related()?)?;
    let is_call = again.node.kind() == "call" && again.range().start > first.range().start;
    is_call.then_some((again, first))
}

/// Whether both are statements of the same block.
fn are_siblings(again: DocumentNode<'_>, first: DocumentNode<'_>) -> bool {
    let block = |node: DocumentNode<'_>| {
        let block = node.statement().and_then(DocumentNode::parent)?;
        Some((block.node.kind() != "module").then(|| block.range()))
    };
    let is_alone = again
        .parent()
        .is_some_and(|node| node.node.kind() == "expression_statement");
    is_alone && block(again).is_some() && block(again) == block(first)
}
