//! What came after a moment of an evaluation, taken back, and put back where the moment has become another one.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::growing_lists::{Lengths, Lists};
use crate::model::eval::journal::{BodyRun, Moment, StateChange};
use crate::model::value::Partition;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::thing_numbers::Renumbering;
use crate::syntax::ast::Name;

/// What came after a moment, taken back.
pub(super) struct Rollback {
    pub(super) lists: Lists,
    pub(super) changes: Vec<StateChange>,
    pub(super) runs: Vec<BodyRun>,
    pub(super) names: Vec<(Name, Option<Partition>)>,
    pub(super) stars: Vec<Name>,
    pub(super) fuel: u32,
    pub(super) lazy: bool,
    pub(super) done: bool,
}

impl Rollback {
    /// What was added to the lists, which had these lengths, as it was at the end.
    pub(super) fn lists_at_end(&self, start: &Lengths) -> Lists {
        let mut lists = self.lists.clone();
        for change in &self.changes {
            match change {
                StateChange::Function(id, info) => {
                    let at = (id.0 as usize).checked_sub(start.functions);
                    if let Some(known) = at.and_then(|at| lists.functions.get_mut(at)) {
                        known.clone_from(info);
                    }
                }
                StateChange::Class(id, info) => {
                    let at = (id.0 as usize).checked_sub(start.classes);
                    if let Some(known) = at.and_then(|at| lists.classes.get_mut(at)) {
                        known.clone_from(info);
                    }
                }
                StateChange::Assigned(id, Some(assignment)) => {
                    let at = (id.0 as usize).checked_sub(start.classes);
                    if let Some(known) = at.and_then(|at| lists.classes.get_mut(at)) {
                        known.assigned.note(assignment.clone());
                    }
                }
                StateChange::Make(id, make) => {
                    let at = (id.0 as usize).checked_sub(start.makes);
                    if let Some(known) = at.and_then(|at| lists.makes.get_mut(at)) {
                        known.clone_from(make);
                    }
                }
                StateChange::Assigned(_, None)
                | StateChange::FunctionNumber(..)
                | StateChange::MakeNumber(..)
                | StateChange::Derived(..)
                | StateChange::Patched(..)
                | StateChange::Place(..) => {}
            }
        }
        lists
    }

    /// The same where the moment at which it begins has become another one.
    pub(super) fn move_from(&mut self, old: &Moment, new: &Moment) -> Option<()> {
        if old == new {
            return Some(());
        }
        for run in &mut self.runs {
            run.start = run.start.moved(old, new)?;
            run.end = run.end.moved(old, new)?;
        }
        self.move_fuel(old, new)
    }

    /// The fuel that is left at its end where another amount is there at its beginning.
    fn move_fuel(&mut self, old: &Moment, new: &Moment) -> Option<()> {
        self.fuel = moved_fuel(self.fuel, old.fuel, new.fuel)?;
        Some(())
    }
}

impl Rollback {
    /// The same where things have other numbers; `None` if it is about one that is gone.
    pub(super) fn renumber(&mut self, renumbering: &Renumbering) -> Option<()> {
        if renumbering.is_empty() {
            return Some(());
        }
        let shift = Shift::of_numbers(renumbering.clone());
        self.shift(&shift);
        self.runs.shift(&shift);
        self.names.shift(&shift);
        (!shift.between.get()).then_some(())
    }
}

impl Shiftable for Rollback {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            lists,
            changes,
            runs: _,
            names: _,
            stars: _,
            fuel: _,
            lazy: _,
            done: _,
        } = self;
        lists.shift(shift);
        changes.shift(shift);
    }
}

impl Evaluator<'_> {
    /// Goes back to a moment before which so many runs began; gives what came after it.
    pub(super) fn cut(&mut self, to: &Moment, runs: usize) -> Rollback {
        let fuel = std::mem::replace(&mut self.fuel, to.fuel);
        let mut changes = self.journal.changes.split_off(to.changes);
        for change in changes.iter_mut().rev() {
            change.swap(self);
        }
        Rollback {
            lists: Lists::cut(self, &to.lengths),
            changes,
            runs: self.journal.runs.split_off(runs),
            names: self.scopes[0].take_back(to.names),
            stars: self.scopes[0].stars.split_off(to.stars),
            fuel,
            lazy: std::mem::replace(&mut self.lazy_annotations, to.lazy),
            done: std::mem::replace(&mut self.module_done, to.done),
        }
    }

    /// What came after a run that has become another one is at other moments.
    pub(super) fn move_later(later: &mut Rollback, old: &BodyRun, new: &BodyRun) -> Option<()> {
        if (old.end.names, old.end.stars) != (new.end.names, new.end.stars) {
            return None;
        }
        later.move_from(&old.end, &new.end)
    }

    /// Makes happen again what was taken off.
    pub(super) fn put_back(&mut self, later: Rollback) {
        self.put_back_with(later, |_, _| {});
    }

    /// The same, with something to be done behind each change.
    pub(super) fn put_back_with(
        &mut self,
        later: Rollback,
        then: impl Fn(&mut Self, &StateChange),
    ) {
        later.lists.append(self);
        for mut change in later.changes {
            change.swap(self);
            then(self, &change);
            self.journal.changes.push(change);
        }
        self.journal.runs.extend(later.runs);
        self.scopes[0].make_again(later.names);
        self.scopes[0].stars.extend(later.stars);
        self.fuel = later.fuel;
        (self.lazy_annotations, self.module_done) = (later.lazy, later.done);
    }
}

impl Moment {
    /// The same moment where another one before it has become a third; `None` where too little fuel is left to be sure
    /// that none was missed.
    pub(super) fn moved(&self, old: &Self, new: &Self) -> Option<Self> {
        Some(Self {
            lengths: self.lengths.moved(&old.lengths, &new.lengths),
            changes: self.changes + new.changes - old.changes,
            fuel: moved_fuel(self.fuel, old.fuel, new.fuel)?,
            ..*self
        })
    }
}

fn moved_fuel(fuel: u32, old: u32, new: u32) -> Option<u32> {
    let moved = (fuel > 0).then(|| (fuel + new).checked_sub(old)).flatten();
    moved.filter(|fuel| *fuel > 0)
}
