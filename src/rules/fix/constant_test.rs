//! `isinstance(node, ast.Num)`: what the node of a constant is asked since there is one for all of them.

use std::ops::Range;

use super::document_node::{DocumentNode, nodes_in};
use super::expression_edit::{bracketed, replaced};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// The types of the values of these nodes.
const TYPES: &[(&str, &[&str])] = &[
    ("Bytes", &["bytes"]),
    ("Ellipsis", &["type(...)"]),
    ("NameConstant", &["bool", "type(None)"]),
    ("Num", &["int", "float", "complex"]),
    ("Str", &["str"]),
];

/// `isinstance(node, ast.Constant) and isinstance(node.value, str)`
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let arguments = place
        .up_to_statement()
        .find(|node| node.node.kind() == "argument_list")?;
    let call = arguments.parent()?;
    let function = call.with(call.node.child_by_field_name("function")?);
    let (node, kinds) = (
        arguments.node.named_child(0)?,
        arguments.node.named_child(1)?,
    );
    let is_test =
        context.text(function.range()) == "isinstance" && arguments.node.named_child_count() == 2;
    let is_plain = matches!(node.kind(), "identifier" | "attribute");
    if !is_test || !is_plain || context.text(call.range()).contains('#') {
        return None;
    }
    let node = context.text(arguments.with(node).range());
    let kinds: Vec<DocumentNode<'_>> = match kinds.kind() {
        "tuple" => kinds
            .named_children()
            .map(|kind| arguments.with(kind))
            .collect(),
        _ => vec![arguments.with(kinds)],
    };
    let module = place.with(place.node.child_by_field_name("object")?);
    let module = context.text(module.range());
    let (mut types, mut others): (Vec<&str>, Vec<&str>) = Default::default();
    for kind in kinds {
        let written = context.text(kind.range());
        let name = written
            .strip_prefix(module)
            .and_then(|rest| rest.strip_prefix('.'));
        match TYPES.iter().find(|(old, _)| name == Some(old)) {
            Some((_, own)) => types.extend(own.iter()),
            None => others.push(written),
        }
    }
    if types.is_empty() {
        return None;
    }
    // `True` is a number to Python, and was none to `ast.Num`.
    let is_number = types.contains(&"int") && !types.contains(&"bool");
    let shown = |names: &[&str]| match names {
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(", ")),
    };
    // The value of an old node is gone with it.
    let values = Values::of(context, call, node);
    let is_all = values.elsewhere.is_empty() && (others.is_empty() || values.behind.is_empty());
    let applicability = match is_all {
        true => Applicability::Safe,
        false => Applicability::Unsafe,
    };
    let edits = values.behind.into_iter().chain(values.elsewhere);
    let edits = edits.map(|range| Edit {
        range,
        content: "value".to_owned(),
    });
    let edits = edits.collect();
    let mut test = format!(
        "isinstance({node}, {module}.Constant) and isinstance({node}.value, {})",
        shown(&types)
    );
    if is_number {
        test = format!("{test} and not isinstance({node}.value, bool)");
    }
    if !others.is_empty() {
        test = format!("isinstance({node}, {}) or ({test})", shown(&others));
    }
    let mut fix = replaced(
        "Ask for ast.Constant and the type of its value",
        applicability,
        edits,
        call,
        as_operand(call, !others.is_empty(), test),
    );
    fix.edits.sort_by_key(|edit| edit.range.start);
    Some(fix)
}

/// Where a function, or a statement of the module, asks for the value of an old node: `node.n`, `node.s`.
struct Values {
    /// Where that runs only if the test holds.
    behind: Vec<Range<usize>>,
    /// Where neither this test nor another one of the same node stands before it.
    elsewhere: Vec<Range<usize>>,
}

impl Values {
    fn of(context: &Context<'_>, call: DocumentNode<'_>, node: &str) -> Self {
        let whole = around(call);
        let own = behind(call);
        let values = values_in(context, whole, node).into_iter();
        let (behind, mut elsewhere): (Vec<_>, Vec<_>) =
            values.partition(|value| is_inside(value, &own));
        if !elsewhere.is_empty() {
            let others = tests_of(context, whole, node).flat_map(self::behind);
            let others: Vec<Range<usize>> = others.collect();
            elsewhere.retain(|value| !is_inside(value, &others));
        }
        Self { behind, elsewhere }
    }
}

fn is_inside(value: &Range<usize>, regions: &[Range<usize>]) -> bool {
    let mut regions = regions.iter();
    regions.any(|region| region.start <= value.start && value.end <= region.end)
}

