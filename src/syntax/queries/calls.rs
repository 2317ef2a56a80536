//! The calls of a statement.

use std::ops::Range;
use std::sync::LazyLock;

use tree_sitter::Node;

use super::query_bindings::{Bound, captures};
use crate::syntax::Chunk;

captures!(
    Capture,
    "calls.scm",
    Whole = "call.whole",
    Function = "call.function",
    Arguments = "call.arguments",
);

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// All of it.
    pub range: Range<usize>,
    /// The expression that is called.
    pub function: Range<usize>,
    /// Its arguments.
    pub arguments: Vec<CallArgument>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallArgument {
    /// `f(value)`.
    Positional(Range<usize>),
    /// `f(name=value)`.
    Keyword {
        /// The name.
        name: Box<str>,
        /// The value.
        value: Range<usize>,
    },
    /// `f(*values)`, with the star.
    Values(Range<usize>),
    /// `f(**pairs)`, with the stars.
    Pairs(Range<usize>),
}

pub(super) fn find(chunk: &Chunk) -> Box<[Call]> {
    let mut calls = Vec::new();
    QUERY.each(chunk, |found| {
        let whole = found.get(Capture::Whole);
        let function = found.get(Capture::Function);
        let arguments = found.get(Capture::Arguments);
        if let (Some(whole), Some(function), Some(arguments)) = (whole, function, arguments) {
            calls.push(Call {
                range: whole.byte_range(),
                function: function.byte_range(),
                arguments: read(arguments, chunk.text()),
            });
        }
    });
    calls.sort_by_key(|call| (call.range.start, call.range.end));
    calls.into()
}

fn read(arguments: Node<'_>, text: &str) -> Vec<CallArgument> {
    if arguments.kind() != "argument_list" {
        return vec![CallArgument::Positional(arguments.byte_range())];
    }
    let mut cursor = arguments.walk();
    arguments
        .named_children(&mut cursor)
        .filter(|node| !node.is_extra() && !node.is_error())
        .filter_map(|node| argument(node, text))
        .collect()
}

fn argument(node: Node<'_>, text: &str) -> Option<CallArgument> {
    let range = node.byte_range();
    Some(match node.kind() {
        "keyword_argument" => CallArgument::Keyword {
            name: text[node.child_by_field_name("name")?.byte_range()].into(),
            value: node.child_by_field_name("value")?.byte_range(),
        },
        "list_splat" => CallArgument::Values(range),
        "dictionary_splat" => CallArgument::Pairs(range),
        _ => CallArgument::Positional(range),
    })
}
