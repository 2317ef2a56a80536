//! What the methods of a class assign to `self`, by attribute.

use std::ops::{Deref, Range};

use foldhash::{HashMap, HashMapExt};

use crate::model::eval::bound_names::each_statement;
use crate::model::value::shift::{Shift, Shiftable, shiftable};
use crate::model::value::{FunctionId, Partition};
use crate::syntax::ast::{Block, Expr, ExprKind, Name, StmtKind};
use crate::world::Worlds;

/// `self.name = value` in a method.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SelfAssignment {
    pub(in crate::model) name: Name,
    pub(in crate::model) worlds: Worlds,
    pub(in crate::model) value: Partition,
    /// The method that assigns it.
    pub(in crate::model) owner: Option<FunctionId>,
    /// The bytes of `self.name`.
    pub(in crate::model) range: Range<usize>,
    /// Nothing decides whether it is assigned.
    pub(in crate::model) certain: bool,
    /// It makes false what was true, and nothing else decides whether it does: `if self.fast: self.fast = False`.
    pub(in crate::model) resets: bool,
}

/// The assignments of a class that were evaluated, in the order in which they were first.
#[derive(Clone, Debug, Default)]
pub(crate) struct SelfAssignments {
    all: Vec<SelfAssignment>,
    /// Their numbers by attribute.
    by_name: HashMap<Name, Vec<usize>>,
    /// Their numbers by first byte.
    by_place: HashMap<usize, usize>,
}

impl SelfAssignments {
    /// Adds an assignment, or replaces what is known of it: a body may be evaluated more than once. Gives what was
    /// replaced.
    pub(in crate::model) fn note(&mut self, assignment: SelfAssignment) -> Option<SelfAssignment> {
        match self.by_place.get(&assignment.range.start) {
            Some(known) => Some(std::mem::replace(&mut self.all[*known], assignment)),
            None => {
                self.by_place.insert(assignment.range.start, self.all.len());
                let named = self.by_name.entry(Name::clone(&assignment.name));
                named.or_default().push(self.all.len());
                self.all.push(assignment);
                None
            }
        }
    }

    /// Takes the last one off.
    pub(in crate::model) fn pop(&mut self) -> Option<SelfAssignment> {
        let last = self.all.pop()?;
        self.by_place.remove(&last.range.start);
        self.by_name.get_mut(&last.name).and_then(Vec::pop);
        Some(last)
    }

    /// Those of an attribute.
    pub(in crate::model) fn of(
        &self,
        name: &str,
    ) -> impl ExactSizeIterator<Item = &SelfAssignment> {
        let numbers = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|number| &self.all[*number])
    }

    /// Changes what is assigned.
    pub(in crate::model) fn values(&self) -> impl Iterator<Item = &Partition> {
        self.all.iter().map(|assigned| &assigned.value)
    }

    /// The same, to change them.
    pub(in crate::model) fn values_mut(&mut self) -> impl Iterator<Item = &mut Partition> {
        self.all.iter_mut().map(|assignment| &mut assignment.value)
    }
}

/// How many places in a class's body assign each attribute of `self` or `cls`.
pub(in crate::model) fn assignments(body: &Block) -> HashMap<Name, usize> {
    fn this(target: &Expr, found: &mut HashMap<Name, usize>) {
        match &target.kind {
            ExprKind::Attribute { object, name, .. } => {
                if matches!(&object.kind, ExprKind::Name(this) if matches!(&**this, "self" | "cls"))
                {
                    *found.entry(Name::clone(name)).or_default() += 1;
                }
            }
            ExprKind::Tuple(parts) | ExprKind::List(parts) => {
                parts.iter().for_each(|part| this(part, found));
            }
            ExprKind::Starred(part) => this(part, found),
            _ => {}
        }
    }
    let mut found = HashMap::new();
    each_statement(body, true, &mut |statement| {
        let mut note = |expr: &Expr| this(expr, &mut found);
        match &statement.kind {
            StmtKind::Assign { targets, .. } | StmtKind::Delete(targets) => {
                targets.iter().for_each(note);
            }
            StmtKind::Annotated {
                target,
                value: Some(_),
                ..
            }
            | StmtKind::Augmented { target, .. }
            | StmtKind::For { target, .. } => note(target),
            StmtKind::With { items, .. } => {
                items
                    .iter()
                    .filter_map(|(_, target)| target.as_ref())
                    .for_each(note);
            }
            _ => {}
        }
    });
    found
}

impl PartialEq for SelfAssignments {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Shiftable for SelfAssignments {
    fn shift(&mut self, shift: &Shift) {
        self.all.shift(shift);
        let places = self.all.iter().zip(0..);
        self.by_place = places
            .map(|(assigned, at)| (assigned.range.start, at))
            .collect();
    }
}

shiftable!(SelfAssignment {
    moves value, owner, range;
    keeps name, worlds, certain, resets
});

impl Deref for SelfAssignments {
    type Target = [SelfAssignment];

    fn deref(&self) -> &[SelfAssignment] {
        &self.all
    }
}
