//! `field(default_factory=Point)`: a default that a dataclass refuses, made for each instance.

use super::document_node::{DocumentNode, contains};
use super::expression_edit::replaced;
use super::names::Role;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// The fact about such defaults.
pub(super) const FACT: &str = "dataclasses.field(default!=typing.Hashable)";

/// `start: Point = field(default_factory=Point)` for `start: Point = Point()`
pub(super) fn fix(context: &Context<'_>, usage: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let value = place.up_to_statement().find(|node| node.is("right"))?;
    let statement = value.statement()?;
    let is_plain = value.range() == usage.range
        && value.node.kind() == "call"
        && !contains(value.node, &["await", "yield", "named_expression"]);
    if !is_plain {
        return None;
    }
    let written = context.text(value.range());
    let function = value.with(value.node.child_by_field_name("function")?);
    let arguments = value.node.child_by_field_name("arguments")?;
    let factory = match arguments.named_child_count() {
        0 => context.text(function.range()).to_owned(),
        _ => format!("lambda: {written}"),
    };
    let field = context.names().of_name("field");
    let is_imported = field.iter().any(|occurrence| {
        let import = occurrence.place.statement();
        occurrence.role == Role::Import
            && import.is_some_and(|import| {
                import.range().end <= statement.range().start
                    && context
                        .text(import.range())
                        .starts_with("from dataclasses import")
            })
    });
    let (name, imports) = match is_imported && !context.names().is_bound("field") {
        true => ("field", Vec::new()),
        false => (
            "dataclasses.field",
            new_import::import(context, "dataclasses", statement.range().start)?,
        ),
    };
    Some(replaced(
        "Use field(default_factory=…) (each instance gets its own)",
        Applicability::Unsafe,
        imports,
        value,
        format!("{name}(default_factory={factory})"),
    ))
}
