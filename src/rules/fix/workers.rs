//! As many workers as there are processors: no more than Windows can wait for.

use super::document_node::DocumentNode;
use super::guard_condition::GuardCondition;
use super::new_import;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `min(61, os.cpu_count() or 1) if sys.platform == "win32" else os.cpu_count()`
pub(in crate::rules) fn elsewhere(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let (value, bounded) = bounded(context, found)?;
    let at = value.range().start;
    let condition =
        GuardCondition::of(context, (found.worlds, !found.worlds), context.targets, at)?;
    let written = context.text(value.range());
    let mut edits = new_import::import(context, condition.module, at)?;
    edits.push(Edit {
        range: value.range(),
        content: format!("{bounded} if {} else {written}", condition.fails),
    });
    Some(Fix::new(
        Applicability::Safe,
        format!("Use at most 61 workers {}", condition.if_fails()),
        edits,
    ))
}

/// `min(61, os.cpu_count() or 1)`
pub(in crate::rules) fn everywhere(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let (value, bounded) = bounded(context, found)?;
    Some(Fix::new(
        Applicability::Unsafe,
        "Use at most 61 workers on every platform",
        vec![Edit {
            range: value.range(),
            content: bounded,
        }],
    ))
}

/// The number that is asked for, and the one that is not too much.
fn bounded<'a>(context: &Context<'a>, found: &Finding) -> Option<(DocumentNode<'a>, String)> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let value = match place.node.kind() {
        "keyword_argument" => place.with(place.node.child_by_field_name("value")?),
        _ => place,
    };
    let written = context.text(value.range());
    let fits = matches!(
        value.node.kind(),
        "call" | "identifier" | "attribute" | "boolean_operator" | "binary_operator"
    );
    if !fits || value.is_interpolated() || written.contains(['\n', '\r']) {
        return None;
    }
    // A platform may not know how many there are.
    let number = match written.ends_with("cpu_count()") {
        true => format!("{written} or 1"),
        false => written.to_owned(),
    };
    Some((value, format!("min(61, {number})")))
}
