//! A worker that gives a generator or a view, which cannot be sent back: a list of what that yields can.

use super::document_node::{DocumentNode, nodes_in};
use super::names::free_name;
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix, SentAs};
use crate::rules::Context;
use crate::text::Edit;

/// Puts a function in the worker's place that makes a list of what the worker yields.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let read = DocumentNode::of(context.document, &found.range)?;
    let worker = context.text(read.range());
    let occurrences = context.names().of_name(worker);
    let definition = occurrences
        .iter()
        .filter(|occurrence| occurrence.place.is("name"))
        .find_map(|occurrence| {
            let function = occurrence.place.parent()?;
            let is_of_module = function.parent()?.node.kind() == "module";
            (function.node.kind() == "function_definition" && is_of_module).then_some(function)
        })?;
    let body = definition.with(definition.node.child_by_field_name("body")?);
    let is_own = |node: &crate::syntax::Node<'_>| {
        let place = body.with(*node);
        place.function().map(DocumentNode::range) == Some(definition.range())
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
    let is_async = context.text(definition.range()).starts_with("async");
    if read.node.kind() != "identifier" || !(yields || returns_generator || goes_on) || is_async {
        return None;
    }
    let name = free_name(
        context,
        &format!("_list_of_{}", worker.trim_start_matches('_')),
        read.base,
    );
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    let text = format!(
        "def {name}(*args, **kwargs):{newline}{step}return list({worker}(*args, **kwargs)){newline}{newline}{newline}"
    );
    let above = above(context, read, text)?;
    (above.range.start >= definition.range().end).then(|| {
        Fix::new(
            Applicability::Unsafe,
            match yields {
                true => "Send a list of what it yields",
                false => "Send a list of what it returns",
            },
            vec![
                above,
                Edit {
                    range: read.range(),
                    content: name,
                },
            ],
        )
    })
}
