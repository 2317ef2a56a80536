//! The comments of a document, and which of its lines belong together.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use tree_sitter::Node;

use crate::syntax::Document;
use crate::text::{PositionEncoding, Text};

/// Where the comments are, and which lines make one statement. Lines count from 0.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    comments: Vec<Range<usize>>,
    /// Lines that brackets, strings and backslashes tie together: first and last, in order.
    joined: Vec<(usize, usize)>,
    /// Lines that end inside a string, or with a backslash.
    closed: BTreeSet<usize>,
    /// Lines with code on them.
    code: BTreeSet<usize>,
    /// The first line of code after the docstring.
    first: usize,
}

impl Layout {
    /// Looks at a whole document.
    pub fn of(document: &Document) -> Self {
        let text = document.text();
        let mut layout = Self::default();
        for statement in document.statements() {
            if let Some(root) = statement.chunk.root() {
                layout.collect(root, statement.start, text);
            }
            let comments = statement.chunk.comments().iter();
            let placed = comments.map(|comment| {
                statement.start + comment.range.start..statement.start + comment.range.end
            });
            layout.comments.extend(placed);
        }
        layout.merge();
        let comment_starts: BTreeSet<usize> =
            layout.comments.iter().map(|range| range.start).collect();
        layout.code = (0..text.line_count())
            .filter(|&line| {
                let range = text.line(line);
                let content = &text.as_str()[range.clone()];
                let indent = content.len() - content.trim_start().len();
                !content.trim().is_empty() && !comment_starts.contains(&(range.start + indent))
            })
            .collect();
        layout.first = layout.first_after_docstring(text);
        layout
    }

    /// Looks at a text that is not Python, and in which a `#` begins a comment: at the start of a line,
    /// and behind a blank if `behind` says so.
    pub fn of_lines(text: &Text, behind: bool) -> Self {
        let mut layout = Self::default();
        let mut goes_on = None;
        for line in 0..text.line_count() {
            let range = text.line(line);
            let content = text.as_str()[range.clone()].trim_end_matches(['\n', '\r']);
            let mut marks = content.match_indices('#').map(|(at, _)| at);
            let comment = marks.find(|at| {
                let before = &content[..*at];
                before.trim().is_empty() || behind && before.ends_with([' ', '\t'])
            });
            if let Some(at) = comment {
                let end = range.start + content.trim_end().len();
                layout.comments.push(range.start + at..end);
            }
            let code = &content[..comment.unwrap_or(content.len())];
            if !code.trim().is_empty() {
                layout.code.insert(line);
            }
            if let Some(first) = goes_on {
                layout.join(first, line);
            }
            goes_on = code.ends_with('\\').then_some(goes_on.unwrap_or(line));
            if goes_on.is_some() || !behind {
                layout.closed.insert(line);
            }
        }
        layout.merge();
        layout.first = layout.code.first().copied().unwrap_or(usize::MAX);
        layout
    }

    /// The bytes of every comment.
    pub fn comments(&self) -> &[Range<usize>] {
        &self.comments
    }

    /// The lines of the statement that a line belongs to (of its head, for a compound one).
    pub fn logical(&self, line: usize) -> RangeInclusive<usize> {
        let at = self.joined.partition_point(|(_, last)| *last < line);
        match self.joined.get(at) {
            Some((first, last)) if *first <= line => *first..=*last,
            _ => line..=line,
        }
    }

    /// What a comment alone on this line is for: the next statement, or the next line inside one.
    pub fn next(&self, line: usize) -> Option<RangeInclusive<usize>> {
        let next = *self.code.range(line + 1..).next()?;
        let inside = self.logical(line);
        if inside.start() != inside.end() {
            return (next <= *inside.end()).then_some(next..=next);
        }
        Some(self.logical(next))
    }

    /// Whether a comment can stand behind what is on this line.
    pub fn takes_comment(&self, line: usize) -> bool {
        !self.closed.contains(&line)
    }

    /// Whether the line is above the first statement, docstring not counted.
    pub fn is_above_code(&self, line: usize) -> bool {
        line < self.first
    }

    fn collect(&mut self, root: Node<'_>, base: usize, text: &Text) {
        let row = |byte: usize| text.position(base + byte, PositionEncoding::Utf8).line as usize;
        let mut brackets: Vec<(&str, usize)> = Vec::new();
        let mut cursor = root.walk();
        loop {
            let node = cursor.node();
            let kind = node.kind();
            let mut descend = true;
            match kind {
                "string" => {
                    let (first, last) = (row(node.start_byte()), row(node.end_byte()));
                    self.join(first, last);
                    self.closed.extend(first..last);
                    descend = false;
                }
                "line_continuation" => {
                    let line = row(node.start_byte());
                    self.join(line, line + 1);
                    self.closed.insert(line);
                }
                "(" | "[" | "{" => brackets.push((kind, row(node.start_byte()))),
                ")" | "]" | "}" => {
                    if brackets.last().is_some_and(|(open, _)| closes(open, kind))
                        && let Some((_, first)) = brackets.pop()
                    {
                        self.join(first, row(node.start_byte()));
                    }
                }
                _ => {}
            }
            if descend && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn join(&mut self, first: usize, last: usize) {
        if first < last {
            self.joined.push((first, last));
        }
    }

    fn merge(&mut self) {
        self.joined.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for &(first, last) in &self.joined {
            match merged.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        self.joined = merged;
    }

    fn first_after_docstring(&self, text: &Text) -> usize {
        let Some(&first) = self.code.first() else {
            return usize::MAX;
        };
        let content = text.as_str()[text.line(first)].trim_start();
        let quoted = content.trim_start_matches(|c: char| "rRuU".contains(c));
        if !quoted.starts_with(['"', '\'']) {
            return first;
        }
        let after = *self.logical(first).end() + 1;
        self.code
            .range(after..)
            .next()
            .copied()
            .unwrap_or(usize::MAX)
    }
}

fn closes(open: &str, close: &str) -> bool {
    matches!((open, close), ("(", ")") | ("[", "]") | ("{", "}"))
}
