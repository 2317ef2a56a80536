//! A function that a function makes, which cannot be sent: what makes it is sent, and makes it where it is called.

use std::ops::Range;

use super::child_call::is_dotted;
use super::counterpart::CALL_MADE;
use super::document_node::{DocumentNode, contains, nodes_in};
use super::new_import;
use super::scopes::binding;
use super::sorted_edits::sorted;
use super::wrap_worker::is_of_module;
use crate::finding::{Applicability, Finding, Fix, ObstacleKind, SentAs};
use crate::rules::Context;
use crate::text::Edit;

/// `functools.partial(_call_made, functools.partial(make, 1))` for `make(1)`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let is_function = match obstacle.kind {
        ObstacleKind::Function | ObstacleKind::Undecorated => true,
        // What holds a lambda is no function.
        ObstacleKind::Lambda => obstacle.is_itself(),
        _ => false,
    };
    if !is_function {
        return None;
    }
    let place = DocumentNode::of(context.document, &found.range)?;
    let calls = made(context, place).or_else(|| made_within(context, found))?;
    let first = calls.first()?;
    if context.names().is_bound("functools") {
        return None;
    }
    let added = CALL_MADE.before(context, &first.range(), str::to_owned)?;
    let makers = calls
        .iter()
        .map(|call| Some((call.range(), maker(context, *call)?)));
    let makers: Vec<(Range<usize>, String)> = makers.collect::<Option<_>>()?;
    let name = maker_name(context, *first)?;
    let root = name.split('.').next().unwrap_or(name);
    let definition = added.edits.first();
    let before = definition.map_or(first.range().start, |edit| edit.range.start);
    let mut edits = new_import::import(context, "functools", before)?;
    edits.extend(added.edits);
    edits.extend(makers.into_iter().map(|(range, maker)| Edit {
        range,
        content: format!("functools.partial({}, {maker})", added.name),
    }));
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Send `{root}`, and make it where it is called"),
        sorted(edits)?,
    ))
}

/// What gives the function when it is called without arguments: `functools.partial(make, 1)` for `make(1)`.
fn maker(context: &Context<'_>, call: DocumentNode<'_>) -> Option<String> {
    let function = call.with(call.node.child_by_field_name("function")?);
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let is_call = function.node.kind() == "call";
    let name = match is_call {
        true => format!("{}, {}", CALL_MADE.name(), maker(context, function)?),
        false => context.text(function.range()).to_owned(),
    };
    let root = maker_name(context, call)?.split('.').next()?;
    let is_known = is_call || is_of_module(context, root, call);
    // What gives keyword arguments is not called by the child.
    let is_unpacked = call
        .parent()
        .is_some_and(|around| around.node.kind().contains("splat"));
    let is_hard = is_unpacked
        || contains(
            arguments.node,
            &["lambda", "await", "yield", "named_expression"],
        );
    if !is_known || is_hard || arguments.node.kind() != "argument_list" || call.is_interpolated() {
        return None;
    }
    let given = context.text(arguments.range());
    let inside = given.strip_prefix('(')?.strip_suffix(')')?.trim();
    Some(match inside.is_empty() && !is_call {
        true => name,
        false => {
            let comma = if inside.is_empty() { "" } else { ", " };
            format!("functools.partial({name}{comma}{inside})")
        }
    })
}

/// The name of what is called, or of what gave that when it was called: `make` for `make(1)(2)`.
fn maker_name<'c>(context: &'c Context<'_>, call: DocumentNode<'_>) -> Option<&'c str> {
    let mut function = call.with(call.node.child_by_field_name("function")?);
    while function.node.kind() == "call" {
        function = function.with(function.node.child_by_field_name("function")?);
    }
    let name = context.text(function.range());
    is_dotted(name).then_some(name)
}

/// The calls of one function of a module in what the process is made with.
fn made_within<'a>(context: &Context<'a>, found: &Finding) -> Option<Vec<DocumentNode<'a>>> {
    let obstacle = found.obstacle.as_ref()?;
    if obstacle.sent != SentAs::Process {
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
        of_one_function(context, makers)
    })
}

/// Calls, if there are any, and all of the same function, and none in another.
fn of_one_function<'a>(
    context: &Context<'a>,
    calls: Vec<DocumentNode<'a>>,
) -> Option<Vec<DocumentNode<'a>>> {
    let function = |call: &DocumentNode<'a>| {
        let function = call.node.child_by_field_name("function");
        function.map(|function| context.text(call.with(function).range()))
    };
    let is_same = |pair: &[DocumentNode<'a>]| {
        function(&pair[0]) == function(&pair[1]) && pair[0].range().end <= pair[1].range().start
    };
    (!calls.is_empty() && calls.windows(2).all(is_same)).then_some(calls)
}

/// The calls that make the function, or the functions of a list.
fn made<'a>(context: &Context<'a>, place: DocumentNode<'a>) -> Option<Vec<DocumentNode<'a>>> {
    let child = |field: &str| Some(place.with(place.node.child_by_field_name(field)?));
    match place.node.kind() {
        "call" => {
            let root = maker_name(context, place)?.split('.').next()?;
            is_of_module(context, root, place).then_some(vec![place])
        }
        "list" | "tuple" => {
            let all = place.node.named_children();
            let all = all.map(|node| made(context, place.with(node)));
            let all = all.collect::<Option<Vec<_>>>()?;
            of_one_function(context, all.concat())
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
