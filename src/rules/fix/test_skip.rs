//! `@pytest.mark.skipif(…)`: a test of what does not exist everywhere is skipped there.

use super::document_node::DocumentNode;
use super::guard_condition::GuardCondition;
use super::names::Role;
use super::new_import;
use super::text_lines::{is_blank, line_start};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::model::value::exception::Exception;
use crate::rules::Context;
use crate::text::Edit;

/// What decorates a test, by the module that has it.
const DECORATORS: [(&str, &str); 2] = [
    ("pytest", "pytest.mark.skipif({condition}, reason={reason})"),
    ("unittest", "unittest.skipIf({condition}, {reason})"),
];

/// Skips the test around the use where that fails.
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    if usage.exception == Exception::Divergence {
        return None;
    }
    let place = DocumentNode::of(context.document, &usage.range)?;
    let functions = std::iter::successors(place.function(), |inner| inner.function());
    let test = functions.last()?;
    let name = test.with(test.node.child_by_field_name("name")?);
    if !context.text(name.range()).starts_with("test") {
        return None;
    }
    let is_imported = |module: &str| {
        let occurrences = context.names().of_name(module);
        let mut occurrences = occurrences.iter();
        !context.names().is_bound(module)
            && occurrences.any(|occurrence| {
                occurrence.role == Role::Import && occurrence.place.function().is_none()
            })
    };
    let (module, decorator) = DECORATORS
        .into_iter()
        .find(|(module, _)| is_imported(module))?;
    let whole = test
        .parent()
        .filter(|parent| parent.node.kind() == "decorated_definition")
        .unwrap_or(test);
    let start = whole.range().start;
    let text = context.document.text().as_str();
    let indent = &text[line_start(text, start)..start];
    if !indent.chars().all(is_blank) {
        return None;
    }
    let reached = context
        .model
        .reaching(&test.range())
        .unwrap_or(context.targets);
    let condition =
        GuardCondition::of(context, (usage.worlds, super::works(usage)), reached, start)?;
    let mut edits = new_import::import(context, condition.module, start)?;
    if condition.module != module {
        edits.extend(new_import::import(context, module, start)?);
        edits.sort_by_key(|edit| edit.range.start);
    }
    let style = context.style();
    let quoted = format!("{0}{1}{0}", style.quote, super::reason(context, usage));
    let decorator = decorator
        .replace("{condition}", &condition.fails)
        .replace("{reason}", &quoted);
    edits.push(Edit::insertion(
        start,
        format!("@{decorator}{}{indent}", style.newline),
    ));
    // A test that may come past it passes there, and would no longer be run.
    let (applicability, what) = match is_certain(place, test) {
        true => (Applicability::Safe, "test"),
        false => (Applicability::Unsafe, "whole test"),
    };
    Some(
        Fix::new(
            applicability,
            format!("Skip the {what} {}", condition.if_fails()),
            edits,
        )
        .covering(vec![whole.range()]),
    )
}

/// Whether whoever runs a test comes to a place in it: it stands in no branch, and in no lambda.
fn is_certain(place: DocumentNode<'_>, test: DocumentNode<'_>) -> bool {
    let around = std::iter::successors(Some(place), |inner| inner.parent());
    let mut around = around.take_while(|outer| outer.range() != test.range());
    !around.any(|inner| {
        let is_test = inner.is("condition");
        match inner.parent().map_or("", |outer| outer.node.kind()) {
            "if_statement" | "elif_clause" | "while_statement" => !is_test,
            "else_clause"
            | "except_clause"
            | "case_clause"
            | "conditional_expression"
            | "boolean_operator"
            | "lambda" => true,
            _ => false,
        }
    })
}
