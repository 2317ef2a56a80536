//! A statement with lines of its own, moved above another one.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::text_lines::{has_own_lines, line_start, next_line};
use crate::rules::Context;
use crate::text::Edit;

/// Moves the one above the other, which has the same indentation; `None` if one shares its lines.
pub(super) fn moved_up(
    context: &Context<'_>,
    node: DocumentNode<'_>,
    above: DocumentNode<'_>,
) -> Option<Vec<Edit>> {
    let lines = whole_lines(context, node)?;
    let at = whole_lines(context, above)?.start;
    Some(vec![
        Edit::insertion(at, context.text(lines.clone())),
        Edit {
            range: lines,
            content: String::new(),
        },
    ])
}

/// All lines of a statement, the last line break included; `None` if it shares them.
pub(super) fn whole_lines(
    context: &Context<'_>,
    statement: DocumentNode<'_>,
) -> Option<Range<usize>> {
    let text = context.document.text().as_str();
    let range = statement.range();
    let start = line_start(text, range.start);
    let indent = text.get(start..range.start)?;
    let has_lines = indent.trim().is_empty() && has_own_lines(text, &(start..range.end));
    let end = next_line(text, range.end);
    (has_lines && text[..end].ends_with(['\n', '\r'])).then_some(start..end)
}
