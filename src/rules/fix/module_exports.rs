//! What stays at the top of a module, for others to import, when the code around it goes elsewhere.

use std::ops::Range;

use super::document_node::{DocumentNode, contains, nodes_in};
use super::names::{Occurrence, Role};
use super::text_lines::has_own_lines;
use super::top_level::{Statement, is_definition};
use crate::rules::Context;
use crate::syntax::Node;

/// What a value is made of that is the same wherever it is written: literals, names, and what joins them.
const PLAIN: &[&str] = &[
    "identifier",
    "attribute",
    "string",
    "string_start",
    "string_content",
    "string_end",
    "escape_sequence",
    "interpolation",
    "type_conversion",
    "format_specifier",
    "concatenated_string",
    "integer",
    "float",
    "true",
    "false",
    "none",
    "ellipsis",
    "tuple",
    "list",
    "set",
    "dictionary",
    "pair",
    "parenthesized_expression",
    "conditional_expression",
    "unary_operator",
    "binary_operator",
    "boolean_operator",
    "not_operator",
    "comparison_operator",
    "comment",
];

/// What looks into the values that it is given, which may not be what they were.
const LOOKS_INTO: &[&str] = &[
    "attribute",
    "interpolation",
    "conditional_expression",
    "binary_operator",
    "boolean_operator",
    "not_operator",
    "comparison_operator",
];

/// What becomes of a statement of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// It goes with the code that is to go.
    Goes,
    /// It means the same above all that goes.
    Stays,
    /// It has to be where it is.
    Fixed,
}

/// What becomes of these statements, of which the first goes.
pub(super) fn parts(context: &Context<'_>, statements: &[Statement<'_>]) -> Vec<Placement> {
    let mut gone: Vec<Range<usize>> = Vec::new();
    let mut parts = Vec::new();
    for (own, statement) in statements {
        let part = if !gone.is_empty() && stays(context, own, &gone) {
            Placement::Stays
        } else if is_definition(statement) {
            Placement::Fixed
        } else {
            gone.push(own.clone());
            Placement::Goes
        };
        parts.push(part);
    }
    parts
}

/// The bytes of the statements that go.
pub(super) fn gone(statements: &[Statement<'_>], parts: &[Placement]) -> Vec<Range<usize>> {
    let goes = |(statement, part): (&Statement<'_>, &Placement)| {
        (*part == Placement::Goes).then(|| statement.0.clone())
    };
    statements.iter().zip(parts).filter_map(goes).collect()
}

/// Whether these bytes are in one of those, which are in order.
pub(super) fn is_within(range: &Range<usize>, those: &[Range<usize>]) -> bool {
    let behind = those.partition_point(|span| span.start <= range.start);
    let last = behind.checked_sub(1).and_then(|at| those.get(at));
    last.is_some_and(|span| range.end <= span.end)
}

/// For titles: what other modules do not get any more when these statements go; `None` if `__all__` promises it.
pub(super) fn consequence(context: &Context<'_>, gone: &[Range<usize>]) -> Option<String> {
    let mut lost: Vec<(usize, &str)> = Vec::new();
    for occurrences in context.names().within(gone) {
        let (inside, outside): (Vec<_>, Vec<_>) =
            bindings(&occurrences).partition(|binding| is_within(&binding.range(), gone));
        let (Some(first), true) = (inside.first(), outside.is_empty()) else {
            continue;
        };
        let name = context.text(first.range());
        if name.starts_with("__") || is_exported(context, name) {
            return None;
        }
        let is_constant = !name.starts_with('_')
            && name.chars().any(char::is_uppercase)
            && !name.chars().any(char::is_lowercase);
        if is_constant {
            lost.push((first.range().start, name));
        }
    }
    lost.sort_unstable();
    Some(match &lost[..] {
        [] => "imports no longer run it".to_owned(),
        [(_, only)] if only.len() <= 12 => format!("imports lose {only}"),
        names => format!("imports lose {} names", names.len()),
    })
}

/// Whether `__all__` may have this name.
fn is_exported(context: &Context<'_>, name: &str) -> bool {
    let text = context.document.text().as_str();
    text.contains("__all__") && context.is_quoted(name)
}

/// Whether the statement means the same above those that go before it.
fn stays(context: &Context<'_>, own: &Range<usize>, gone: &[Range<usize>]) -> bool {
    let text = context.document.text().as_str();
    let Some(place) = DocumentNode::of(context.document, own) else {
        return false;
    };
    let statement = match place.node.kind() {
        "expression_statement" => place.node.named_child(0).map(|node| place.with(node)),
        _ => Some(place),
    };
    let Some(statement) = statement.filter(|_| has_own_lines(text, own)) else {
        return false;
    };
    let field = |name: &str| statement.node.child_by_field_name(name);
    let (name, evaluated): (_, Vec<Node<'_>>) = match statement.node.kind() {
        "assignment" => (
            field("left").filter(|left| left.kind() == "identifier"),
            [field("right"), field("type")]
                .into_iter()
                .flatten()
                .collect(),
        ),
        "function_definition" => (
            field("name"),
            [field("parameters"), field("return_type")]
                .into_iter()
                .flatten()
                .collect(),
        ),
        _ => return false,
    };
    let has_value = statement.node.kind() != "assignment" || field("right").is_some();
    let Some(name) = name.filter(|_| has_value) else {
        return false;
    };
    let is_plain = |node: &Node<'_>| match node.kind() {
        "parameters" | "type" => !contains(*node, &["call", "lambda", "await", "named_expression"]),
        _ => !nodes_in(*node).any(|node| node.is_named() && !PLAIN.contains(&node.kind())),
    };
    let occurrences = context
        .names()
        .of_name(context.text(statement.with(name).range()));
    let is_needed_before = occurrences.iter().any(|occurrence| {
        is_within(&occurrence.range(), gone) && occurrence.range().start < own.start
    });
    bindings(&occurrences).count() == 1
        && !is_needed_before
        && evaluated.iter().all(is_plain)
        && evaluated
            .iter()
            .all(|value| is_settled(context, statement.with(*value), gone))
}

