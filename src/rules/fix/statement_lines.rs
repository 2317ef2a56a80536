//! Lines and indentation around statements: how to put something around them, before or behind them.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::style::Style;
use super::text_lines::{is_blank, line_start};
use crate::rules::Context;
use crate::syntax::Document;
use crate::text::Edit;

/// Statements that follow each other in a block, and what it takes to give them lines of their own.
pub(in crate::rules) struct StatementLines<'t> {
    text: &'t str,
    /// What indents their block.
    pub(in crate::rules) indent: String,
    /// One step further in.
    pub(in crate::rules) step: &'static str,
    pub(in crate::rules) newline: &'static str,
    /// From the first statement to the end of the last one's line, its comment included.
    range: Range<usize>,
    /// What is replaced with them: the blanks and the semicolons around them.
    replaced: Range<usize>,
    /// Line breaks that come instead of those.
    before: String,
    after: String,
    /// Opens the line of a block that starts behind its colon: `if x: first; these`.
    opening: Option<Edit>,
    /// Starts of lines that are inside a string.
    fixed: Vec<Range<usize>>,
}

impl<'t> StatementLines<'t> {
    /// The lines of the statements from the first to the last; `None` if they cannot be told apart.
    pub(in crate::rules) fn of(
        context: &'t Context<'_>,
        first: DocumentNode<'_>,
        last: DocumentNode<'_>,
    ) -> Option<Self> {
        let (text, style) = (context.document.text().as_str(), context.style());
        let (start, end) = (first.range().start, last.range().end);
        let line = line_start(text, start);
        let mut lines = Self {
            text,
            indent: String::new(),
            step: "",
            newline: style.newline,
            range: start..end,
            replaced: start..end,
            before: String::new(),
            after: String::new(),
            opening: None,
            fixed: strings(context.document, &(start..end)),
        };
        let prefix = text.get(line..start)?.trim_start_matches('\u{feff}');
        if prefix.chars().all(is_blank) {
            prefix.clone_into(&mut lines.indent);
        } else {
            lines.break_before(style, first)?;
        }
        lines.step = style.step(&lines.indent);
        lines.break_behind()?;
        Some(lines)
    }

    /// Starts a line before statements that stand behind a colon or a semicolon.
    fn break_before(&mut self, style: &Style, first: DocumentNode<'_>) -> Option<()> {
        let block = first.first_of_block()?;
        let opens = block.range().start;
        let line = line_start(self.text, opens);
        let prefix = self.text.get(line..opens)?;
        if prefix.trim_start_matches('\u{feff}').chars().all(is_blank) {
            prefix
                .trim_start_matches('\u{feff}')
                .clone_into(&mut self.indent);
        } else {
            let header = block.parent()?.parent()?.range().start;
            let line = line_start(self.text, header);
            let outer = self.text.get(line..header)?.trim_start_matches('\u{feff}');
            if !outer.chars().all(is_blank) || !prefix.trim_end().ends_with(':') {
                return None;
            }
            self.indent = format!("{outer}{}", style.step(outer));
        }
        let break_line = format!("{}{}", self.newline, self.indent);
        let behind = |start: usize, mark: char| {
            let before = self.text[..start].trim_end_matches(is_blank);
            before.ends_with(mark).then_some(before.len())
        };
        let start = self.range.start;
        if opens == start {
            self.replaced.start = behind(start, ':')?;
        } else {
            self.replaced.start = behind(start, ';')? - 1;
            if let Some(colon) = behind(opens, ':') {
                self.opening = Some(Edit {
                    range: colon..opens,
                    content: break_line.clone(),
                });
            }
        }
        self.before = break_line;
        Some(())
    }

    /// Ends the line behind statements that a semicolon follows, or takes the comment with them.
    fn break_behind(&mut self) -> Option<()> {
        let rest = self.text.get(self.range.end..)?;
        let rest = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let behind = rest.trim_start_matches(is_blank);
        let Some(more) = behind.strip_prefix(';') else {
            if behind.is_empty() || behind.starts_with('#') {
                self.range.end += rest.trim_end().len();
                self.replaced.end += rest.len();
                return Some(());
            }
            return None;
        };
        let next = more.trim_start_matches(is_blank);
        self.replaced.end += rest.len() - next.len();
        if next.starts_with('#') {
            "  ".clone_into(&mut self.after);
        } else if !next.is_empty() {
            self.after = format!("{}{}", self.newline, self.indent);
        }
        Some(())
    }

    /// Replaces the statements by these lines, each but the first to be indented like the block.
    fn replace(self, lines: &[String]) -> Vec<Edit> {
        let body = lines.join(&format!("{}{}", self.newline, self.indent));
        let edit = Edit {
            range: self.replaced,
            content: format!("{}{body}{}", self.before, self.after),
        };
        self.opening.into_iter().chain([edit]).collect()
    }

    /// Puts them under a header: `if x:`; `more` are the lines behind them.
    pub(in crate::rules) fn under(self, header: &str, more: &[String]) -> Vec<Edit> {
        let inner = shifted(self.text, &self.range, self.step, &self.fixed);
        let inner = format!("{}{inner}", self.step);
        let lines: Vec<String> = [header.to_owned(), inner]
            .into_iter()
            .chain(more.iter().cloned())
            .collect();
        self.replace(&lines)
    }

