//! A worker that gives a generator or a view, which cannot be sent back: a list of what that yields can.

use super::document_node::{DocumentNode, nodes_in};
use super::helper_function::HelperFunction;
use super::names::{Occurrence, Role};
use super::wrap_worker::{definition, replaced};
use crate::finding::{Finding, Fix, SentAs};
use crate::rules::Context;

/// Puts a function in the worker's place that makes a list of what the worker yields.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let read = DocumentNode::of(context.document, &found.range)?;
    if read.node.kind() == "attribute" {
        return of_method(context, found, read);
    }
    if let Some(fix) = of_rows(context, found, read) {
        return Some(fix);
    }
    let worker = context.text(read.range());
    let occurrences = context.names().of_name(worker);
    let worker_definition = occurrences
        .iter()
        .filter(|occurrence| occurrence.place.is("name"))
        .find_map(|occurrence| {
            let function = occurrence.place.parent()?;
            let is_of_module = function.parent()?.node.kind() == "module";
            (function.node.kind() == "function_definition" && is_of_module).then_some(function)
        })?;
    let body = worker_definition.with(worker_definition.node.child_by_field_name("body")?);
    let is_own = |node: &crate::syntax::Node<'_>| {
        let place = body.with(*node);
        place.function().map(DocumentNode::range) == Some(worker_definition.range())
    };
    let yields = nodes_in(body.node).any(|node| node.kind() == "yield" && is_own(&node));
    let returned = nodes_in(body.node)
        .find(|node| node.kind() == "return_statement" && is_own(node))
        .and_then(|node| node.named_child(0));
    let returns_generator = returned.is_some_and(|node| node.kind() == "generator_expression");
    let obstacle = found.obstacle.as_ref();
    let goes_on = obstacle.is_some_and(|obstacle| match obstacle.sent {
        SentAs::Held(holder) => ["a `filter`", "a `map`", "a `zip`"].contains(&holder),
        _ => obstacle.is_itself() && obstacle.is_view(),
    });
    let is_async = context.text(worker_definition.range()).starts_with("async");
    if is_async && !yields {
        return of_coroutine(context, read);
    }
    if read.node.kind() != "identifier" || !(yields || returns_generator || goes_on) || is_async {
        return None;
    }
    let name = format!("_list_of_{}", worker.trim_start_matches('_'));
    let call = format!("list({worker}(*args, **kwargs))");
    let helper = HelperFunction::above(context, read, &name, |name| {
        definition(context, name, "*args, **kwargs", &call)
    })?;
    let title = match yields {
        true => "Send a list of what it yields",
        false => "Send a list of what it returns",
    };
    replaced(context, read, "", &helper, helper.name.clone(), title)
}

/// `def _run_fetch(*args, **kwargs): return asyncio.run(fetch(*args, **kwargs))`
fn of_coroutine(context: &Context<'_>, read: DocumentNode<'_>) -> Option<Fix> {
    let worker = context.text(read.range());
    let stem = worker.trim_start_matches('_');
    let call = format!("asyncio.run({worker}(*args, **kwargs))");
    let helper = HelperFunction::above(context, read, &format!("_run_{stem}"), |name| {
        definition(context, name, "*args, **kwargs", &call)
    })?;
    let title = format!("Run `{worker}` to its end in the child");
    let name = helper.name.clone();
    replaced(context, read, "asyncio", &helper, name, title)
}

/// `functools.partial(_list_of_parse, parser)` for `parser.parse`
fn of_method(context: &Context<'_>, found: &Finding, worker: DocumentNode<'_>) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let method = context.text(method.range());
    let text = context.document.text().as_str();
    // A coroutine yields nothing.
    let is_generator = obstacle.name.as_deref() == Some("generator")
        && obstacle.is_itself()
        && !text.contains(&format!("async def {method}("));
    if !is_generator || method.starts_with("__") || context.names().is_bound("functools") {
        return None;
    }
    let places = context.names().of_name(method);
    // Its object cannot be sent along.
    let is_local =
        |place: &Occurrence<'_>| place.role == Role::Bind && place.place.is_in_local_class();
    if places.iter().any(is_local) {
        return None;
    }
    let stem = method.trim_start_matches('_');
    let call = format!("list(own.{method}(*args, **kwargs))");
    let helper = HelperFunction::above(context, worker, &format!("_list_of_{stem}"), |name| {
        definition(context, name, "own, *args, **kwargs", &call)
    })?;
    let object = context.text(object.range());
    let partial = format!("functools.partial({}, {object})", helper.name);
    replaced(
        context,
        worker,
        "functools",
        &helper,
        partial,
        "Send a list of what it yields",
    )
}

/// `def _dicts_of_rows(*args, **kwargs): return [dict(row) for row in rows(*args, **kwargs)]`
fn of_rows(context: &Context<'_>, found: &Finding, read: DocumentNode<'_>) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref().filter(|own| own.is_itself())?;
    let method = obstacle.name.as_deref()?.strip_prefix("sqlite3.")?;
    let is_several = match method.rsplit('.').next()? {
        "fetchall" | "fetchmany" => true,
        "fetchone" => false,
        _ => return None,
    };
    let worker = context.text(read.range());
    if read.node.kind() != "identifier" || context.names().is_bound("dict") {
        return None;
    }
    let stem = worker.trim_start_matches('_');
    let call = match is_several {
        true => format!("[dict(row) for row in {worker}(*args, **kwargs)]"),
        false => format!("dict({worker}(*args, **kwargs))"),
    };
    let helper = HelperFunction::above(context, read, &format!("_dicts_of_{stem}"), |name| {
        definition(context, name, "*args, **kwargs", &call)
    })?;
    let title = "Send a dict of each row (with names, not numbers)";
    replaced(context, read, "", &helper, helper.name.clone(), title)
}
