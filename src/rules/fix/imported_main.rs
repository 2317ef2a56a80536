//! The `main` of a `__main__.py`, called as that of the imported module: children import it by that name, and find all in it.

use super::document_node::{DocumentNode, nodes_in};
use super::names::{Role, only_one};
use super::statement_lines::StatementLines;
use super::top_level::is_main_guard;
use crate::finding::{Applicability, Finding, Fix};
use crate::model::surroundings::Origin;
use crate::rules::Context;

const OWN: &str = "__main__";

/// `from package.__main__ import main` before `main()`, under the main guard.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let module = context.surroundings.module_name()?;
    let module = match module.ends_with(".__main__") {
        true => module.to_owned(),
        false => format!("{module}.{OWN}"),
    };
    // What the module does itself it would do twice.
    if context.origin != Origin::PackageMain || place.function().is_none() {
        return None;
    }
    let (own, statement) = context.statements().last()?;
    let whole = DocumentNode::of(context.document, own)?.statement()?;
    let is_guarded = is_main_guard(statement);
    let last = match is_guarded {
        true => {
            let block = whole.node.child_by_field_name("consequence")?;
            whole.with(block.named_children().last()?)
        }
        false => whole,
    };
    let name = called(context, last)?;
    let import = format!("from {module} import {name}");
    let lines = StatementLines::of(context, last, last)?;
    let edits = if is_guarded {
        lines.led_by(&[import])
    } else {
        let (step, newline, quote) = (lines.step, lines.newline, context.style().quote);
        let written = context.text(last.range());
        let is_plain = !written.contains(['\n', '\r']);
        let guard = format!("if __name__ == {quote}{OWN}{quote}:");
        let content = format!("{guard}{newline}{step}{import}{newline}{newline}{step}{written}");
        let range = last.range();
        is_plain.then(|| vec![crate::text::Edit { range, content }])?
    };
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Call the `{name}` that children import (the module runs twice)"),
        edits,
    ))
}

/// Whether the program imports itself, so that children find what is in it.
pub(in crate::rules) fn is_done(context: &Context<'_>) -> bool {
    let occurrences = context.names().of_name(OWN);
    occurrences.iter().any(|occurrence| {
        let statement = occurrence.place.statement();
        statement.is_some_and(|statement| statement.node.kind() == "import_from_statement")
    })
}

/// The one function of the module that a statement calls.
fn called<'c>(context: &'c Context<'_>, statement: DocumentNode<'_>) -> Option<&'c str> {
    let is_statement = matches!(
        statement.node.kind(),
        "expression_statement" | "raise_statement"
    );
    let calls = nodes_in(statement.node).filter(|node| node.kind() == "call");
    let functions = calls.filter_map(|call| call.child_by_field_name("function"));
    let mut names = functions
        .filter(|function| function.kind() == "identifier")
        .map(|function| context.text(statement.with(function).range()))
        .filter(|name| is_function(context, name));
    let (Some(name), None) = (names.next(), names.next()) else {
        return None;
    };
    is_statement.then_some(name)
}

/// Whether the module defines a function of this name, and nothing else that has it.
fn is_function(context: &Context<'_>, name: &str) -> bool {
    let occurrences = context.names().of_name(name);
    let binding = only_one(&occurrences, |occurrence| {
        matches!(occurrence.role, Role::Bind | Role::Import)
    });
    binding.is_some_and(|binding| {
        let definition = binding.place.parent();
        binding.place.is("name")
            && binding.place.function().is_none()
            && definition.is_some_and(|node| node.node.kind() == "function_definition")
    })
}
