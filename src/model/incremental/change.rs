//! What is different between two revisions of a document, if it is in one body or in no statement at all.

use std::ops::Range;
use std::sync::Arc;

use crate::model::eval::bound_names::{Rebound, each_statement};
use crate::model::eval::denied_conditions::leaving_attributes;
use crate::model::incremental::changed_attributes::ChangedAttributes;
use crate::model::value::shift::BYTES_PER_MODULE;
use crate::model::value::shift::{MovedBytes, Shift};
use crate::syntax::ast::{Block, Class, Function, Name, Span, Stmt, StmtKind};
use crate::syntax::structural_equality::difference;
use crate::syntax::{Mark, Statement};
use crate::text;

/// A change inside one chunk. Bytes count from the start of the document.
pub(super) struct TextChange {
    base: usize,
    /// The bytes of the old text that are others in the new one, as far as those that both begin and end with tell.
    removed: Range<usize>,
    inserted: Range<usize>,
    body: Option<ChangedBody>,
    /// The classes that begin before the change, by where their names did.
    classes: Vec<(usize, Arc<Class>)>,
    /// What is other of what the body assigns.
    attributes: ChangedAttributes,
    /// It is between the parts of a statement that holds no others.
    in_statement: bool,
    /// No word in it matters to a rule.
    silent: bool,
}

/// The differences between two revisions.
pub(super) enum Changes {
    None,
    One(Box<TextChange>),
    /// More than can be told.
    Many,
}

/// A body that has to be evaluated again.
pub(super) struct ChangedBody {
    /// Where the name of the function starts.
    pub(super) name: usize,
    pub(super) tree: Arc<Function>,
    /// The byte from which spans in the tree count.
    pub(super) base: usize,
    /// The bytes of the old body.
    pub(super) range: Range<usize>,
    /// The end of the old body, if the change is in its statements.
    end: Option<usize>,
}

impl TextChange {
    /// What is different.
    pub(super) fn between(before: &[Statement], after: &[Statement]) -> Changes {
        let pairs = before.iter().zip(after);
        let mut changed = pairs.filter(|(old, new)| !Arc::ptr_eq(&old.chunk, &new.chunk));
        if before.len() != after.len() {
            return Changes::Many;
        }
        match (changed.next(), changed.next()) {
            (None, _) => Changes::None,
            (Some((old, new)), None) => {
                Self::of(old, new).map_or(Changes::Many, |change| Changes::One(Box::new(change)))
            }
            _ => Changes::Many,
        }
    }

    fn of(before: &Statement, after: &Statement) -> Option<Self> {
        let base = before.start;
        let (old_text, new_text) = (before.chunk.text(), after.chunk.text());
        let (removed, inserted) = text::difference(old_text.as_bytes(), new_text.as_bytes());
        let has = |mark| (before.chunk.has(mark), after.chunk.has(mark));
        let mut tells = Mark::OF_CHILDREN.map(has).into_iter();
        if before.chunk.is_unread() || after.chunk.is_unread() || tells.any(|(old, new)| old != new)
        {
            return None;
        }
        let (old, new) = (before.chunk.block(), after.chunk.block());
        let differs = difference(old, new)?.function;
        if differs.is_some_and(|(old, new)| !are_seen_alike(old, new)) {
            return None;
        }
        let mut body = None;
        let mut classes = Vec::new();
        let mut in_statement = false;
        each_pair(old, new, &mut |old, new| match (&old.kind, &new.kind) {
            (StmtKind::Function(function), StmtKind::Function(tree)) => {
                let start = old.span.start as usize;
                let (first, last) = (function.body.first(), function.body.last());
                let end = last.map_or(0, |last| start + last.span.end as usize);
                let begin = first.map_or(end, |first| start + first.span.start as usize);
                let name = function.name_span.at(start);
                let is_it = match differs {
                    Some((differs, _)) => Arc::ptr_eq(differs, function),
                    None => name.end <= removed.start && removed.end <= end,
                };
                if is_it {
                    let grown = tree.body.last();
                    let grown = grown.map_or(0, |last| last.span.end as usize);
                    let start = new.span.start as usize;
                    let found = ChangedBody {
                        name: base + name.start,
                        tree: Arc::clone(tree),
                        base: base + start,
                        range: base + begin..base + end,
                        end: differs.is_some().then_some(base + end),
                    };
                    body = Some((found, start + grown));
                }
            }
            (StmtKind::Class(old), StmtKind::Class(new))
                if (old.name_span.start as usize) < removed.start =>
            {
                classes.push((base + old.name_span.start as usize, Arc::clone(new)));
            }
            (kind, _) if !holds_statements(kind) => {
                let span = old.span.at(0);
                in_statement |= span.start < removed.start && removed.end < span.end;
            }
            _ => {}
        });
        if let Some((found, grown)) = &body
            && let Some(end) = found.end
            && base + grown + removed.len() != end + inserted.len()
        {
            return None;
        }
        let change = Self {
            base,
            removed: base + removed.start..base + removed.end,
            inserted: base + inserted.start..base + inserted.end,
            body: body.map(|(found, _)| found),
            classes,
            attributes: differs
                .map(|(old, new)| ChangedAttributes::between(old, new))
                .unwrap_or_default(),
            in_statement,
            silent: has(Mark::Setup) == (false, false),
        };
        change.moves(old, new).then_some(change)
    }

