//! A class or a function in parts: each statement of its body is parsed alone, and kept until an edit touches it.

use std::sync::{Arc, OnceLock};

use tree_sitter::Tree;

use super::ast::{Block, Function, Span, Stmt, StmtKind};
use super::lower::lower_members;
use super::members::{OwnerKind, members};
use super::parse;
use crate::work_counts;

/// The parts of a class or a function: its head, and each statement of its body.
#[derive(Clone)]
pub(super) struct MemberParts {
    parts: Vec<Arc<MemberPart>>,
}

struct MemberPart {
    text: Box<str>,
    /// What stands before it on its lines.
    indent: Box<[u8]>,
    /// What stands behind a head for the body.
    body: Box<[u8]>,
    /// It was another one: whoever types goes on where he is, and what is a function is cut.
    is_edited: bool,
    /// The tree of the text before the last edit, with that edit noted in it.
    before: Option<Tree>,
    tree: OnceLock<Option<Tree>>,
    is_broken: OnceLock<()>,
    /// The parts of the function before the last edit, where it is one, and those of now.
    inner_before: Option<MemberParts>,
    inner: OnceLock<Option<MemberParts>>,
    /// The function, where the part is just that, and its bytes in it.
    function: OnceLock<Option<(Span, Arc<Function>)>>,
}

impl MemberParts {
    /// The parts of a text before which that much stands on its lines, those that are as they were from before; `None`
    /// where it is nothing that can be cut.
    pub(super) fn of(
        text: &str,
        kind: OwnerKind,
        around: &[u8],
        before: Option<&Self>,
    ) -> Option<Self> {
        let members = members(text, kind, around)?;
        let ends = members.starts.iter().skip(1).copied().chain([text.len()]);
        let texts = members.starts.iter().zip(ends);
        let texts: Vec<&str> = texts.map(|(start, end)| &text[*start..end]).collect();
        let known = before.map_or(&[][..], |before| &before.parts);
        let is_known = |(known, text): &(&Arc<MemberPart>, &&str)| {
            *known.text == ***text && *known.indent == *members.indent
        };
        let same = known.iter().zip(&texts).skip(1);
        let same = same.take_while(is_known).count();
        let rest = (texts.len() - 1 - same).min(known.len().saturating_sub(1 + same));
        let last = known.iter().rev().zip(texts.iter().rev()).take(rest);
        let last = last.take_while(is_known).count();
        let moved = known.len().wrapping_sub(texts.len());
        let placeholder = [members.indent, b"pass\n"].concat();
        let parts = texts.iter().enumerate().map(|(at, text)| {
            let (indent, body): (&[u8], &[u8]) = match at {
                0 => (around, &placeholder),
                _ => (members.indent, b""),
            };
            let is_there =
                |there: &&Arc<MemberPart>| *there.indent == *indent && *there.body == *body;
            let there = match at {
                0 => known.first(),
                at if at <= same => known.get(at),
                at if at + last >= texts.len() => known.get(at.wrapping_add(moved)),
                at => known.get(at).filter(|_| moved == 0),
            };
            match there.filter(is_there) {
                Some(there) if *there.text == **text => Arc::clone(there),
                Some(there) => Arc::new(there.edited(text)),
                _ => Arc::new(MemberPart::new(text, indent, body)),
            }
        });
        Some(Self {
            parts: parts.collect(),
        })
    }

    /// Whether something in them, as far as they were lowered, is no Python.
    pub(super) fn is_broken(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| {
            let inner = || part.inner.get().and_then(Option::as_ref);
            part.is_broken.get().is_some() || inner().is_some_and(Self::is_broken)
        })
    }

    /// What it does, that many levels deep; `None` if its head is broken.
    pub(super) fn lower(&self, depth: u32) -> Option<Block> {
        let (head, rest) = self.parts.split_first()?;
        let (mut block, _) = lower_members(head.tree()?.root_node(), &head.text, 0, depth);
        let whole = block.last_mut()?;
        let mut start = offset(head.text.len());
        match &mut whole.kind {
            StmtKind::Class(class) => {
                let body = &mut Arc::get_mut(class)?.body;
                take_placeholder(body)?;
                for part in rest {
                    part.lower(start, depth + 1, body);
                    start += offset(part.text.len());
                }
                whole.span.end = body.last().map_or(whole.span.end, |last| last.span.end);
            }
            StmtKind::Function(function) => {
                let Function { body, lazy, .. } = Arc::get_mut(function)?;
                start -= whole.span.start;
                take_placeholder(body)?;
                for part in rest {
                    *lazy |= part.lower(start, depth + 1, body);
                    start += offset(part.text.len());
                }
                let end = body.last().map_or(0, |last| last.span.end);
                whole.span.end = whole.span.start + end;
            }
            _ => return None,
        }
        Some(block)
    }
}

impl MemberPart {
    fn new(text: &str, indent: &[u8], body: &[u8]) -> Self {
        Self {
            text: text.into(),
            indent: indent.into(),
            body: body.into(),
            is_edited: false,
            before: None,
            tree: OnceLock::new(),
            is_broken: OnceLock::new(),
            inner_before: None,
            inner: OnceLock::new(),
            function: OnceLock::new(),
        }
    }

    fn edited(&self, text: &str) -> Self {
        let tree = match self.tree.get() {
            Some(tree) => tree.as_ref(),
            None => self.before.as_ref(),
        };
        let tree = tree.filter(|tree| !tree.root_node().has_error());
        Self {
            is_edited: true,
            before: tree.map(|tree| parse::edited(tree, (&self.text, text), &self.indent)),
            inner_before: match self.inner.get() {
                Some(inner) => inner.clone(),
                None => self.inner_before.clone(),
            },
            ..Self::new(text, &self.indent, &self.body)
        }
    }

