//! The lines of statements that go elsewhere, apart from those that stay.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::module_exports::Placement;
use super::statement_lines::further_in;
use super::text_lines::{attached, has_own_lines, line_end, line_start, next_line};
use super::top_level::Statement;
use crate::rules::Context;

/// Statements that follow each other: the lines of those that go, and of those that stay.
pub(super) struct StatementSplit {
    /// From the comments above the first one to the end of the last one's line.
    pub(super) range: Range<usize>,
    /// The lines that stay, in their order; empty if none does.
    pub(super) staying: String,
    /// The lines that go, further in by the step; the first one is not.
    pub(super) inner: String,
}

impl StatementSplit {
    /// Parts the lines of these statements, of which the first goes; `None` if others share them.
    pub(super) fn of(
        context: &Context<'_>,
        statements: &[Statement<'_>],
        parts: &[Placement],
        step: &str,
    ) -> Option<Self> {
        let text = context.document.text().as_str();
        let whole = statements.first()?.0.start..statements.last()?.0.end;
        let broken = DocumentNode::of(context.document, &(whole.start..whole.start))?;
        let starts_line = line_start(text, whole.start) == whole.start;
        if !starts_line || !has_own_lines(text, &whole) || broken.node.has_error() {
            return None;
        }
        let range = attached(text, whole.start)..line_end(text, whole.end);
        let mut segments: Vec<(Range<usize>, Placement)> = Vec::new();
        let mut start = range.start;
        for ((own, _), part) in statements.iter().zip(parts) {
            let end = next_line(text, own.end).min(range.end);
            match segments.last_mut() {
                Some((last, same)) if same == part => last.end = end,
                _ => segments.push((start..end, *part)),
            }
            start = end;
        }
        let (mut staying, mut inner) = (String::new(), String::new());
        for (segment, part) in segments {
            let lines = match part {
                Placement::Stays => &mut staying,
                Placement::Goes | Placement::Fixed => &mut inner,
            };
            let code = text[segment.clone()].trim_start_matches(['\n', '\r']);
            let blank = segment.start..segment.end - code.len();
            if !lines.is_empty() {
                lines.push_str(&text[blank.clone()]);
            }
            if part == Placement::Stays {
                lines.push_str(code);
                continue;
            }
            if !lines.is_empty() {
                lines.push_str(step);
            }
            lines.push_str(&further_in(
                context.document,
                &(blank.end..segment.end),
                step,
            ));
        }
        for lines in [&mut staying, &mut inner] {
            lines.truncate(lines.trim_end_matches(['\n', '\r']).len());
        }
        Some(Self {
            range,
            staying,
            inner,
        })
    }
}
