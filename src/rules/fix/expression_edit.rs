//! Edits that put another expression in the place of one.

use super::document_node::DocumentNode;
use crate::finding::{Applicability, Fix};
use crate::text::Edit;

/// A fix that replaces one expression.
pub(super) fn replaced(
    title: impl Into<String>,
    applicability: Applicability,
    imports: Vec<Edit>,
    place: DocumentNode<'_>,
    content: String,
) -> Fix {
    let mut edits = imports;
    edits.push(Edit {
        range: place.range(),
        content,
    });
    Fix::new(applicability, title, edits)
}

/// The expression in brackets, unless it stands where no operator can take a part of it away.
pub(super) fn bracketed(place: DocumentNode<'_>, content: String) -> String {
    let around = place.parent().map_or("", |parent| parent.node.kind());
    match around {
        "argument_list"
        | "assignment"
        | "default_parameter"
        | "dictionary"
        | "expression_statement"
        | "keyword_argument"
        | "list"
        | "pair"
        | "parenthesized_expression"
        | "return_statement"
        | "typed_default_parameter" => content,
        _ => format!("({content})"),
    }
}
