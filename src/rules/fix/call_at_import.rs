//! What a function sets in another module before a child starts: set when the module is imported, as each child does.

use super::document_node::{DocumentNode, contains};
use super::names::Role;
use super::scopes::binding;
use super::sorted_edits::sorted;
use super::text_lines::{is_blank, line_start, removal};
use super::top_level::above;
use super::wrap_worker::is_of_module;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;

/// `registry.register("walker", Walker)` in front of `def main():`, and not in it.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    const HARD: &[&str] = &["lambda", "await", "yield", "named_expression", "comment"];
    let place = DocumentNode::of(context.document, &found.range)?;
    // What a child reads is no call of what sets it.
    if place.node.kind() != "call" {
        return None;
    }
    let call = place
        .up_to_statement()
        .filter(|node| node.node.kind() == "call")
        .last()?;
    let name = call.with(call.node.child_by_field_name("function")?);
    let name = context.text(name.range());
    let statement = call.parent()?;
    let body = statement.parent()?;
    let function = call.function()?;
    let is_own = statement.node.kind() == "expression_statement"
        && body.parent() == Some(function)
        && body.node.named_child_count() > 1;
    let newline = context.style().newline;
    let written = context.text(call.range());
    let moved = above(context, call, format!("{written}{}", newline.repeat(3)))?;
    let before = moved.range.start;
    // Each name has to mean the same there, and be bound by then.
    let names = context.names().within(&[call.range()]);
    let is_there = names.iter().all(|occurrences| {
        let Some(own) = occurrences.first() else {
            return true;
        };
        let own = context.text(own.range());
        let is_unbound = occurrences
            .iter()
            .all(|occurrence| occurrence.role == Role::Read);
        is_unbound
            || is_of_module(context, own, call)
                && binding(context, own, call).is_some_and(|bound| bound.range().end <= before)
    });
    let text = context.document.text().as_str();
    let own = statement.range();
    let behind = text[own.end..].trim_start_matches(is_blank);
    let is_alone = text[line_start(text, own.start)..own.start]
        .trim()
        .is_empty()
        && (behind.is_empty() || behind.starts_with(['\n', '\r']));
    if !is_own || !is_there || !is_alone || contains(call.node, HARD) {
        return None;
    }
    let edits = vec![moved, removal(text, &own)];
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Call `{name}` when the module is imported"),
        sorted(edits)?,
    ))
}
