//! Lambdas that child processes have to find: functions of the module instead.

use std::ops::Range;

use super::captured_names::{captured, is_rebound_before_start};
use super::document_node::{DocumentNode, contains, nodes_in};
use super::names::{Role, free_name, only_one};
use super::scopes::binding;
use super::top_level::above;
use super::{hoist_nested, new_import};
use crate::finding::{Applicability, Finding, Fix, ObstacleKind};
use crate::rules::Context;
use crate::syntax::Node;
use crate::text::Edit;

/// The fix of a worker that a child cannot find.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let is_alone = arguments(context, found).is_none_or(|count| count < 2);
    is_alone.then(|| lifted(context, &found.range)).flatten()
}

/// The same where other arguments go along, which may not be sent either: `partial(work, connection)`.
pub(in crate::rules) fn among_others(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    arguments(context, found).filter(|count| *count > 1)?;
    lifted(context, &found.range)
}

/// How many arguments a worker that is a call is made with.
fn arguments(context: &Context<'_>, found: &Finding) -> Option<usize> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let arguments = place.node.child_by_field_name("arguments")?;
    Some(arguments.named_child_count())
}

/// The fix of an object that cannot be sent because of a lambda that it holds.
pub(in crate::rules) fn held(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    found.places().skip(1).find_map(|range| {
        let place = DocumentNode::of(context.document, range)?;
        let is_held = place.node.kind() == "lambda" && place.range() != found.range;
        is_held.then(|| lambda(context, place)).flatten()
    })
}

/// The fix of a process that is made with a lambda.
pub(in crate::rules) fn within(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    if obstacle.kind != ObstacleKind::Lambda {
        return None;
    }
    found.places().find_map(|range| {
        let place = DocumentNode::of(context.document, range)?;
        let is_lambda = |node: &Node<'_>| node.is_named() && node.kind() == "lambda";
        let mut lambdas = nodes_in(place.node).filter(is_lambda);
        let only = lambdas.next().filter(|_| lambdas.next().is_none())?;
        let is_own = place.node == only || place.node.kind().ends_with("definition");
        (!is_own)
            .then(|| lambda(context, place.with(only)))
            .flatten()
    })
}

/// The fix of a worker that a function of the file makes and returns.
pub(in crate::rules) fn returned(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let name = DocumentNode::of(context.document, found.first_related()?)?;
    let definition = name
        .parent()
        .filter(|node| node.node.kind() == "function_definition" && name.is("name"))?;
    let function = definition.function()?;
    // A decorator's function would hold what the module calls by the same name.
    let is_made = context.names().of_name(context.text(name.range()));
    let mut reads = is_made
        .iter()
        .filter(|occurrence| occurrence.role == Role::Read);
    let (Some(read), None) = (reads.next(), reads.next()) else {
        return None;
    };
    let is_returned = read.place.parent()?.node.kind() == "return_statement"
        && read.place.function() == Some(function);
    let is_called = DocumentNode::of(context.document, &found.range)
        .is_some_and(|node| node.node.kind() == "call");
    (is_returned && is_called)
        .then(|| hoist_nested::fix(context, read.place))
        .flatten()
}

/// Makes a function of the module from the lambda at these bytes.
fn lifted(context: &Context<'_>, range: &Range<usize>) -> Option<Fix> {
    let place = DocumentNode::of(context.document, range)?;
    match place.node.kind() {
        "lambda" => lambda(context, place),
        "identifier" => assigned(context, place).or_else(|| hoist_nested::fix(context, place)),
        "call" => {
            let function = place.with(place.node.child_by_field_name("function")?);
            if !context.text(function.range()).ends_with("partial") {
                // What a function gives is not found for its being found itself.
                let occurrences = context.names().of_name(context.text(function.range()));
                let is_function = occurrences.iter().any(|occurrence| {
                    let parent = occurrence.place.parent().map(|parent| parent.node.kind());
                    occurrence.place.is("name") && parent == Some("function_definition")
                });
                return match is_function {
                    true => None,
                    false => hoist_nested::fix(context, function),
                };
            }
            let arguments = place.node.child_by_field_name("arguments")?;
            let first = place.with(arguments.named_child(0)?);
            // The object of a method goes along, and may be as much in the way.
            let brings_methods = nodes_in(arguments).any(|node| {
                node.kind() == "attribute"
                    && !first.range().contains(&place.with(node).range().start)
            });
            // Nor can an object of a class that a function defines.
            let brings_local = nodes_in(arguments).any(|node| {
                let class = node
                    .child_by_field_name("function")
                    .filter(|_| node.kind() == "call");
                class.is_some_and(|class| {
                    let class = place.with(class);
                    let name = binding(context, context.text(class.range()), class);
                    name.and_then(|name| name.place.parent())
                        .is_some_and(|class| {
                            class.node.kind() == "class_definition" && class.function().is_some()
                        })
                })
            });
            match brings_methods || brings_local {
                true => None,
                false => lifted(context, &first.range()),
            }
        }
        _ => None,
    }
}

