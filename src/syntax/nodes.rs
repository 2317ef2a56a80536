//! The nodes of a parsed statement in a table: what is around a node, in it and beside it is found without a search.
//!
//! The parser's own nodes know none of that: each question goes through the tree from its root, and through all that
//! stands before the node in its block.

use std::ops::Range;

use tree_sitter::Tree;

use super::grammar_names::grammar_names;
use crate::work_counts;

/// What stands for no node.
const NO_NODE: u32 = u32::MAX;

/// The nodes of a tree, each before those in it, in the order of the text.
pub struct NodeTable {
    nodes: Box<[NodeEntry]>,
}

struct NodeEntry {
    start: u32,
    end: u32,
    parent: u32,
    /// The node before it that has the same parent.
    before: u32,
    /// The first node behind it that is not in it.
    behind: u32,
    named_children: u32,
    kind: u16,
    /// What it is of its parent; zero if that has no name.
    field: u16,
    is_named: bool,
    is_extra: bool,
    has_error: bool,
    /// It has more than one line.
    has_lines: bool,
}

impl NodeTable {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut nodes: Vec<NodeEntry> = Vec::with_capacity(tree.root_node().descendant_count());
        let mut cursor = tree.walk();
        let mut around: Vec<u32> = Vec::new();
        let mut before = NO_NODE;
        loop {
            let node = cursor.node();
            let at = number(nodes.len());
            let parent = around.last().copied().unwrap_or(NO_NODE);
            if let Some(parent) = nodes.get_mut(parent as usize) {
                parent.named_children += u32::from(node.is_named());
            }
            nodes.push(NodeEntry {
                start: number(node.start_byte()),
                end: number(node.end_byte()),
                parent,
                before,
                behind: at + 1,
                named_children: 0,
                kind: node.kind_id(),
                field: cursor.field_id().map_or(0, std::num::NonZero::get),
                is_named: node.is_named(),
                is_extra: node.is_extra(),
                has_error: node.has_error(),
                has_lines: node.end_position().row > node.start_position().row,
            });
            if cursor.goto_first_child() {
                around.push(at);
                before = NO_NODE;
                continue;
            }
            before = at;
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break;
                }
                let Some(parent) = around.pop() else { break };
                let behind = number(nodes.len());
                nodes[parent as usize].behind = behind;
                before = parent;
            }
            if around.is_empty() {
                break;
            }
        }
        Self {
            nodes: nodes.into_boxed_slice(),
        }
    }

    /// The node around all others.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { table: self, at: 0 }
    }

    /// The nodes that start in these bytes of the statement.
    pub(crate) fn starting_in(&self, range: Range<usize>) -> impl Iterator<Item = Node<'_>> {
        let first = self.first_from(range.start);
        let last = self.first_from(range.end);
        (first..last).map(|at| Node {
            table: self,
            at: number(at),
        })
    }

    /// The smallest named node around these bytes of the statement.
    pub(crate) fn around(&self, range: &Range<usize>) -> Node<'_> {
        let last = self.first_from(range.start + 1).saturating_sub(1);
        let mut node = Node {
            table: self,
            at: number(last),
        };
        // Between two nodes the one behind counts.
        while (node.end_byte() < range.end || node.end_byte() <= range.start || !node.is_named())
            && let Some(parent) = node.parent()
        {
            node = parent;
        }
        node
    }

    fn first_from(&self, byte: usize) -> usize {
        self.nodes
            .partition_point(|node| (node.start as usize) < byte)
    }
}

/// A chunk that is parsed is far shorter than what does not fit.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NO_NODE)
}

/// A node of a table.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    table: &'t NodeTable,
    at: u32,
}

