//! What is different between two revisions of a document, if it is in one body or in no statement at all.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::model::eval::attributes_set::attributes_set;
use crate::model::eval::bound_names::{Rebound, each_statement, exports};
use crate::model::minds_children;
use crate::model::value::shifted::{Part, Shift};
use crate::syntax::alike::difference;
use crate::syntax::ast::{Block, Class, Function, Name, Span, Stmt, StmtKind};
use crate::syntax::{Document, Statement};

/// A change inside one chunk. Bytes count from the start of the document.
pub(super) struct Change {
    base: usize,
    /// The bytes of the old text that are others in the new one, as far as those that both begin and end with tell.
    removed: Range<usize>,
    inserted: Range<usize>,
    body: Option<Body>,
    /// The classes that begin before the change, by where their names did.
    classes: Vec<(usize, Arc<Class>)>,
    /// No word in it matters to a rule.
    silent: bool,
}

/// The differences between two revisions.
pub(super) enum Changes {
    None,
    One(Change),
    /// More than can be told.
    Many,
}

/// A body that has to be evaluated again.
struct Body {
    /// Where the name of the function starts.
    name: usize,
    tree: Arc<Function>,
    /// The end of the old body, if the change is in its statements.
    end: Option<usize>,
}

impl Change {
    /// What is different.
    pub(super) fn between(before: &Document, after: &Document) -> Changes {
        let (before, after) = (before.statements(), after.statements());
        let pairs = before.iter().zip(after);
        let mut changed = pairs.filter(|(old, new)| !Arc::ptr_eq(&old.chunk, &new.chunk));
        if before.len() != after.len() {
            return Changes::Many;
        }
        match (changed.next(), changed.next()) {
            (None, _) => Changes::None,
            (Some((old, new)), None) => Self::of(old, new).map_or(Changes::Many, Changes::One),
            _ => Changes::Many,
        }
    }

    fn of(before: &Statement, after: &Statement) -> Option<Self> {
        let base = before.start;
        let (old_text, new_text) = (before.chunk.text(), after.chunk.text());
        let (old, new) = (before.chunk.block(), after.chunk.block());
        if before.chunk.is_unread()
            || after.chunk.is_unread()
            || minds_children(old_text) != minds_children(new_text)
            || imported(old) != imported(new)
            || !binds_alike((old_text, old), (new_text, new))
        {
            return None;
        }
        let (removed, inserted) = different(old_text, new_text);
        let difference = difference(old, new)?;
        let mut body = None;
        if let Some((old, new)) = difference.function {
            let end = old.body.last()?.span.end as usize;
            let grown = new.body.last()?.span.end as usize + removed.len();
            if grown != end + inserted.len() {
                return None;
            }
            body = Some(Body {
                name: base + old.name_span.start as usize,
                tree: Arc::clone(new),
                end: Some(base + end),
            });
        } else {
            each_function(old, new, &mut |old, new| {
                let end = old.body.last().map_or(0, |last| last.span.end as usize);
                if old.name_span.end as usize <= removed.start && removed.end <= end {
                    body = Some(Body {
                        name: base + old.name_span.start as usize,
                        tree: Arc::clone(new),
                        end: None,
                    });
                }
            });
        }
        let mut classes = Vec::new();
        each_class(old, new, &mut |old, new| {
            if (old.name_span.start as usize) < removed.start {
                classes.push((base + old.name_span.start as usize, Arc::clone(new)));
            }
        });
        let change = Self {
            base,
            removed: base + removed.start..base + removed.end,
            inserted: base + inserted.start..base + inserted.end,
            body,
            classes,
            silent: !old_text.contains("setup(") && !new_text.contains("setup("),
        };
        change.moves(old, new).then_some(change)
    }

    /// Whether every statement outside of the body is where it has to be.
    fn moves(&self, old: &Block, new: &Block) -> bool {
        let name = self.body.as_ref().map(|body| body.name - self.base);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        spans_outside(old, name, &mut before);
        spans_outside(new, name, &mut after);
        let around = self.around();
        let mut pairs = before.iter().zip(&after);
        before.len() == after.len()
            && pairs.all(|(old, new)| around.range(&old.at(self.base)) == new.at(self.base))
            && !around.between.get()
    }

