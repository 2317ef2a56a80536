//! An argument that cannot be sent to a child: made in the child, from what it is made from.

use super::child_call::{Handed, HandedForm, ParameterNames, children, is_dotted};
use super::document_node::DocumentNode;
use super::helper_function::HelperFunction;
use super::remade_value::{ArgumentSource, Reach, is_unbound};
use super::sorted_edits::sorted;
use super::wrap_worker::{importing_definition, is_of_module, replaced};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// `Process(target=_work_alone, args=(path,))`, and `def _work_alone(path): return work(open(path))`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    of_argument(context, found, Reach::Value)
}

/// The same, where what the value is made from cannot be sent either.
pub(in crate::rules) fn with_parts(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    of_argument(context, found, Reach::Parts)
}

fn of_argument(context: &Context<'_>, found: &Finding, reach: Reach) -> Option<Fix> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let (handed, place) = match partial(context, place) {
        Some(inside) => inside,
        None => (Handed::of(context, place)?, place),
    };
    let worker = context.text(handed.worker.range());
    let root = worker.split('.').next().unwrap_or(worker);
    let is_found = is_of_module(context, root, place) || is_unbound(context, root);
    if !is_dotted(worker) || !is_found {
        return None;
    }
    let source = ArgumentSource::of(context, place, reach)?;
    let mut names = ParameterNames::default();
    let made = source.made(&mut names);
    let stem = worker.rsplit('.').next().unwrap_or(worker);
    let (parameters, call) = handed.signature(context, place, &made, &mut names);
    let call = format!("{worker}({call})");
    let definition =
        |name: &str| importing_definition(context, name, &parameters, source.import(), &call);
    let name = format!("_{}_alone", stem.trim_start_matches('_'));
    let helper = HelperFunction::above(context, place, &name, definition)?;
    let mut edits = helper.edits();
    edits.push(Edit {
        range: handed.worker.range(),
        content: helper.name,
    });
    edits.push(handed.replaced(context, place, &made)?);
    Some(Fix::new(
        Applicability::Unsafe,
        source.title(),
        sorted(edits)?,
    ))
}

/// `functools.partial(_ping_alone, host)` for `client.ping`, and `def _ping_alone(host, …): return Client(host).ping(…)`
pub(in crate::rules) fn of_method(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    of_bound(context, found, Reach::Value)
}

/// The same, where what the object is made from cannot be sent either.
pub(in crate::rules) fn of_method_with_parts(
    context: &Context<'_>,
    found: &Finding,
) -> Option<Fix> {
    of_bound(context, found, Reach::Parts)
}

fn of_bound(context: &Context<'_>, found: &Finding, reach: Reach) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    let object = worker.with(worker.node.child_by_field_name("object")?);
    let method = worker.with(worker.node.child_by_field_name("attribute")?);
    let method = context.text(method.range());
    let source = ArgumentSource::of(context, object, reach)
        .filter(|source| matches!(source, ArgumentSource::Call { .. }))?;
    if worker.node.kind() != "attribute"
        || worker.is_interpolated()
        || worker.is("object")
        || method.starts_with("__")
    {
        return None;
    }
    bound_in_child(context, worker, (&source, method), &format!(".{method}"))
}

/// A function instead of the worker, which makes its object and calls what is written behind that.
fn bound_in_child(
    context: &Context<'_>,
    worker: DocumentNode<'_>,
    (source, stem): (&ArgumentSource<'_>, &str),
    behind: &str,
) -> Option<Fix> {
    let mut names = ParameterNames::default();
    let made = source.made(&mut names);
    let mut parameters = made.parameters.clone();
    parameters.extend(["*args".to_owned(), "**kwargs".to_owned()]);
    let call = format!("{}{behind}(*args, **kwargs)", made.expression);
    let parameters = parameters.join(", ");
    let definition =
        |name: &str| importing_definition(context, name, &parameters, source.import(), &call);
    let name = format!("_{}_alone", stem.trim_start_matches('_'));
    let helper = HelperFunction::above(context, worker, &name, definition)?;
    let (module, content) = match made.values.is_empty() {
        true => ("", helper.name.clone()),
        false => {
            let values = made.values.join(", ");
            let partial = format!("functools.partial({}, {values})", helper.name);
            ("functools", partial)
        }
    };
    replaced(context, worker, module, &helper, content, source.title())
}

/// `functools.partial(_keep_alone, 3)` for `keep = Filters(3).build()`, and
/// `def _keep_alone(given_1, *args, **kwargs): return Filters(given_1).build()(*args, **kwargs)`
pub(in crate::rules) fn of_worker(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let worker = DocumentNode::of(context.document, &found.range)?;
    let source = ArgumentSource::of(context, worker, Reach::Value)
        .filter(|source| matches!(source, ArgumentSource::Call { .. }))?;
    if worker.node.kind() != "identifier" || worker.is_interpolated() {
        return None;
    }
    let name = context.text(worker.range());
    bound_in_child(context, worker, (&source, name), "")
}

/// What is bound in a `functools.partial`, and the part of it that can be made in the child.
fn partial<'a>(
    context: &'a Context<'_>,
    place: DocumentNode<'a>,
) -> Option<(Handed<'a>, DocumentNode<'a>)> {
    let function = place.with(place.node.child_by_field_name("function")?);
    let name = context.text(function.range());
    if !matches!(name, "partial" | "functools.partial") {
        return None;
    }
    let arguments = place.with(place.node.child_by_field_name("arguments")?);
    let all = children(arguments);
    let (worker, rest) = all.split_first()?;
    let is_plain = |one: &DocumentNode<'_>| {
        one.node.kind() != "keyword_argument" && !one.node.kind().contains("splat")
    };
    let makes = |one: &&DocumentNode<'a>| {
        matches!(
            ArgumentSource::of(context, **one, Reach::Value),
            Some(ArgumentSource::Call { .. })
        )
    };
    let held = *rest.iter().find(makes)?;
    rest.iter().all(is_plain).then(|| {
        let handed = Handed {
            worker: *worker,
            all: rest.to_vec(),
            form: HandedForm::Partial,
        };
        (handed, held)
    })
}
