//! A function that a function makes, which cannot be sent: what makes it is sent, and makes it where it is called.

use super::counterpart::CALL_MADE;
use super::document_node::{DocumentNode, contains, nodes_in};
use super::new_import;
use super::scopes::binding;
use super::sorted_edits::sorted;
use super::wrap_worker::is_of_module;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `functools.partial(_call_made, functools.partial(make, 1))` for `make(1)`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let is_made = ["nested function", "`functools.wraps`"];
    if !is_made.iter().any(|what| found.message.contains(what)) {
        return None;
    }
    let place = DocumentNode::of(context.document, &found.range)?;
    let call = made(context, place).or_else(|| made_within(context, found))?;
    let function = call.with(call.node.child_by_field_name("function")?);
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let name = context.text(function.range());
    let root = name.split('.').next().unwrap_or(name);
    let is_known = is_of_module(context, root, call)
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    // What gives keyword arguments is not called by the child.
    let is_unpacked = call
        .parent()
        .is_some_and(|around| around.node.kind().contains("splat"));
    let is_hard = is_unpacked
        || contains(
            arguments.node,
            &["lambda", "await", "yield", "named_expression"],
        );
    if !is_known
        || is_hard
        || arguments.node.kind() != "argument_list"
        || context.names().is_bound("functools")
        || call.is_interpolated()
    {
        return None;
    }
    let added = CALL_MADE.before(context, &call.range(), str::to_owned)?;
    let given = context.text(arguments.range());
    let inside = given.strip_prefix('(')?.strip_suffix(')')?.trim();
    let maker = match inside.is_empty() {
        true => name.to_owned(),
        false => format!("functools.partial({name}, {inside})"),
    };
    let first = added.edits.first();
    let before = first.map_or(call.range().start, |edit| edit.range.start);
    let mut edits = new_import::import(context, "functools", before)?;
    edits.extend(added.edits);
    edits.push(Edit {
        range: call.range(),
        content: format!("functools.partial({}, {maker})", added.name),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Send `{root}`, and make it where it is called"),
        sorted(edits)?,
    ))
}

/// The only call of a function of a module in what the process is made with.
fn made_within<'a>(context: &Context<'a>, found: &Finding) -> Option<DocumentNode<'a>> {
    if !found.message.contains("this process cannot") {
        return None;
    }
    found.places().find_map(|range| {
        let place = DocumentNode::of(context.document, range)?;
        let makers = nodes_in(place.node).filter(|node| {
            let function = node.child_by_field_name("function");
            let name = function.map_or("", |own| context.text(place.with(own).range()));
            node.kind() == "call"
                && name.starts_with(|first: char| first.is_lowercase() || first == '_')
                && is_of_module(context, name, place.with(*node))
        });
        let makers: Vec<DocumentNode<'a>> = makers.map(|node| place.with(node)).collect();
        match &makers[..] {
            [only] => Some(*only),
            _ => None,
        }
    })
}

/// The call that makes the function, or the functions of a list.
fn made<'a>(context: &Context<'a>, place: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    let child = |field: &str| Some(place.with(place.node.child_by_field_name(field)?));
    match place.node.kind() {
        "call" => {
            let function = context.text(child("function")?.range());
            let root = function.split('.').next()?;
            is_of_module(context, root, place).then_some(place)
        }
        "list" | "tuple" => {
            let mut all = place.node.named_children();
            let only = all.next().map(|node| place.with(node))?;
            all.next().is_none().then(|| made(context, only)).flatten()
        }
        "list_comprehension" => made(context, child("body")?),
        "identifier" => {
            let binding = binding(context, context.text(place.range()), place)?;
            let assignment = binding.place.parent()?;
            let right = assignment.with(assignment.node.child_by_field_name("right")?);
            (binding.place.is("left") && assignment.node.kind() == "assignment")
                .then(|| made(context, right))
                .flatten()
        }
        _ => None,
    }
}
