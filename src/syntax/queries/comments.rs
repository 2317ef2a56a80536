//! The comments of a statement.

use std::ops::Range;
use std::sync::LazyLock;

use super::query_bindings::{Bound, captures};
use crate::syntax::Chunk;

captures!(Capture, "comments.scm", Text = "comment.text");

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the last byte that is not blank.
    pub range: Range<usize>,
}

pub(super) fn find(chunk: &Chunk) -> Box<[Comment]> {
    let mut comments = Vec::new();
    QUERY.each(chunk, |found| {
        let nodes = found.iter().filter(|(name, _)| *name == Capture::Text);
        for (_, node) in nodes {
            lines(chunk.text(), node.byte_range(), &mut comments);
        }
    });
    comments.into()
}

/// A long run of comment lines is one node.
fn lines(text: &str, node: Range<usize>, comments: &mut Vec<Comment>) {
    let mut at = node.start;
    for line in text[node].split_inclusive(['\n', '\r']) {
        let start = at + line.find('#').unwrap_or(line.len());
        let end = at + line.trim_end().len();
        if start < end {
            comments.push(Comment { range: start..end });
        }
        at += line.len();
    }
}
