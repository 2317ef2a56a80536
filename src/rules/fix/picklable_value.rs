//! What cannot be sent to a child, and what can be sent instead: `threading.Lock()`, a generator, a lambda.

use super::document_node::DocumentNode;
use super::hoist_lambda;
use super::import_parts;
use super::new_import;
use super::sorted_edits::sorted;
use crate::facts::lists;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// The fix of an argument that cannot be pickled.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let made = found
        .first_related()
        .and_then(|range| DocumentNode::of(context.document, range));
    let fix = shared(context, made.unwrap_or(place))
        .or_else(|| list(context, place))
        .or_else(|| hoist_lambda::fix(context, found))?;
    Some(fix)
}

/// `multiprocessing.Lock()`
fn shared(context: &Context<'_>, call: DocumentNode<'_>) -> Option<Fix> {
    let function = call.with(call.node.child_by_field_name("function")?);
    let (module, class) = context.text(function.range()).split_once('.')?;
    let is_known = lists::PROCESS_EQUIVALENTS.has(context.text(function.range()));
    if !is_known || context.names().is_bound(module) {
        return None;
    }
    let start = function.range().start;
    let (mut edits, gone) = import_parts::unneeded(context, function).unwrap_or((Vec::new(), 0..0));
    edits.extend(new_import::import_without(
        context,
        "multiprocessing",
        start,
        &gone,
    )?);
    edits.push(Edit {
        range: function.range(),
        content: format!("multiprocessing.{class}"),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Use multiprocessing.{class} (shared between processes)"),
        sorted(edits)?,
    ))
}

/// `[line for line in lines]`
fn list(context: &Context<'_>, generator: DocumentNode<'_>) -> Option<Fix> {
    let range = generator.range();
    let written = context.text(range.clone());
    let inside = written.strip_prefix('(')?.strip_suffix(')')?;
    let is_generator = generator.node.kind() == "generator_expression";
    is_generator.then(|| {
        Fix::new(
            Applicability::Unsafe,
            "Pass a list instead of a generator",
            vec![Edit {
                content: format!("[{inside}]"),
                range,
            }],
        )
    })
}
