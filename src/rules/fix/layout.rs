//! Lines, indentation and line breaks around a statement, as the file has them.

use std::ops::Range;

/// A statement that has its lines to itself, but for a comment behind it.
pub(in crate::rules) struct Lines<'t> {
    /// What stands before it on its first line.
    pub(in crate::rules) indent: &'t str,
    /// The comment behind it, with the blanks before it; empty if there is none.
    pub(in crate::rules) comment: &'t str,
    /// The bytes from its start to the end of its last line, without the line break.
    pub(in crate::rules) range: Range<usize>,
    /// One step of indentation.
    pub(in crate::rules) step: &'static str,
    /// What ends a line.
    pub(in crate::rules) newline: &'static str,
}

impl<'t> Lines<'t> {
    /// The lines of a statement; `None` if it shares them with another one.
    pub(in crate::rules) fn of(text: &'t str, statement: &Range<usize>) -> Option<Self> {
        let start = text[..statement.start]
            .rfind(['\n', '\r'])
            .map_or(0, |at| at + 1);
        let indent = text
            .get(start..statement.start)?
            .trim_start_matches('\u{feff}');
        let rest = text.get(statement.end..)?;
        let comment = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let alone = indent.chars().all(|c| matches!(c, ' ' | '\t'))
            && (comment.trim().is_empty() || comment.trim_start().starts_with('#'));
        alone.then(|| Self {
            indent,
            comment: comment.trim_end(),
            range: statement.start..statement.end + comment.len(),
            step: step(text, indent),
            newline: newline(text),
        })
    }

    /// Lines joined, each but the first indented like the statement.
    pub(in crate::rules) fn join(&self, lines: &[String]) -> String {
        lines.join(&format!("{}{}", self.newline, self.indent))
    }
}

/// The step of indentation: a tab where the file indents by tabs, else as wide as the first
/// indented line after a colon.
fn step(text: &str, indent: &str) -> &'static str {
    if indent.starts_with('\t') || text.contains("\n\t") && !text.contains("\n  ") {
        return "\t";
    }
    let mut opened = false;
    for line in text.lines() {
        let width = line.len() - line.trim_start_matches(' ').len();
        if opened && !line.trim().is_empty() {
            return if width == 2 { "  " } else { "    " };
        }
        opened = width == 0 && line.trim_end().ends_with(':');
    }
    "    "
}

/// The line break of the file's first line.
pub(in crate::rules) fn newline(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}
