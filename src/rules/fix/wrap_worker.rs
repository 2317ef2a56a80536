//! A worker that cannot be found by its name: a function of the module calls it, and that is started.

use super::document_node::{DocumentNode, contains};
use super::helper_function::HelperFunction;
use super::new_import;
use super::scopes::binding;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Finding, Fix, ObstacleKind, SentAs};
use crate::rules::Context;
use crate::text::Edit;

/// `def _run_work(*args, **kwargs): return work(*args, **kwargs)`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    // What is sent may be the object of which a method is called that starts a child.
    if worker.is_interpolated() || worker.is("object") {
        return None;
    }
    // An object that cannot be sent cannot be sent in a partial either.
    let obstacle = found.obstacle.as_ref();
    let is_held = obstacle.is_some_and(|obstacle| obstacle.sent == SentAs::BoundObject);
    let is_nested = obstacle
        .is_some_and(|obstacle| obstacle.is_itself() && obstacle.kind == ObstacleKind::Function);
    match worker.node.kind() {
        "identifier" => function(context, worker),
        "attribute" => method(context, worker, is_held),
        "call" if is_nested => made(context, worker),
        "subscript" => looked_up(context, worker),
        _ => None,
    }
}

/// What stands in a table under a key, `STEPS[name]`: the key goes to the child, which has the table.
fn looked_up(context: &Context<'_>, worker: DocumentNode<'_>) -> Option<Fix> {
    let table = worker.with(worker.node.child_by_field_name("value")?);
    let key = worker.with(worker.node.child_by_field_name("subscript")?);
    let (table, key) = (context.text(table.range()), context.text(key.range()));
    let is_name = |text: &str| {
        let mut letters = text.chars();
        letters.all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
    };
    let is_plain_key = is_name(key) || key.starts_with(['"', '\'']);
    let root = table.split('.').next()?;
    if !is_name(table)
        || !is_plain_key
        || worker.node.named_child_count() != 2
        || !is_of_module(context, root, worker)
        || context.names().is_bound("functools")
    {
        return None;
    }
    let call = format!("{table}[key](*args, **kwargs)");
    let helper = HelperFunction::above(context, worker, "_run_entry", |name| {
        definition(context, name, "key, *args, **kwargs", &call)
    })?;
    let partial = format!("functools.partial({}, {key})", helper.name);
    replaced(
        context,
        worker,
        "functools",
        &helper,
        partial,
        format!("Send the key, and look it up in the child's `{table}`"),
    )
}

/// What calls of the module's functions make: `traced(1)(work)`.
fn made(context: &Context<'_>, worker: DocumentNode<'_>) -> Option<Fix> {
    let made = worker.with(worker.node.child_by_field_name("function")?);
    let names = context.names().within(&[worker.range()]);
    let is_known = names.iter().all(|occurrences| {
        let first = occurrences.first();
        first.is_some_and(|first| is_of_module(context, context.text(first.range()), worker))
    });
    let is_hard = contains(
        worker.node,
        &["lambda", "await", "yield", "named_expression"],
    );
    if made.node.kind() != "call" || !is_known || is_hard {
        return None;
    }
    let own = context.text(worker.range());
    let call = format!("{own}(*args, **kwargs)");
    let helper = HelperFunction::above(context, worker, "_run_worker", |name| {
        definition(context, name, "*args, **kwargs", &call)
    })?;
    let title = format!("Start a function `{}` that makes it", helper.name);
    replaced(context, worker, "", &helper, helper.name.clone(), title)
}

/// What the module calls by this name, once and for all.
fn function(context: &Context<'_>, worker: DocumentNode<'_>) -> Option<Fix> {
    let own = context.text(worker.range());
    let (root, stem) = (own.split('.').next()?, own.rsplit('.').next()?);
    if !is_of_module(context, root, worker) {
        return None;
    }
    let call = format!("{own}(*args, **kwargs)");
    let name = format!("_run_{}", stem.trim_start_matches('_'));
    let helper = HelperFunction::above(context, worker, &name, |name| {
        definition(context, name, "*args, **kwargs", &call)
    })?;
    let title = match worker.node.kind() {
        "identifier" => format!("Start a function `{}` that calls it", helper.name),
        _ => format!("Call it in a function (the child makes its own `{root}`)"),
    };
    replaced(context, worker, "", &helper, helper.name.clone(), title)
}

/// Whether what this name means here is bound by the module, once.
pub(super) fn is_of_module(context: &Context<'_>, name: &str, place: DocumentNode<'_>) -> bool {
    let Some(binding) = binding(context, name, place) else {
        return false;
    };
    let around = std::iter::successors(binding.place.parent(), |ancestor| ancestor.parent());
    // Not in a branch, which a child may not enter.
    let kinds: Vec<&str> = around.map(|node| node.node.kind()).collect();
    let ends = |kinds: &[&str]| match kinds {
        ["function_definition" | "class_definition", "module"]
        | [
            "function_definition" | "class_definition",
            "decorated_definition",
            "module",
        ]
        | ["assignment", "expression_statement", "module"] => true,
        [rest @ .., last, "module"] => {
            matches!(*last, "import_from_statement" | "import_statement")
                && rest
                    .iter()
                    .all(|kind| matches!(*kind, "dotted_name" | "aliased_import"))
        }
        _ => false,
    };
    ends(&kinds)
}

/// The object goes along, and its method is looked for there.
fn method(context: &Context<'_>, worker: DocumentNode<'_>, is_held: bool) -> Option<Fix> {
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let own = context.text(method.range());
    if own.starts_with("__") {
        return None;
    }
    let is_name = object.node.kind() == "identifier";
    if is_name && is_of_module(context, context.text(object.range()), object) {
        return function(context, worker);
    }
    if is_held {
        return None;
    }
    let name = format!("_run_{}", own.trim_start_matches('_'));
    let call = format!("own.{own}(*args, **kwargs)");
    let helper = HelperFunction::above(context, worker, &name, |name| {
        definition(context, name, "own, *args, **kwargs", &call)
    })?;
    let object = context.text(object.range());
    let partial = format!("functools.partial({}, {object})", helper.name);
    let title = format!("Start a function `{}` that calls it", helper.name);
    replaced(context, worker, "functools", &helper, partial, title)
}

/// Defines a function above a worker, and puts what is made of it in the worker's place, for which a module is imported,
/// if one is named.
pub(super) fn replaced(
    context: &Context<'_>,
    worker: DocumentNode<'_>,
    module: &str,
    helper: &HelperFunction,
    content: String,
    title: impl Into<String>,
) -> Option<Fix> {
    let mut edits = new_import::import(context, module, helper.start())?;
    edits.extend(helper.edits());
    edits.push(Edit {
        range: worker.range(),
        content,
    });
    Some(Fix::new(Applicability::Unsafe, title, sorted(edits)?))
}

/// A function of the module that gives what a call gives, with the blank lines behind it.
pub(super) fn definition(
    context: &Context<'_>,
    name: &str,
    parameters: &str,
    call: &str,
) -> String {
    importing_definition(context, name, parameters, None, call)
}

/// The same, which imports something for its call.
pub(super) fn importing_definition(
    context: &Context<'_>,
    name: &str,
    parameters: &str,
    import: Option<&str>,
    call: &str,
) -> String {
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let gap = newline.repeat(3);
    let import = import.map(|import| format!("{step}{import}{newline}{newline}"));
    let import = import.unwrap_or_default();
    format!("def {name}({parameters}):{newline}{import}{step}return {call}{gap}")
}
