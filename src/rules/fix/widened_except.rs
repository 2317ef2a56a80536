//! `except (ValueError, OSError):`, which is to catch what is raised where something does not exist, too.

use super::document_node::{DocumentNode, nodes_in};
use super::masked_failures;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::model::value::exception::{Caught, Exception};
use crate::rules::Context;
use crate::text::Edit;

/// Adds the exception to the only handler around the use, if that goes on.
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    if matches!(usage.exception, Exception::Divergence | Exception::Other) {
        return None;
    }
    let name = usage.exception.name();
    let place = DocumentNode::of(context.document, &usage.range)?;
    let around = std::iter::successors(Some(place), |inner| inner.parent());
    let tried = around
        .take_while(|node| {
            !matches!(
                node.node.kind(),
                "function_definition" | "class_definition" | "lambda"
            )
        })
        .find(|node| node.node.kind() == "try_statement")?;
    let body = tried.with(tried.node.child_by_field_name("body")?);
    let is_in_body = body.range().start <= usage.range.start && usage.range.end <= body.range().end;
    let mut handlers = tried
        .node
        .named_children()
        .filter(|child| child.kind() == "except_clause");
    let (Some(handler), None) = (handlers.next(), handlers.next()) else {
        return None;
    };
    // A handler that raises again, or asks the exception, expects those that are named.
    let asks =
        || nodes_in(handler).any(|node| matches!(node.kind(), "raise_statement" | "as_pattern"));
    let asks = context.memory.asked(tried.with(handler), "asks", asks);
    if !is_in_body || asks || context.names().is_bound(name) {
        return None;
    }
    let caught = tried.with(handler.named_children().find(|child| !child.is_extra())?);
    let names: Vec<DocumentNode<'_>> = match caught.node.kind() {
        "identifier" => vec![caught],
        "tuple" => caught
            .node
            .named_children()
            .map(|node| caught.with(node))
            .collect(),
        _ => return None,
    };
    // What is caught already is not what the handler lacks.
    let is_class = |node: &DocumentNode<'_>| {
        let written = context.text(node.range());
        let catches = Caught::by(written).contains(usage.exception);
        node.node.kind() == "identifier" && written.ends_with("Error") && !catches
    };
    let last = names.last().copied()?;
    if !names.iter().all(is_class)
        || masked_failures::does(context, &usage.range, &body.range(), usage.worlds, true)
    {
        return None;
    }
    let narrower = |node: &&DocumentNode<'_>| {
        name == "ImportError" && context.text(node.range()) == "ModuleNotFoundError"
    };
    let edits = match (names.iter().find(narrower), caught.node.kind()) {
        // One stands for both.
        (Some(narrower), _) => vec![Edit {
            range: narrower.range(),
            content: name.to_owned(),
        }],
        (None, "tuple") => vec![Edit::insertion(last.range().end, format!(", {name}"))],
        (None, _) => vec![
            Edit::insertion(last.range().start, "("),
            Edit::insertion(last.range().end, format!(", {name})")),
        ],
    };
    let hides = || {
        let imports = |node: &crate::syntax::Node<'_>| node.kind().starts_with("import_");
        body.node.named_children().filter(imports).count() > 1 || calls_others(context, body)
    };
    let hides = context.memory.asked(body, "calls others", hides);
    let title = match hides {
        true => format!("Catch {name}, too (from everything called there)"),
        false => format!("Catch {name}, too"),
    };
    let applicability = match hides {
        true => Applicability::Unsafe,
        false => Applicability::Safe,
    };
    Some(Fix::new(applicability, title, edits).covering(vec![body.range()]))
}

/// Whether anything is called but functions of imported modules, whose mistakes would be hidden.
fn calls_others(context: &Context<'_>, body: DocumentNode<'_>) -> bool {
    let calls = nodes_in(body.node).filter(|node| node.kind() == "call");
    calls.into_iter().any(|call| {
        let function = call.child_by_field_name("function");
        function.is_none_or(|function| {
            let written = context.text(body.with(function).range());
            let root = written.split('.').next().unwrap_or(written);
            !written.contains('.') || context.memory.plain_import(context, root).is_none()
        })
    })
}