/// Whether all that is read is what it was before any of those ran.
fn is_settled(context: &Context<'_>, value: DocumentNode<'_>, gone: &[Range<usize>]) -> bool {
    let looks_into = contains(value.node, LOOKS_INTO);
    !nodes_in(value.node).any(|node| {
        let read = value.with(node);
        if node.kind() != "identifier" || read.is("attribute") {
            return false;
        }
        let occurrences = context.names().of_name(context.text(read.range()));
        let mut bound = bindings(&occurrences);
        match (bound.next(), bound.next()) {
            (None, _) => false,
            (Some(binding), None) => {
                let mut all = occurrences.iter();
                is_within(&binding.range(), gone)
                    || looks_into
                        && !is_immutable(binding.place)
                        && all.any(|occurrence| is_within(&occurrence.range(), gone))
            }
            _ => true,
        }
    })
}

/// The places that bind a name of the module.
fn bindings<'n, 'a>(occurrences: &'n [Occurrence<'a>]) -> impl Iterator<Item = &'n Occurrence<'a>> {
    occurrences
        .iter()
        .filter(|occurrence| match occurrence.role {
            Role::Bind | Role::Import => is_of_module(occurrence.place),
            Role::Read | Role::Annotation => false,
        })
}

/// Whether it is bound for the module, not for a function, a class or a comprehension.
fn is_of_module(place: DocumentNode<'_>) -> bool {
    let is_name = |node: DocumentNode<'_>| {
        let definition = ["function_definition", "class_definition"];
        place.is("name") && definition.contains(&node.node.kind())
    };
    let parent = place.parent();
    if parent.is_some_and(|node| node.node.kind() == "global_statement") {
        return true;
    }
    let named = parent.filter(|node| is_name(*node));
    let mut around = match named {
        Some(definition) => definition.parent(),
        None => parent,
    };
    while let Some(node) = around {
        match node.node.kind() {
            "function_definition" | "class_definition" | "lambda" | "for_in_clause" => {
                return false;
            }
            _ => around = node.parent(),
        }
    }
    true
}

/// Whether a number or a string is bound there.
fn is_immutable(place: DocumentNode<'_>) -> bool {
    let value = place
        .parent()
        .filter(|node| node.node.kind() == "assignment")
        .and_then(|node| node.node.child_by_field_name("right"));
    value.is_some_and(|value| {
        matches!(
            value.kind(),
            "integer" | "float" | "string" | "concatenated_string" | "true" | "false" | "none"
        )
    })
}
