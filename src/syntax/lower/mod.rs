//! From a parsed statement to what it does: the tree of `ast`, built once for each chunk.

mod definitions;
mod expressions;
mod imports;
mod literals;
mod patterns;
mod statements;

use std::sync::Arc;

use tree_sitter::Node;

use super::ast::{Block, Name, Span};
use crate::limits::reached;

/// Deeper nesting than this is not looked into; real code stays far below.
const MAX_NESTING: u32 = 150;

/// Lowers what a chunk's tree holds.
pub(super) fn lower(root: Node<'_>, text: &str) -> Block {
    Lowering {
        text,
        origin: 0,
        depth: 0,
        yields: false,
    }
    .block(root)
}

/// Lowers statements of a body that many levels deep, whose text starts at this byte from where spans count; and whether
/// there is a `yield` in them.
pub(super) fn lower_members(root: Node<'_>, text: &str, start: u32, depth: u32) -> (Block, bool) {
    let mut lowering = Lowering {
        text,
        origin: 0_u32.wrapping_sub(start),
        depth,
        yields: false,
    };
    (lowering.block(root), lowering.yields)
}

struct Lowering<'t> {
    text: &'t str,
    /// The byte from which spans count.
    origin: u32,
    depth: u32,
    /// Whether a `yield` was seen in the function that is being lowered.
    yields: bool,
}

impl<'t> Lowering<'t> {
    fn text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    fn span(&self, node: Node<'_>) -> Span {
        Span {
            start: offset(node.start_byte()).wrapping_sub(self.origin),
            end: offset(node.end_byte()).wrapping_sub(self.origin),
        }
    }

    fn name(&self, node: Node<'_>) -> Name {
        Arc::from(self.text(node))
    }

    /// A dotted name without the blanks and line continuations that may stand in it.
    fn dotted(&self, node: Node<'_>) -> Name {
        let text = self.text(node);
        if text
            .bytes()
            .all(|byte| byte == b'.' || byte == b'_' || byte.is_ascii_alphanumeric())
        {
            return Arc::from(text);
        }
        let parts: Vec<&str> = children(node).map(|child| self.text(child)).collect();
        Arc::from(parts.join("."))
    }

    /// Runs `then` one level deeper, unless that is too deep.
    fn deeper<T>(&mut self, then: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_NESTING {
            reached("levels of nesting");
            return None;
        }
        self.depth += 1;
        let result = then(self);
        self.depth -= 1;
        Some(result)
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// The named children that are not comments or line continuations.
fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        while more {
            let child = cursor.node();
            more = cursor.goto_next_sibling();
            if child.is_named() && !child.is_extra() {
                return Some(child);
            }
        }
        None
    })
}

/// The children with this field name.
fn fields<'n>(node: Node<'n>, name: &'static str) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    node.children_by_field_name(name, &mut cursor)
        .filter(tree_sitter::Node::is_named)
        .collect()
}

fn field<'n>(node: Node<'n>, name: &str) -> Option<Node<'n>> {
    node.child_by_field_name(name)
}

/// Whether a token of this kind stands among the node's children.
fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| child.kind() == token)
}