    /// Whether every statement outside of the body is where it has to be.
    fn moves(&self, old: &[Stmt], new: &[Stmt]) -> bool {
        let around = self.around();
        let mut moves = true;
        let name = self.body.as_ref().map(|body| body.name);
        each_pair(old, new, &mut |old, new| {
            moves = moves && moves_statement((old, self.base), (new, self.base), name, &around);
        });
        moves && !around.between.get()
    }

    /// The function whose body is another one.
    pub(super) fn body(&self) -> Option<&ChangedBody> {
        self.body.as_ref()
    }

    /// What the body assigns otherwise.
    pub(super) fn attributes(&self) -> &ChangedAttributes {
        &self.attributes
    }

    /// Whether all of it is between the start of the first statement of the body and the end of its last one.
    pub(super) fn is_in(&self, body: &ChangedBody) -> bool {
        body.range.start <= self.removed.start && self.removed.end <= body.range.end
    }

    /// The bytes that are new.
    pub(super) fn inserted(&self) -> &Range<usize> {
        &self.inserted
    }

    /// The classes that begin before the change, as they are now, by where their names start.
    pub(super) fn classes(&self) -> impl Iterator<Item = (usize, Arc<Class>)> {
        self.classes
            .iter()
            .map(|(start, class)| (*start, Arc::clone(class)))
    }

    /// Whether no rule looks for what is written in it.
    pub(super) fn is_silent(&self) -> bool {
        self.silent
    }

    /// Whether the parts of an expression outside of the body are nearer to each other now, or further apart.
    pub(super) fn is_in_statement(&self) -> bool {
        self.in_statement
    }

    /// How many bytes more there are.
    pub(super) fn bytes(&self) -> isize {
        let signed = |length: usize| isize::try_from(length).unwrap_or(isize::MAX);
        signed(self.inserted.len()) - signed(self.removed.len())
    }

    /// Where that is now which is not in the body.
    pub(super) fn around(&self) -> Shift {
        let Range { start, end } = self.removed;
        if let Some(end_of_body) = self.body.as_ref().and_then(|body| body.end) {
            return Shift::of_bytes(start, end_of_body.min(end + 1), self.bytes());
        }
        // Blanks: what ends where they begin stays, what starts where they end is moved.
        Shift {
            bytes: self.bytes(),
            starts: MovedBytes {
                stay: start,
                from: end,
                until: BYTES_PER_MODULE,
            },
            ends: MovedBytes {
                stay: start + 1,
                from: end + 1,
                until: BYTES_PER_MODULE,
            },
            ..Shift::default()
        }
    }