/// The function around a call, or the statement of the module.
fn around(call: DocumentNode<'_>) -> DocumentNode<'_> {
    let mut whole = call;
    while let Some(around) = whole.parent() {
        whole = around;
        if whole.node.kind() == "function_definition" {
            break;
        }
    }
    whole
}

/// The calls that ask what a node is: `isinstance(node, …)`.
fn tests_of<'a>(
    context: &Context<'_>,
    whole: DocumentNode<'a>,
    node: &str,
) -> impl Iterator<Item = DocumentNode<'a>> {
    let calls = nodes_in(whole.node).map(move |inner| whole.with(inner));
    calls.filter(move |call| {
        let child = |field: &str| call.node.child_by_field_name(field);
        let text = |inner| context.text(whole.with(inner).range());
        let tested = child("arguments").and_then(|arguments| arguments.named_child(0));
        call.node.kind() == "call"
            && child("function").is_some_and(|function| text(function) == "isinstance")
            && tested.is_some_and(|tested| text(tested) == node)
    })
}

/// What runs only if the test holds, as far as it stands in the same statement or behind one that leaves otherwise.
fn behind(call: DocumentNode<'_>) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    let mut is_alone = true;
    let mut negated = false;
    for inner in call.up_to_statement() {
        let Some(around) = inner.parent() else { break };
        let child = |field: &str| around.node.child_by_field_name(field);
        let found = match around.node.kind() {
            "boolean_operator" => {
                let is_and = child("operator").is_some_and(|operator| operator.kind() == "and");
                is_alone &= is_and;
                child("right").filter(|right| is_and && !negated && *right != inner.node)
            }
            "conditional_expression" => {
                let is_test = around.node.named_child(1) == Some(inner.node);
                around.node.named_child(0).filter(|_| is_test && is_alone)
            }
            "if_clause" => around.node.parent().filter(|_| is_alone && !negated),
            "if_statement" | "elif_clause" | "while_statement" if inner.is("condition") => {
                child("consequence").or_else(|| child("body"))
            }
            "not_operator" => {
                negated = !negated;
                None
            }
            _ => None,
        };
        regions.extend(found.map(|node| call.with(node).range()));
        let leaves = negated && is_alone && around.node.kind() == "if_statement";
        let asserts = !negated && is_alone && around.node.kind() == "assert_statement";
        if leaves && ends_elsewhere(around) || asserts {
            regions.extend(after(around));
        }
    }
    regions
}

/// Whether whoever comes into a branch without others does not come past it.
fn ends_elsewhere(branch: DocumentNode<'_>) -> bool {
    let block = branch.node.child_by_field_name("consequence");
    let last = block.and_then(|block| block.named_children().last());
    let kinds = [
        "return_statement",
        "raise_statement",
        "continue_statement",
        "break_statement",
    ];
    branch.node.child_by_field_name("alternative").is_none()
        && last.is_some_and(|last| kinds.contains(&last.kind()))
}

/// What stands behind a statement in its block.
fn after(statement: DocumentNode<'_>) -> Option<Range<usize>> {
    let block = statement.parent()?;
    Some(statement.range().end..block.range().end)
}

/// The names of the attributes that say what the value of an old node is.
fn values_in(context: &Context<'_>, region: DocumentNode<'_>, node: &str) -> Vec<Range<usize>> {
    let text = |node| context.text(region.with(node).range());
    let attributes = nodes_in(region.node).filter_map(|inner| {
        let object = inner.child_by_field_name("object")?;
        let attribute = inner.child_by_field_name("attribute")?;
        let is_value = text(object) == node && matches!(text(attribute), "n" | "s");
        is_value.then_some(region.with(attribute).range())
    });
    attributes.collect()
}

/// Whether the use is mended so.
pub(super) fn applies(context: &Context<'_>, usage: &Use) -> bool {
    let is_test = matches!(&usage.site, Site::Attribute { fact, .. }
        if TYPES.iter().any(|(kind, _)| fact.name.strip_prefix("ast.") == Some(kind)));
    let place = DocumentNode::of(context.document, &usage.range);
    is_test && place.is_some_and(|place| fix(context, usage, place).is_some())
}

/// In brackets, unless it is a condition or an operand of `and`.
fn as_operand(call: DocumentNode<'_>, has_or: bool, test: String) -> String {
    let Some(around) = call.parent() else {
        return test;
    };
    let is_condition = match around.node.kind() {
        "if_statement" | "elif_clause" | "while_statement" => call.is("condition"),
        "if_clause" => true,
        "conditional_expression" => around.node.named_child(1) == Some(call.node),
        "boolean_operator" => {
            let operator = around.node.child_by_field_name("operator");
            !has_or && operator.is_some_and(|operator| operator.kind() == "and")
        }
        _ => false,
    };
    match is_condition {
        true => test,
        false => bracketed(call, test),
    }
}
