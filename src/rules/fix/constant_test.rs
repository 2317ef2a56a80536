//! `isinstance(node, ast.Num)`: what the node of a constant is asked since there is one for all of them.

use super::document_node::DocumentNode;
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
    let edits = match others.is_empty() {
        true => values_behind(context, call, node),
        false => Vec::new(),
    };
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
        Applicability::Safe,
        edits,
        call,
        as_operand(call, !others.is_empty(), test),
    );
    fix.edits.sort_by_key(|edit| edit.range.start);
    Some(fix)
}

/// Where the old nodes had their values, `node.n` and `node.s`, in what runs if the test holds: `node.value`.
fn values_behind(context: &Context<'_>, call: DocumentNode<'_>, node: &str) -> Vec<Edit> {
    let mut around = call.up_to_statement();
    let branch = around
        .find(|around| around.is("condition"))
        .and_then(DocumentNode::parent)
        .and_then(|branch| branch.node.child_by_field_name("consequence"));
    let mut due = Vec::from_iter(branch);
    let mut edits = Vec::new();
    while let Some(inner) = due.pop() {
        due.extend(inner.named_children());
        let (object, attribute) = (
            inner.child_by_field_name("object"),
            inner.child_by_field_name("attribute"),
        );
        let (Some(object), Some(attribute)) = (object, attribute) else {
            continue;
        };
        let text = |node| context.text(call.with(node).range());
        if text(object) == node && matches!(text(attribute), "n" | "s") {
            edits.push(Edit {
                range: call.with(attribute).range(),
                content: "value".to_owned(),
            });
        }
    }
    edits
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
