//! Takes a definition out of where it stands, so that it can stand at the left margin.

use super::document_node::{DocumentNode, contains_long_string};
use super::text_lines::{is_blank, line_start};
use crate::rules::Context;
use crate::text::Edit;

/// Takes the lines of a definition out; its text at the left margin.
pub(super) fn cut(
    context: &Context<'_>,
    definition: DocumentNode<'_>,
) -> Option<(Vec<Edit>, String)> {
    cut_as(context, definition, context.text(definition.range()))
}

/// The same, where the definition is to be written like this.
pub(super) fn cut_as(
    context: &Context<'_>,
    definition: DocumentNode<'_>,
    written: &str,
) -> Option<(Vec<Edit>, String)> {
    let text = context.document.text().as_str();
    let range = definition.range();
    let line = line_start(text, range.start);
    let indent = text.get(line..range.start)?;
    let ends_line = text[range.end..].starts_with(['\n', '\r']);
    let others = definition.sibling(true).or(definition.sibling(false));
    if contains_long_string(definition.node) {
        return None;
    }
    if !indent.chars().all(is_blank) || !ends_line || others.is_none() {
        return None;
    }
    let newline = context.style().newline;
    let moved: Vec<&str> = written
        .split(newline)
        .map(|line| line.strip_prefix(indent).unwrap_or(line))
        .collect();
    let moved = format!("{}{newline}{newline}{newline}", moved.join(newline));
    let next = text[range.end..]
        .find(|c: char| !matches!(c, '\n' | '\r'))
        .map_or(text.len(), |at| range.end + at);
    let edit = Edit {
        range: line..line_start(text, next),
        content: String::new(),
    };
    Some((vec![edit], moved))
}
