//! One top-level statement: its own text, its own tree, and what was found in it, each computed once.

use std::cell::OnceCell;
use std::fmt;
use std::sync::OnceLock;

use tree_sitter::{Node, Tree};

use super::ast::Block;
use super::lower::lower;
use super::marks::{Mark, Marks};
use super::member_parts::{MemberParts, is_cut_alike};
use super::members::OwnerKind;
use super::nodes::NodeTable;
use super::parse;
use super::queries::QueryResults;
use crate::work_counts;

/// Why a statement was not looked at, and what to do.
pub(crate) const UNREAD: &str =
    "longer than 1 MB, or more than 100 levels deep; move data into a file of its own";

/// The tree of a shorter statement is made again when somebody asks for it, in less than a millisecond: it takes ten
/// times as much memory as the text.
const MIN_KEPT_TREE_BYTES: usize = 1 << 12;

/// The text of one top-level statement, with its syntax. All positions in it count from its own start.
///
/// It never changes: an edit replaces it, so what is derived from it can be kept in it.
pub struct Chunk {
    text: Box<str>,
    /// Nobody will edit it.
    is_read_only: bool,
    /// The tree of the text before the last edit, with that edit noted in it.
    before: Option<Tree>,
    tree: OnceLock<Option<Tree>>,
    /// It was another one: whoever types goes on where he is, and what can be cut is.
    is_edited: bool,
    /// The parts of the text before the last edit.
    parts_before: Option<MemberParts>,
    parts: OnceLock<Option<MemberParts>>,
    lowered: OnceLock<Block>,
    is_too_long: OnceLock<bool>,
    is_given_up: OnceLock<()>,
    is_broken: OnceLock<()>,
    nodes: OnceLock<Option<NodeTable>>,
    marks: Marks,
    found: OnceLock<Box<QueryResults>>,
}

impl Chunk {
    /// A chunk of its own.
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            is_read_only: false,
            before: None,
            tree: OnceLock::new(),
            is_edited: false,
            parts_before: None,
            parts: OnceLock::new(),
            lowered: OnceLock::new(),
            is_too_long: OnceLock::new(),
            is_given_up: OnceLock::new(),
            is_broken: OnceLock::new(),
            nodes: OnceLock::new(),
            marks: Marks::default(),
            found: OnceLock::new(),
        }
    }

    /// A chunk of a text that nobody will edit.
    pub(super) fn read_only(text: &str) -> Self {
        Self {
            is_read_only: true,
            ..Self::new(text)
        }
    }

    /// The chunk that an edit turns this one into; parts of the tree are used again.
    pub(super) fn edited(&self, text: &str) -> Self {
        let tree = match self.tree.get() {
            Some(tree) => tree.as_ref(),
            None => self.before.as_ref(),
        };
        // One with errors is of little use: what comes out of it is not what comes out without it.
        let tree = tree.filter(|tree| !tree.root_node().has_error());
        Self {
            before: tree.map(|tree| parse::edited(tree, (&self.text, text), b"")),
            is_edited: true,
            parts_before: match self.parts.get() {
                Some(parts) => parts.clone(),
                None => self.parts_before.clone(),
            },
            marks: self.marks.edited(&self.text, text),
            ..Self::new(text)
        }
    }

    /// Whether the statement is too long or too deep to be parsed, or was too much for the parser.
    pub(crate) fn is_unread(&self) -> bool {
        let is_too_long = || !parse::is_parsed(&self.text);
        *self.is_too_long.get_or_init(is_too_long) || self.is_given_up.get().is_some()
    }

    /// Whether something in it is no Python, as far as its parts tell, or it is not parsed.
    pub(crate) fn is_broken(&self) -> bool {
        self.block();
        self.is_unread() || self.is_broken.get().is_some()
    }

    /// Whether a tree is dropped when it was gone through.
    fn drops_tree(&self) -> bool {
        let is_cheap = self.is_read_only || self.text.len() < MIN_KEPT_TREE_BYTES;
        is_cheap && self.tree.get().is_none()
    }

    /// What the statement does; nothing when it is not parsed.
    pub(crate) fn block(&self) -> &Block {
        self.lowered.get_or_init(|| {
            let dropped = OnceCell::new();
            let (block, parts) = self.lower(|| match self.drops_tree() {
                true => dropped.get_or_init(|| self.parse()).as_ref(),
                false => self.tree(),
            });
            if !self.is_read_only {
                let _ = self.parts.set(parts);
            }
            block
        })
    }

    /// What the statement does, from the tree of the whole or from those of its parts; those of a class are for edits.
    fn lower<'t>(&self, whole: impl Fn() -> Option<&'t Tree>) -> (Block, Option<MemberParts>) {
        let before = self.parts_before.as_ref();
        let cut = |kind| {
            let parts = MemberParts::of(&self.text, kind, b"", before)?;
            let block = parts.lower(0)?;
            if parts.is_broken() {
                let _ = self.is_broken.set(());
            }
            Some((block, Some(parts)))
        };
        if self.is_unread() {
            return (Block::new(), None);
        }
        if !self.is_read_only
            && let Some(class) = cut(OwnerKind::Class)
        {
            return class;
        }
        if self.is_edited
            && let Some(function) = cut(OwnerKind::Function)
        {
            return function;
        }
        let tree = whole();
        let block = tree.map_or_else(Block::new, |tree| lower(tree.root_node(), &self.text));
        let is_broken = parse::is_broken(tree);
        if is_broken {
            let _ = self.is_broken.set(());
        }
        let is_alike = !is_broken && is_cut_alike(&self.text, b"", &block);
        let cut_class = || self.is_read_only.then(|| cut(OwnerKind::Class)).flatten();
        debug_assert!(
            !is_alike || work_counts::uncounted(cut_class).is_none_or(|(class, _)| class == block),
            "in parts it is something else: {}",
            self.text
        );
        if !is_alike
            && !self.is_edited
            && let Some(parts) = cut_class().or_else(|| cut(OwnerKind::Function))
        {
            return parts;
        }
        if tree.is_none() {
            let _ = self.is_given_up.set(());
        }
        (block, None)
    }

    /// Whether its text has this mark.
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.marks.has(mark, &self.text)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nodes of the tree, for whoever goes through it in all directions; `None` if there is none.
    pub fn nodes(&self) -> Option<&NodeTable> {
        let made = self.nodes.get_or_init(|| {
            if self.drops_tree() {
                return self.parse().as_ref().map(NodeTable::of);
            }
            self.tree().map(NodeTable::of)
        });
        made.as_ref()
    }

    /// The root of the tree; `None` when the text is too long or too deep, or would take too long, to be parsed.
    pub fn root(&self) -> Option<Node<'_>> {
        self.tree().map(Tree::root_node)
    }

    fn tree(&self) -> Option<&Tree> {
        self.tree.get_or_init(|| self.parse()).as_ref()
    }

    fn parse(&self) -> Option<Tree> {
        parse::parse(&self.text, self.before.as_ref())
    }

    /// What the queries found in it.
    pub(super) fn found(&self) -> &QueryResults {
        self.found.get_or_init(Box::default)
    }
}

impl fmt::Debug for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chunk").field(&self.text).finish()
    }
}
