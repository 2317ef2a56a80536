//! Parsing a chunk: bounded in time by the text alone, and the same whatever was parsed before.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ops::ControlFlow;

use super::Document;
use super::source::{member_source, source};
use crate::text::difference;
use crate::work_counts;
use tree_sitter::{InputEdit, ParseOptions, ParseState, Parser, Point, Tree};

/// A longer chunk is not parsed.
const MAX_CHUNK_BYTES: usize = 1 << 20;
/// A shorter one cannot have a hundred lines that are each deeper than a hundred columns.
const MIN_DEEP_CHUNK_BYTES: usize = 10_000;
/// The parser gets the text in pieces of this size.
const READ_PIECE_BYTES: usize = 1 << 12;

thread_local! {
    static PARSER: RefCell<Option<Parser>> = RefCell::new(parser());
}

fn parser() -> Option<Parser> {
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    parser.set_language(&language).is_ok().then_some(parser)
}

/// Whether a text is one that is parsed.
pub(super) fn is_parsed(text: &str) -> bool {
    text.len() <= MAX_CHUNK_BYTES && (text.len() < MIN_DEEP_CHUNK_BYTES || !is_too_deep(text))
}

/// Whether some statement of a module is not parsed and may do something: what calls nothing is data.
pub(crate) fn has_unread_code(module: &str) -> bool {
    let may_be = module.len() > MAX_CHUNK_BYTES
        || module.len() >= MIN_DEEP_CHUNK_BYTES && is_too_deep(module);
    if !may_be {
        return false;
    }
    let calls = |text: &str| {
        let pairs = text.as_bytes().windows(2);
        pairs.into_iter().any(|pair| {
            pair[1] == b'('
                && (pair[0].is_ascii_alphanumeric() || matches!(pair[0], b'_' | b')' | b']'))
        })
    };
    let document = Document::new(module.to_owned());
    let mut unread = document
        .statements()
        .iter()
        .map(|statement| statement.chunk.text());
    unread.any(|text| !is_parsed(text) && calls(text))
}

/// Whether there is no tree, or one with something in it that is no Python.
pub(super) fn is_broken(tree: Option<&Tree>) -> bool {
    tree.is_none_or(|tree| tree.root_node().has_error())
}

/// Parses a text, with the help of an older tree in which the edits since then are noted.
pub(super) fn parse(text: &str, before: Option<&Tree>) -> Option<Tree> {
    if !is_parsed(text) {
        return None;
    }
    parse_source(&source(text), before)
}

/// The same of a statement in a body, and the lines behind it, before which that much stands on its lines; and of a head
/// with this behind it in the place of its body.
pub(super) fn parse_member(
    text: &str,
    (indent, body): (&[u8], &[u8]),
    before: Option<&Tree>,
) -> Option<Tree> {
    let mut source = member_source(text, indent);
    if !body.is_empty() {
        source.to_mut().extend(body);
    }
    parse_source(&source, before)
}

fn parse_source(source: &[u8], before: Option<&Tree>) -> Option<Tree> {
    work_counts::count(|work| work.parsed += source.len());
    // What recovery from errors does depends on the older tree, so it starts afresh.
    before
        .and_then(|before| run(source, Some(before)))
        .filter(|tree| !tree.root_node().has_error())
        .or_else(|| run(source, None))
        .filter(|tree| !is_jammed(tree))
}

/// Parses in a time that is bounded by the length of the source; that of Python code never comes near.
fn run(source: &[u8], before: Option<&Tree>) -> Option<Tree> {
    // Progress is reported every hundred steps, pieces are read again when the parser has looked far ahead.
    let mut reports = 10_000 + source.len() / 4;
    let reads = Cell::new(1_000 + source.len() / READ_PIECE_BYTES * 64);
    let mut progress = |_: &ParseState| match reports.checked_sub(1) {
        Some(left) => {
            reports = left;
            ControlFlow::Continue(())
        }
        None => ControlFlow::Break(()),
    };
    let mut read = |byte: usize, _: Point| {
        reads.set(reads.get().saturating_sub(1));
        let end = if reads.get() > 0 {
            byte + READ_PIECE_BYTES
        } else {
            0
        };
        source.get(byte..end.min(source.len())).unwrap_or_default()
    };
    PARSER.with_borrow_mut(|parser| {
        let parser = parser.as_mut()?;
        let options = ParseOptions::new().progress_callback(&mut progress);
        let tree = parser.parse_with_options(&mut read, before, Some(options));
        // Otherwise the parser would go on with a text that was given up.
        parser.reset();
        tree.filter(|_| reads.get() > 0)
    })
}

/// The older tree with the change from its text to the new one noted in it; that much stands before statements of it.
pub(super) fn edited(tree: &Tree, (old, new): (&str, &str), indent: &[u8]) -> Tree {
    let (old, new) = (member_source(old, indent), member_source(new, indent));
    let (removed, inserted) = difference(&old, &new);
    let mut tree = tree.clone();
    tree.edit(&InputEdit {
        start_byte: removed.start,
        old_end_byte: removed.end,
        new_end_byte: inserted.end,
        start_position: point(&old, removed.start),
        old_end_position: point(&old, removed.end),
        new_end_position: point(&new, inserted.end),
    });
    tree
}

fn point(source: &[u8], byte: usize) -> Point {
    let before = &source[..byte];
    let row = memchr::memchr_iter(b'\n', before).count();
    let column = byte - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    Point { row, column }
}

/// Whether queries cannot go through a tree in reasonable time: it is nested deeper than Python itself allows, or recovery
/// from errors left a heap of tokens, as for a thousand unclosed brackets.
fn is_jammed(tree: &Tree) -> bool {
    /// Python allows a hundredth.
    const MAX_TREE_DEPTH: usize = 5_000;
    /// What stands side by side without a name in real code is a few brackets and commas.
    const MAX_TOKENS: usize = 1_000;
    let root = tree.root_node();
    // No byte nests more than two nodes.
    if !root.has_error() && root.end_byte() < MAX_TREE_DEPTH / 2 {
        return false;
    }
    let mut cursor = root.walk();
    let (mut depth, mut tokens) = (0, 0);
    loop {
        let is_token = !cursor.node().is_named();
        tokens = if is_token { tokens + 1 } else { 0 };
        if tokens > MAX_TOKENS || depth > MAX_TREE_DEPTH {
            return true;
        }
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
            depth -= 1;
        }
    }
}

/// Whether lines are indented to more depths than the grammar's scanner can keep (Python itself allows 100).
fn is_too_deep(text: &str) -> bool {
    /// As many as Python allows.
    const MAX_INDENT_LEVELS: usize = 100;
    let bytes = text.as_bytes();
    // More blanks than that in a row stand at one of these bytes, too.
    let mut sample = (0..bytes.len()).step_by(MAX_INDENT_LEVELS + 1);
    if !sample.any(|at| blanks_around(bytes, at) > MAX_INDENT_LEVELS) {
        return false;
    }
    let depths = bytes
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(|line| line.iter().take_while(|byte| is_blank(**byte)).count())
        .filter(|depth| *depth > MAX_INDENT_LEVELS);
    depths.collect::<HashSet<_>>().len() > MAX_INDENT_LEVELS
}

/// How many blanks in a row the byte at this place is one of.
fn blanks_around(bytes: &[u8], at: usize) -> usize {
    let (before, after) = bytes.split_at(at);
    let blanks = after.iter().take_while(|byte| is_blank(**byte)).count();
    match blanks {
        0 => 0,
        _ => {
            blanks
                + before
                    .iter()
                    .rev()
                    .take_while(|byte| is_blank(**byte))
                    .count()
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}