impl<'t> Node<'t> {
    fn entry(self) -> &'t NodeEntry {
        &self.table.nodes[self.at as usize]
    }

    fn at(self, at: u32) -> Option<Self> {
        let is_one = (at as usize) < self.table.nodes.len();
        is_one.then_some(Self { at, ..self })
    }

    /// What the grammar calls it.
    pub(crate) fn kind(self) -> &'static str {
        grammar_names().kind(self.entry().kind)
    }

    /// Whether it is more than a word or a mark.
    pub(crate) fn is_named(self) -> bool {
        self.entry().is_named
    }

    /// Whether it may stand anywhere: a comment.
    pub(crate) fn is_extra(self) -> bool {
        self.entry().is_extra
    }

    /// Whether something in it could not be parsed.
    pub(crate) fn has_error(self) -> bool {
        self.entry().has_error
    }

    /// Whether it has more than one line.
    pub(crate) fn has_lines(self) -> bool {
        self.entry().has_lines
    }

    pub(crate) fn start_byte(self) -> usize {
        self.entry().start as usize
    }

    pub(crate) fn end_byte(self) -> usize {
        self.entry().end as usize
    }

    /// The node that it is directly in.
    pub(crate) fn parent(self) -> Option<Self> {
        self.at(self.entry().parent)
    }

    /// The nodes that are directly in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        let behind = self.entry().behind;
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            let here = (next < behind).then_some(Self { at: next, ..self })?;
            next = here.entry().behind;
            Some(here)
        })
    }

    /// Those of them that are more than words and marks.
    pub(crate) fn named_children(self) -> impl Iterator<Item = Self> {
        self.children().filter(|child| child.is_named())
    }

    /// How many of those there are.
    pub(crate) fn named_child_count(self) -> usize {
        self.entry().named_children as usize
    }

    /// One of those.
    pub(crate) fn named_child(self, at: usize) -> Option<Self> {
        self.named_children().nth(at)
    }

    /// The first node in it that has this part.
    pub(crate) fn child_by_field_name(self, field: &str) -> Option<Self> {
        let field = grammar_names().field_number(field)?;
        self.children().find(|child| child.entry().field == field)
    }

    /// Whether it is the first node of its parent that has this part.
    pub(crate) fn is_field(self, field: &str) -> bool {
        let number = grammar_names().field_number(field);
        let has = number == Some(self.entry().field);
        has && self
            .parent()
            .and_then(|parent| parent.child_by_field_name(field))
            == Some(self)
    }

    /// The part that it is of its parent.
    pub(crate) fn field(self) -> Option<&'static str> {
        grammar_names().field(self.entry().field)
    }

    /// The named node right behind it that has the same parent.
    pub(crate) fn next_named_sibling(self) -> Option<Self> {
        let end = self.parent()?.entry().behind;
        let mut next = self.entry().behind;
        while next < end {
            let here = Self { at: next, ..self };
            if here.is_named() {
                return Some(here);
            }
            next = here.entry().behind;
        }
        None
    }

    /// The one right before it.
    pub(crate) fn prev_named_sibling(self) -> Option<Self> {
        let mut here = self;
        loop {
            here = self.at(here.entry().before)?;
            if here.is_named() {
                return Some(here);
            }
        }
    }

    /// It, and all nodes in it, in the order of the text.
    pub(crate) fn all(self) -> impl Iterator<Item = Self> {
        NodesInside {
            next: self,
            visited: 0,
            behind: self.entry().behind,
        }
    }
}

/// Goes through a node and all nodes in it.
struct NodesInside<'t> {
    next: Node<'t>,
    visited: usize,
    behind: u32,
}

impl<'t> Iterator for NodesInside<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let here = (self.next.at < self.behind).then_some(self.next)?;
        self.next.at += 1;
        self.visited += 1;
        Some(here)
    }
}

impl Drop for NodesInside<'_> {
    fn drop(&mut self) {
        work_counts::count(|work| work.nodes += self.visited);
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.table, other.table)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let range = self.start_byte()..self.end_byte();
        f.debug_tuple(self.kind()).field(&range).finish()
    }
}
