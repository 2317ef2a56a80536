//! A worker that is defined under the main guard, which a child does not enter: moved above it.

use super::cut_definition::cut;
use super::document_node::DocumentNode;
use super::names::Role;
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;

/// The fix of a worker that a child does not find.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let name = DocumentNode::of(context.document, found.first_related()?)?;
    let definition = name
        .parent()
        .filter(|node| matches!(node.node.kind(), "function_definition" | "class_definition"))?;
    let block = definition.parent()?;
    let guard = block.parent()?;
    let is_guarded = guard.node.kind() == "if_statement"
        && block.is("consequence")
        && guard
            .parent()
            .is_some_and(|node| node.node.kind() == "module");
    let shown = context.text(name.range());
    let bindings = context.names().of_name(shown);
    let is_only = bindings
        .iter()
        .filter(|binding| binding.role == Role::Bind)
        .count()
        == 1;
    if !is_guarded || !is_only {
        return None;
    }
    let (mut edits, moved) = cut(context, definition)?;
    edits.insert(0, above(context, definition, moved)?);
    let fix = Fix::new(
        Applicability::Unsafe,
        format!("Move `{shown}` above the main guard"),
        edits,
    );
    Some(fix)
}
