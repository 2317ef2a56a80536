//! Where a use stands: the statement, the block and the function around it.

use std::ops::Range;

use crate::model::surroundings::Origin;
use crate::rules::Context;
use crate::syntax::{Document, Node};

/// A node of a document's syntax.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::rules) struct DocumentNode<'a> {
    /// Where the top-level statement of the node starts in the document.
    pub(in crate::rules) base: usize,
    pub(in crate::rules) node: Node<'a>,
}

impl<'a> DocumentNode<'a> {
    /// The smallest node around these bytes, in a top-level statement without mistakes.
    pub(in crate::rules) fn of(document: &'a Document, range: &Range<usize>) -> Option<Self> {
        let at = document.statement_at(range.start)?;
        let top = document.statements().get(at)?;
        let (start, end) = (range.start - top.start, range.end.checked_sub(top.start)?);
        let nodes = top.chunk.nodes()?;
        if nodes.root().has_error() {
            return None;
        }
        let node = nodes.around(&(start..end));
        Some(Self {
            base: top.start,
            node,
        })
    }

    /// Another node of the same top-level statement.
    pub(in crate::rules) fn with(self, node: Node<'a>) -> Self {
        Self { node, ..self }
    }

    /// The bytes of the document.
    pub(in crate::rules) fn range(self) -> Range<usize> {
        self.base + self.node.start_byte()..self.base + self.node.end_byte()
    }

    /// The node around it.
    pub(in crate::rules) fn parent(self) -> Option<Self> {
        self.node.parent().map(|node| self.with(node))
    }

    /// Whether it is that child of the node around it.
    pub(in crate::rules) fn is(self, field: &str) -> bool {
        self.node.is_field(field)
    }

    /// It and the nodes around it, up to the innermost statement, which is the last.
    pub(in crate::rules) fn up_to_statement(self) -> impl Iterator<Item = Self> {
        let mut next = Some(self);
        std::iter::from_fn(move || {
            let here = next?;
            next = if here.is_statement() {
                None
            } else {
                here.parent()
            };
            Some(here)
        })
    }

    /// The innermost statement around it.
    pub(in crate::rules) fn statement(self) -> Option<Self> {
        self.up_to_statement()
            .last()
            .filter(|last| last.is_statement())
    }

    /// Whether it is a statement.
    pub(in crate::rules) fn is_statement(self) -> bool {
        self.node.kind() != "case_clause"
            && self
                .node
                .parent()
                .is_some_and(|parent| matches!(parent.kind(), "block" | "module"))
    }

    /// The function whose body it is in.
    pub(in crate::rules) fn function(self) -> Option<Self> {
        let mut here = self;
        while let Some(parent) = here.parent() {
            match parent.node.kind() {
                "function_definition" if here.is("body") => return Some(parent),
                "class_definition" if here.is("body") => return None,
                _ => here = parent,
            }
        }
        None
    }

    /// Whether it stands in a class that a function defines, whose objects no other process can have.
    pub(in crate::rules) fn is_in_local_class(self) -> bool {
        let around = std::iter::successors(self.parent(), |place| place.parent());
        let mut kinds = around.map(|place| place.node.kind());
        kinds.any(|kind| kind == "class_definition")
            && kinds.any(|kind| kind == "function_definition")
    }

    /// The statement right before or after it in its block.
    pub(in crate::rules) fn sibling(self, forward: bool) -> Option<Self> {
        let mut node = self.node;
        loop {
            node = if forward {
                node.next_named_sibling()
            } else {
                node.prev_named_sibling()
            }?;
            if !node.is_extra() {
                return Some(self.with(node));
            }
        }
    }

    /// The statement right before or after it, which may be another one of the module; in a notebook that may
    /// be in another cell.
    pub(in crate::rules) fn neighbour(self, context: &Context<'a>, forward: bool) -> Option<Self> {
        let document = context.document;
        let sibling = self.sibling(forward);
        let is_of_module = self.parent()?.node.kind() == "module";
        if sibling.is_some() || !is_of_module || context.origin == Origin::Notebook {
            return sibling;
        }
        let here = document.statement_at(self.base)?;
        let at = if forward {
            here + 1
        } else {
            here.checked_sub(1)?
        };
        let top = document.statements().get(at)?;
        let root = top.chunk.nodes()?.root();
        if root.has_error() {
            return None;
        }
        let mut inner = root.named_children().filter(|child| !child.is_extra());
        let node = if forward { inner.next() } else { inner.last() }?;
        Some(Self {
            base: top.start,
            node,
        })
    }

    /// The first statement of its block.
    pub(in crate::rules) fn first_of_block(self) -> Option<Self> {
        let block = self.node.parent()?;
        let first = block.named_children().find(|child| !child.is_extra())?;
        Some(self.with(first))
    }

    /// Whether it stands in a string, between braces.
    pub(in crate::rules) fn is_interpolated(self) -> bool {
        self.up_to_statement()
            .any(|node| node.node.kind() == "interpolation")
    }
}

/// Whether a node of one of these kinds is in it, or is it.
pub(in crate::rules) fn contains(node: Node<'_>, kinds: &[&str]) -> bool {
    nodes_in(node).any(|here| kinds.contains(&here.kind()))
}

/// Whether a string in it has more than one line, which cannot be moved out.
pub(in crate::rules) fn contains_long_string(node: Node<'_>) -> bool {
    node.has_lines() && nodes_in(node).any(|here| here.has_lines() && here.kind() == "string")
}

/// It, and all nodes in it, in the order of the text.
pub(in crate::rules) fn nodes_in(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.all()
}