    /// What is in the old body, and in the new one, at places at which both can be compared.
    ///
    /// What stands behind the body is where it is in both if that is `parted` from the rest, and where the old text has it
    /// in the old one if it is not.
    pub(super) fn inside(&self, parted: bool) -> (Shift, Shift) {
        let start = self.removed.start;
        let until = match &self.body {
            Some(body) if parted => body.range.end + 1,
            _ => BYTES_PER_MODULE,
        };
        (
            Shift::within(start, self.removed.end + 1, until, self.bytes()),
            Shift::of_bytes(start, self.inserted.end + 1, 0),
        )
    }
}

/// Whether two bodies of a function do the same with names of the module, import the same, and may leave because of the
/// same attributes.
fn are_seen_alike(old: &Function, new: &Function) -> bool {
    let rebound = |function: &Function| {
        let mut rebound = Rebound::default();
        rebound.function(&function.body);
        rebound.add(&function.body);
        rebound
    };
    imported(&old.body) == imported(&new.body)
        && rebound(old) == rebound(new)
        && leaving_attributes(old) == leaving_attributes(new)
}

/// Whether a statement is where it has to be, and all in it but the body of the function whose name starts at this byte.
fn moves_statement(
    (old, old_base): (&Stmt, usize),
    (new, new_base): (&Stmt, usize),
    name: Option<usize>,
    around: &Shift,
) -> bool {
    let moved = |old: Span, new: Span, (old_base, new_base): (usize, usize)| {
        around.range(&old.at(old_base)) == new.at(new_base)
    };
    if !moved(old.span, new.span, (old_base, new_base)) {
        return false;
    }
    match (&old.kind, &new.kind) {
        (StmtKind::Class(one), StmtKind::Class(other)) => {
            moved(one.name_span, other.name_span, (old_base, new_base))
        }
        (StmtKind::Function(one), StmtKind::Function(other)) => {
            let bases = (old.span.at(old_base).start, new.span.at(new_base).start);
            if !moved(one.name_span, other.name_span, bases) {
                return false;
            }
            if Some(one.name_span.at(bases.0).start) == name || Arc::ptr_eq(one, other) {
                return true;
            }
            let mut moves = true;
            each_pair(&one.body, &other.body, &mut |old, new| {
                let (old, new) = ((old, bases.0), (new, bases.1));
                moves = moves && moves_statement(old, new, name, around);
            });
            moves
        }
        _ => true,
    }
}

/// Whether it holds other statements.
fn holds_statements(kind: &StmtKind) -> bool {
    matches!(
        kind,
        StmtKind::If { .. }
            | StmtKind::While { .. }
            | StmtKind::For { .. }
            | StmtKind::Try(_)
            | StmtKind::With { .. }
            | StmtKind::Match { .. }
            | StmtKind::Function(_)
            | StmtKind::Class(_)
    )
}

/// Calls `visit` with every statement that is not in a function, as it was and as it is, where both have the same ones.
fn each_pair(old: &[Stmt], new: &[Stmt], visit: &mut dyn FnMut(&Stmt, &Stmt)) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    each_statement(old, false, &mut |statement| before.push(statement));
    each_statement(new, false, &mut |statement| after.push(statement));
    for (old, new) in before.into_iter().zip(after) {
        visit(old, new);
        if let (StmtKind::Class(old), StmtKind::Class(new)) = (&old.kind, &new.kind) {
            each_pair(&old.body, &new.body, visit);
        }
    }
}

/// What the imports of these statements name.
fn imported(block: &Block) -> Vec<(u32, Name, Vec<Name>)> {
    let mut found = Vec::new();
    each_statement(block, true, &mut |statement| match &statement.kind {
        StmtKind::Import(items) => {
            let modules = items
                .iter()
                .map(|item| (0, item.module.clone(), Vec::new()));
            found.extend(modules);
        }
        StmtKind::ImportFrom(import) => {
            let names = import.names.iter().map(|name| name.name.clone());
            found.push((import.level, import.module.clone(), names.collect()));
        }
        _ => {}
    });
    found
}
