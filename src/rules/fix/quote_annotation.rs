//! An annotation that fails while the function is defined: in quotes, so that only type checkers evaluate it.

use super::document_node::{DocumentNode, contains};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// `priority: "os.sched_param"`
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let Site::Attribute { .. } = &usage.site else {
        return None;
    };
    let annotation = annotation(context, usage)?;
    let written = context.text(annotation.range());
    let quote = context.style().quote;
    Some(Fix::new(
        Applicability::Safe,
        "Put the annotation in quotes",
        vec![Edit {
            range: annotation.range(),
            content: format!("{quote}{written}{quote}"),
        }],
    ))
}

/// The whole annotation around the use, if it can stand in quotes.
pub(super) fn annotation<'a>(context: &Context<'a>, usage: &Use) -> Option<DocumentNode<'a>> {
    let place = DocumentNode::of(context.document, &usage.range)?;
    let annotation = place
        .up_to_statement()
        .filter(|node| node.node.kind() == "type")
        .last()?;
    // In `type Pair = …` and `def f[T: …]` it is evaluated late as it is.
    let is_of_function_or_variable = annotation.parent().is_some_and(|around| {
        matches!(
            around.node.kind(),
            "typed_parameter" | "typed_default_parameter" | "function_definition" | "assignment"
        )
    });
    let written = context.text(annotation.range());
    let is_plain = !written.contains(['\n', '\r', '#', '\\'])
        && !contains(annotation.node, &["string", "named_expression"]);
    (is_of_function_or_variable && is_plain).then_some(annotation)
}