/// Makes a `def` of `name = lambda: …` at the top of the module.
fn assigned(context: &Context<'_>, read: DocumentNode<'_>) -> Option<Fix> {
    let name = context.text(read.range());
    let occurrences = context.names().of_name(name);
    let binding = only_one(&occurrences, |occurrence| occurrence.role == Role::Bind)?;
    let assignment = binding.place.parent()?;
    let lambda = assignment.with(assignment.node.child_by_field_name("right")?);
    let statement = assignment.parent()?;
    let is_top = statement
        .parent()
        .is_some_and(|node| node.node.kind() == "module");
    if !is_top || lambda.node.kind() != "lambda" || !binding.place.is("left") {
        return None;
    }
    let body = lambda.with(lambda.node.child_by_field_name("body")?);
    let parameters = lambda.node.child_by_field_name("parameters");
    let parameters = parameters.map_or("", |node| context.text(lambda.with(node).range()));
    let style = context.style();
    super::statement_lines::StatementLines::of(context, statement, statement)?;
    let (newline, step) = (style.newline, style.step(""));
    let returned = context.text(body.range());
    let returned = match returned.contains(['\n', '\r']) {
        true => format!("({returned})"),
        false => returned.to_owned(),
    };
    Some(Fix::new(
        Applicability::Safe,
        format!("Write `{name}` as a `def`"),
        vec![Edit {
            range: statement.range(),
            content: format!("def {name}({parameters}):{newline}{step}return {returned}"),
        }],
    ))
}

fn lambda(context: &Context<'_>, lambda: DocumentNode<'_>) -> Option<Fix> {
    let body = lambda.with(lambda.node.child_by_field_name("body")?);
    let parameters = lambda.node.child_by_field_name("parameters");
    let parameters = match parameters {
        Some(node) if has_default(node) => return None,
        Some(node) => context.text(lambda.with(node).range()),
        None => "",
    };
    let text = context.text(body.range());
    if text.contains(['\n', '\r']) || contains(body.node, &["yield", "await", "named_expression"]) {
        return None;
    }
    let captured = captured(context, lambda)?;
    if is_rebound_before_start(context, &captured, lambda) {
        return None;
    }
    let name = free_name(context, &stem(context, lambda), lambda.range().start);
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let all: Vec<&str> = captured
        .iter()
        .map(String::as_str)
        .chain((!parameters.is_empty()).then_some(parameters))
        .collect();
    let definition = format!(
        "def {name}({}):{newline}{step}return {text}{newline}{newline}{newline}",
        all.join(", ")
    );
    let mut edits = vec![above(context, lambda, definition)?];
    let (content, applicability, title) = match &captured[..] {
        [] => (
            name.clone(),
            Applicability::Safe,
            format!("Move the lambda to a function `{name}`"),
        ),
        names => {
            let import = new_import::import(context, "functools", edits[0].range.start)?;
            edits.splice(0..0, import);
            (
                format!("functools.partial({name}, {})", names.join(", ")),
                Applicability::Unsafe,
                format!(
                    "Move the lambda to `{name}` (binds {} now)",
                    names.join(", ")
                ),
            )
        }
    };
    edits.push(Edit {
        range: lambda.range(),
        content,
    });
    Some(Fix::new(applicability, title, edits))
}

/// What a function is called that was a lambda: `_transform` for `self.transform = lambda: …`.
fn stem(context: &Context<'_>, lambda: DocumentNode<'_>) -> String {
    let target = lambda
        .parent()
        .filter(|node| node.node.kind() == "assignment")
        .and_then(|node| Some(node.with(node.node.child_by_field_name("left")?)));
    let written = target.map_or("worker", |target| context.text(target.range()));
    let name = written.rsplit('.').next().unwrap_or(written);
    match name
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_')
    {
        true => format!("_{}", name.trim_start_matches('_')),
        false => "_worker".to_owned(),
    }
}

fn has_default(parameters: Node<'_>) -> bool {
    contains(
        parameters,
        &[
            "default_parameter",
            "keyword_separator",
            "positional_separator",
        ],
    )
}
