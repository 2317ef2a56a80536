//! `functools.wraps` above what a decorator of the file gives, which a child looks for by its name.

use super::document_node::DocumentNode;
use super::names::Role;
use super::new_import;
use super::sorted_edits::sorted;
use super::text_lines::{is_blank, line_start};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Gives the function that the decorator of this worker gives the name of the worker.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let used = DocumentNode::of(context.document, found.first_related()?)?;
    if used.parent()?.node.kind() != "decorator" {
        return None;
    }
    let is_made = used.node.kind() == "call";
    let named = match is_made {
        true => used.with(used.node.child_by_field_name("function")?),
        false => used,
    };
    let occurrences = context.names().of_name(context.text(named.range()));
    let mut definitions = occurrences
        .iter()
        .filter(|occurrence| occurrence.role == Role::Bind);
    let (Some(definition), None) = (definitions.next(), definitions.next()) else {
        return None;
    };
    let mut decorator = definition.place.parent()?;
    if is_made {
        decorator = given(context, decorator)?;
    }
    let given = given(context, decorator)?;
    let own = given.with(given.node.child_by_field_name("name")?);
    // What it is called with is what was decorated.
    let parameters = decorator.with(decorator.node.child_by_field_name("parameters")?);
    let decorated = parameters.with(parameters.node.named_child(0)?);
    let start = given.range().start;
    let text = context.document.text().as_str();
    let indent = &text[line_start(text, start)..start];
    if decorated.node.kind() != "identifier" || !indent.chars().all(is_blank) {
        return None;
    }
    let decorated = context.text(decorated.range());
    let newline = context.style().newline;
    let insertion = Edit::insertion(
        start,
        format!("@functools.wraps({decorated}){newline}{indent}"),
    );
    let import = new_import::import(context, "functools", start)?;
    Some(Fix::new(
        Applicability::Unsafe,
        format!(
            "Put functools.wraps above `{}` (takes its name)",
            context.text(own.range())
        ),
        sorted(import.into_iter().chain([insertion]).collect())?,
    ))
}

/// The function that this one defines and returns, if nothing decorates it.
fn given<'a>(context: &Context<'_>, outer: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    let body = outer.with(outer.node.child_by_field_name("body")?);
    let statements = || body.node.named_children().map(|node| body.with(node));
    let returned = statements().find(|statement| statement.node.kind() == "return_statement")?;
    let returned = returned.with(returned.node.named_child(0)?);
    let name = |function: &DocumentNode<'_>| {
        let name = function.node.child_by_field_name("name");
        name.map(|name| context.text(function.with(name).range()))
    };
    statements().find(|statement| {
        statement.node.kind() == "function_definition"
            && name(statement) == Some(context.text(returned.range()))
    })
}