    /// Where the chunk starts.
    pub(super) fn base(&self) -> usize {
        self.base
    }

    /// The function whose body is another one, by where its name starts.
    pub(super) fn function(&self) -> Option<(usize, Arc<Function>)> {
        let body = self.body.as_ref()?;
        Some((body.name, Arc::clone(&body.tree)))
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

    fn bytes(&self) -> isize {
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
            starts: Part {
                stay: start,
                from: end,
            },
            ends: Part {
                stay: start + 1,
                from: end + 1,
            },
            ..Shift::default()
        }
    }

    /// What is in the old body, and in the new one, at places at which both can be compared.
    pub(super) fn inside(&self) -> (Shift, Shift) {
        let start = self.removed.start;
        (
            Shift::of_bytes(start, self.removed.end + 1, self.bytes()),
            Shift::of_bytes(start, self.inserted.end + 1, 0),
        )
    }
}

/// The bytes between those that two texts begin with and those that both end with.
fn different(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    let rest = rest.take_while(|(a, b)| a == b).count();
    (start..old.len() - rest, start..new.len() - rest)
}

/// Whether two versions of a chunk do the same with names of the module from inside functions.
fn binds_alike(old: (&str, &Block), new: (&str, &Block)) -> bool {
    let says = |text: &str| ["global", "__all__"].iter().any(|word| text.contains(word));
    let of = |(text, block): (&str, &Block)| {
        if !says(text) {
            return Default::default();
        }
        let (mut rebound, mut exported) = (Rebound::default(), HashSet::new());
        rebound.add(block);
        exports(block, &mut exported);
        (rebound, exported)
    };
    let sets = |block: &Block| {
        let mut found = HashSet::new();
        attributes_set(block, &mut found);
        found
    };
    of(old) == of(new) && sets(old.1) == sets(new.1)
}

/// The spans of all statements but those in the body of the function whose name starts at this byte of the chunk.
fn spans_outside(block: &[Stmt], name: Option<usize>, found: &mut Vec<Span>) {
    for statement in block {
        each_statement(std::slice::from_ref(statement), false, &mut |statement| {
            found.push(statement.span);
            match &statement.kind {
                StmtKind::Class(class) => {
                    found.push(class.name_span);
                    spans_outside(&class.body, name, found);
                }
                StmtKind::Function(function) => {
                    found.push(function.name_span);
                    if Some(function.name_span.start as usize) != name {
                        spans_outside(&function.body, name, found);
                    }
                }
                _ => {}
            }
        });
    }
}

/// Calls `visit` with every class that is not in a function, as it was and as it is.
fn each_class(old: &Block, new: &Block, visit: &mut dyn FnMut(&Arc<Class>, &Arc<Class>)) {
    for (old, new) in definitions(old).into_iter().zip(definitions(new)) {
        if let (StmtKind::Class(old), StmtKind::Class(new)) = (old, new) {
            visit(old, new);
            each_class(&old.body, &new.body, visit);
        }
    }
}

/// Calls `visit` with every function that is not in a function, as it was and as it is.
fn each_function(old: &Block, new: &Block, visit: &mut dyn FnMut(&Arc<Function>, &Arc<Function>)) {
    for (old, new) in definitions(old).into_iter().zip(definitions(new)) {
        match (old, new) {
            (StmtKind::Class(old), StmtKind::Class(new)) => {
                each_function(&old.body, &new.body, visit);
            }
            (StmtKind::Function(old), StmtKind::Function(new)) => visit(old, new),
            _ => {}
        }
    }
}

/// The functions and classes of a block.
fn definitions(block: &Block) -> Vec<&StmtKind> {
    let mut found = Vec::new();
    each_statement(block, false, &mut |statement| {
        if matches!(statement.kind, StmtKind::Function(_) | StmtKind::Class(_)) {
            found.push(&statement.kind);
        }
    });
    found
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
            let names = import.names.iter().map(|one| one.name.clone());
            found.push((import.level, import.module.clone(), names.collect()));
        }
        _ => {}
    });
    found
}