    /// Makes them the end of the block before; `None` if they share their lines.
    pub(in crate::rules) fn further_in(self) -> Option<Vec<Edit>> {
        let has_own_lines =
            self.before.is_empty() && self.after.is_empty() && self.opening.is_none();
        let inner = shifted(self.text, &self.range, self.step, &self.fixed);
        let line = format!("{}{inner}", self.step);
        has_own_lines.then(|| self.replace(&[line]))
    }

    /// Makes them the start of the block behind them, which has this header; `None` if they share their lines.
    pub(in crate::rules) fn at_start_of(&self, header: &str, own: &Range<usize>) -> Option<Edit> {
        let has_own_lines =
            self.before.is_empty() && self.after.is_empty() && self.opening.is_none();
        let between = self.text.get(self.range.end..own.start)?;
        let gap = between.strip_suffix(&*self.indent)?;
        let inner = shifted(self.text, &self.range, self.step, &self.fixed);
        let further = format!("{}{}", self.indent, self.step);
        (has_own_lines && gap.trim().is_empty()).then(|| Edit {
            range: self.range.start..own.end,
            content: format!("{header}{}{further}{inner}{gap}{further}", self.newline),
        })
    }

    /// Puts lines before them.
    pub(in crate::rules) fn after(mut self, lines: &[String]) -> Vec<Edit> {
        let lines = lines.join(&format!("{}{}", self.newline, self.indent));
        if self.before.is_empty() {
            let start = self.range.start;
            return vec![Edit::insertion(
                start,
                format!("{lines}{}{}", self.newline, self.indent),
            )];
        }
        // What follows may stay where it is.
        self.replaced.end = self.range.start;
        self.range.end = self.range.start;
        self.after = format!("{}{}", self.newline, self.indent);
        self.replace(&[lines])
    }

    /// Puts lines before them, in one edit with them, so that no other fix changes them at the same time.
    pub(in crate::rules) fn led_by(self, lines: &[String]) -> Vec<Edit> {
        let own = self.text[self.range.clone()].to_owned();
        let lines: Vec<String> = lines.iter().cloned().chain([own]).collect();
        self.replace(&lines)
    }

    /// Puts lines behind them; `None` if something follows on their last line.
    pub(in crate::rules) fn behind(&self, lines: &[String]) -> Option<Vec<Edit>> {
        let break_line = format!("{}{}", self.newline, self.indent);
        let content = format!("{break_line}{}", lines.join(&break_line));
        let at = self.range.end;
        (self.before.is_empty() && self.after.is_empty())
            .then(|| vec![Edit::insertion(at, content)])
    }
}

/// These lines further in by one step, but for what is inside of strings.
pub(in crate::rules) fn further_in(
    document: &Document,
    range: &Range<usize>,
    step: &str,
) -> String {
    let strings = strings(document, range);
    shifted(document.text().as_str(), range, step, &strings)
}

/// The lines after the first further in by `step`, unless they are blank or start in one of these strings.
fn shifted(text: &str, range: &Range<usize>, step: &str, strings: &[Range<usize>]) -> String {
    let mut result = String::new();
    let mut at = range.start;
    for line in line_starts(text, range) {
        result.push_str(&text[at..line]);
        let blank = text[line..range.end].starts_with(['\n', '\r']);
        if !blank && line < range.end && !starts_inside(strings, line) {
            result.push_str(step);
        }
        at = line;
    }
    result.push_str(&text[at..range.end]);
    result
}

/// Whether a line starts in one of these strings, which are in order; one may be in the braces of another.
fn starts_inside(strings: &[Range<usize>], line: usize) -> bool {
    let before = strings.partition_point(|string| string.start < line);
    let mut nearest = strings[..before].iter().rev();
    nearest.any(|string| line < string.end)
}

/// The starts of the lines after the first one.
fn line_starts(text: &str, range: &Range<usize>) -> Vec<usize> {
    let bytes = text.as_bytes();
    (range.start..range.end)
        .filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        })
        .map(|at| at + 1)
        .collect()
}

/// The strings of more than one line in these statements.
fn strings(document: &Document, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let first = document.statement_at(range.start).unwrap_or(0);
    let statements = document.statements().iter().skip(first);
    for statement in statements.take_while(|statement| statement.start < range.end) {
        let Some(nodes) = statement.chunk.nodes() else {
            continue;
        };
        let base = statement.start;
        let from = range.start.saturating_sub(base);
        // One that starts before them, and has more than one line, is around them.
        let around = nodes.around(&(from..from));
        let around = std::iter::successors(Some(around), |node| node.parent());
        let inside = nodes.starting_in(from..range.end - base);
        for node in around.chain(inside) {
            if node.has_lines() && node.kind() == "string" {
                found.push(base + node.start_byte()..base + node.end_byte());
            }
        }
    }
    found.sort_by_key(|string| string.start);
    found.dedup();
    found
}