    fn parse(&self) -> Option<Tree> {
        let around = (&*self.indent, &*self.body);
        let tree = parse::parse_member(&self.text, around, self.before.as_ref());
        if parse::is_broken(tree.as_ref()) {
            let _ = self.is_broken.set(());
        }
        tree
    }

    fn tree(&self) -> Option<&Tree> {
        self.tree.get_or_init(|| self.parse()).as_ref()
    }

    /// Adds what it does to the body that it is in, where it starts at this byte from where spans count, that many levels
    /// deep. Whether there is a `yield` in it.
    fn lower(&self, start: u32, depth: u32, body: &mut Block) -> bool {
        let at = |span: Span| Span {
            start: span.start + start,
            end: span.end + start,
        };
        let function = self.function.get_or_init(|| self.lower_function(depth));
        if let Some((span, function)) = function {
            body.push(Stmt {
                span: at(*span),
                kind: StmtKind::Function(Arc::clone(function)),
            });
            return false;
        }
        let end = start + offset(end_of_code(&self.text));
        let opaque = Stmt {
            span: Span { start, end },
            kind: StmtKind::Opaque,
        };
        let Some(tree) = self.tree() else {
            body.push(opaque);
            return false;
        };
        let (mut block, yields) = lower_members(tree.root_node(), &self.text, start, depth);
        if tree.root_node().has_error() {
            // Where recovery from errors ends it, and whether it leaves anything, depends on how.
            match block.last_mut() {
                Some(last) => last.span.end = end,
                None => block.push(opaque),
            }
        }
        body.extend(block);
        yields
    }

    /// The function that it is, if it is just that.
    fn lower_function(&self, depth: u32) -> Option<(Span, Arc<Function>)> {
        let cut = || {
            let before = self.inner_before.as_ref();
            let inner = || MemberParts::of(&self.text, OwnerKind::Function, &self.indent, before);
            only_function(self.inner.get_or_init(inner).as_ref()?.lower(depth)?)
        };
        if self.is_edited
            && let Some(function) = cut()
        {
            return Some(function);
        }
        let tree = self.parse();
        let whole = tree.as_ref().map_or_else(Block::new, |tree| {
            lower_members(tree.root_node(), &self.text, 0, depth).0
        });
        let is_alike =
            !parse::is_broken(tree.as_ref()) && is_cut_alike(&self.text, &self.indent, &whole);
        if !is_alike
            && !self.is_edited
            && let Some(function) = cut()
        {
            return Some(function);
        }
        let function = only_function(whole);
        debug_assert!(
            !is_alike || work_counts::uncounted(cut).is_none_or(|cut| Some(cut) == function),
            "in parts it is something else: {}",
            self.text
        );
        if function.is_none() {
            let _ = self.tree.set(tree);
        }
        function
    }
}

/// Whether a class or a function that was parsed as a whole, before which that much stands on its lines, has the
/// statements in its body that it has in parts. Where nothing is broken either, it is the same, and takes less time: but
/// for the grammar a statement may go on behind an operator at the end of a line.
pub(super) fn is_cut_alike(text: &str, around: &[u8], block: &[Stmt]) -> bool {
    match block {
        [statement] => is_statement_cut_alike(text, around, statement, 0),
        _ => {
            let kinds = [OwnerKind::Class, OwnerKind::Function];
            let mut cut = kinds.iter().map(|kind| members(text, *kind, around));
            cut.all(|members| members.is_none())
        }
    }
}

/// The same of one statement, the spans of which count from that much before its text.
fn is_statement_cut_alike(text: &str, around: &[u8], statement: &Stmt, base: u32) -> bool {
    let (kind, body, body_base) = match &statement.kind {
        StmtKind::Class(class) => (OwnerKind::Class, &class.body, 0),
        StmtKind::Function(function) => (OwnerKind::Function, &function.body, statement.span.start),
        _ => return is_cut_alike(text, around, &[]),
    };
    let Some(members) = members(text, kind, around) else {
        return true;
    };
    let ends = members.starts.iter().skip(2).copied().chain([text.len()]);
    let mut parts = members.starts.iter().skip(1).zip(ends);
    let mut body = body.iter();
    parts.all(|(start, end)| {
        let first = base + offset(start + members.indent.len());
        let found = body.find(|statement| body_base + statement.span.start == first);
        found.is_some_and(|found| {
            let is_function =
                kind == OwnerKind::Class && matches!(found.kind, StmtKind::Function(_));
            let part = || (&text[*start..end], base + offset(*start));
            !is_function || {
                let (text, base) = part();
                is_statement_cut_alike(text, members.indent, found, base)
            }
        })
    })
}

/// The end of a text without the blanks and lines of comments behind it.
fn end_of_code(text: &str) -> usize {
    let mut code = text.trim_end();
    while let Some(last) = code.rfind(['\n', '\r']) {
        if !code[last..].trim_start().starts_with('#') {
            break;
        }
        code = code[..last].trim_end();
    }
    code.len()
}

/// Takes what stands for the body out of it; `None` if that is not all that is there.
fn take_placeholder(body: &mut Block) -> Option<()> {
    match (body.pop()?.kind, body.is_empty()) {
        (StmtKind::Pass, true) => Some(()),
        _ => None,
    }
}

fn only_function(mut block: Block) -> Option<(Span, Arc<Function>)> {
    match (block.pop(), block.is_empty()) {
        (
            Some(Stmt {
                span,
                kind: StmtKind::Function(function),
            }),
            true,
        ) => Some((span, function)),
        _ => None,
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}
