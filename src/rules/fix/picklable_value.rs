//! What cannot be sent to a child, and what can be sent instead: `threading.Lock()`, a generator, a lambda.

use super::document_node::{DocumentNode, contains};
use super::hoist_lambda;
use super::import_parts;
use super::names::Role;
use super::new_import;
use super::scopes::binding;
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
        .or_else(|| copy(context, found, place))
        .or_else(|| hoist_lambda::fix(context, found))
        .or_else(|| hoist_lambda::among_others(context, found))?;
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
    let (own, import) = new_import::named(context, "multiprocessing", start, &gone)?;
    edits.extend(import);
    edits.push(Edit {
        range: function.range(),
        content: format!("{own}.{class}"),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Use multiprocessing.{class} (shared between processes)"),
        sorted(edits)?,
    ))
}

/// `list(table.keys())`, `dict(DEFAULTS)`
fn copy(context: &Context<'_>, found: &Finding, place: DocumentNode<'_>) -> Option<Fix> {
    let obstacle = found
        .obstacle
        .as_ref()
        .filter(|obstacle| obstacle.is_itself())?;
    let class = match obstacle.name.as_deref() {
        _ if obstacle.is_view() => "list",
        Some("types.MappingProxyType") => "dict",
        _ if is_generator(context, place) || is_iterated(context, found, place) => "list",
        _ => return None,
    };
    let written = context.text(place.range());
    (!context.names().is_bound(class)).then(|| {
        Fix::new(
            Applicability::Unsafe,
            format!("Pass a {class} of it (what it is now)"),
            vec![Edit {
                range: place.range(),
                content: format!("{class}({written})"),
            }],
        )
    })
}

/// Whether what another file makes can be iterated: a coroutine, which this file would await, cannot.
fn is_iterated(context: &Context<'_>, found: &Finding, place: DocumentNode<'_>) -> bool {
    let obstacle = found.obstacle.as_ref();
    let is_of_generator =
        obstacle.is_some_and(|obstacle| obstacle.name.as_deref() == Some("generator"));
    let binding = binding(context, context.text(place.range()), place);
    let made = binding.and_then(|binding| {
        let assignment = binding.place.parent()?;
        let made = assignment.with(assignment.node.child_by_field_name("right")?);
        let callee = made.with(made.node.child_by_field_name("function")?);
        let root = context.text(callee.range()).split('.').next()?;
        Some(context.names().of_name(root))
    });
    let is_imported = made.is_some_and(|root| root.iter().any(|one| one.role == Role::Import));
    is_of_generator && is_imported
}

/// Whether a name is bound once, to a generator.
fn is_generator(context: &Context<'_>, place: DocumentNode<'_>) -> bool {
    let binding = binding(context, context.text(place.range()), place);
    let made = binding.and_then(|binding| {
        let assignment = binding.place.parent()?;
        let made = assignment.node.child_by_field_name("right")?;
        binding.place.is("left").then_some(assignment.with(made))
    });
    place.node.kind() == "identifier"
        && made.is_some_and(|made| {
            let callee = made.node.child_by_field_name("function");
            let callee = callee.map(|callee| context.text(made.with(callee).range()));
            made.node.kind() == "generator_expression"
                || callee.is_some_and(|name| yields(context, name))
        })
}

/// Whether a function of the file, which is not async, yields.
fn yields(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    occurrences.iter().any(|occurrence| {
        let definition = occurrence
            .place
            .parent()
            .filter(|_| occurrence.place.is("name"));
        definition.is_some_and(|definition| {
            definition.node.kind() == "function_definition"
                && !context.text(definition.range()).starts_with("async")
                && contains(definition.node, &["yield"])
        })
    })
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
