//! What came after a moment, taken back, from which run after run is taken to be put back or done again.

use std::vec::IntoIter;

use crate::model::eval::growing_lists::LaterLists;
use crate::model::eval::journal::{BodyRun, Moment, StateChange};
use crate::model::eval::rollback::Rollback;
use crate::model::value::Partition;
use crate::syntax::ast::Name;

/// The runs after a moment, and what came of them.
pub(super) struct LaterRuns {
    lists: LaterLists,
    changes: IntoIter<StateChange>,
    runs: IntoIter<BodyRun>,
    names: IntoIter<(Name, Option<Partition>)>,
    stars: IntoIter<Name>,
    /// The moment before them, as it was.
    at: Moment,
}

/// The next runs that belong together: one that is not part of another one, and those in it.
pub(super) struct NextRun {
    runs: usize,
    pub(super) start: Moment,
    pub(super) end: Moment,
}

impl LaterRuns {
    /// What was taken back from this moment on.
    pub(super) fn new(rollback: Rollback, at: &Moment) -> Self {
        let Rollback {
            lists,
            changes,
            runs,
            names,
            stars,
            fuel: _,
            lazy: _,
            done: _,
        } = rollback;
        Self {
            lists: lists.into(),
            changes: changes.into_iter(),
            runs: runs.into_iter(),
            names: names.into_iter(),
            stars: stars.into_iter(),
            at: *at,
        }
    }

    /// The outermost run behind so many others.
    pub(super) fn after(&self, runs: usize) -> Option<NextRun> {
        let rest = self.runs.as_slice().get(runs..)?;
        let (run, rest) = rest.split_first()?;
        let inside = rest.iter().take_while(|run| run.depth > 0).count();
        Some(NextRun {
            runs: 1 + inside,
            start: run.start,
            end: run.end,
        })
    }

    /// The runs that belong to the next one behind so many others.
    pub(super) fn runs_of(&self, next: &NextRun, behind: usize) -> &[BodyRun] {
        &self.runs.as_slice()[behind..behind + next.runs]
    }

    /// What they change.
    pub(super) fn changes_of(&self, next: &NextRun) -> &[StateChange] {
        let from = next.start.changes - self.at.changes;
        &self.changes.as_slice()[from..from + next.end.changes - next.start.changes]
    }

    /// Takes so many runs, up to this moment as it was.
    pub(super) fn take(&mut self, runs: usize, until: &Moment) -> Rollback {
        let at = std::mem::replace(&mut self.at, *until);
        Rollback {
            lists: self.lists.take(&at.lengths, &until.lengths),
            changes: take(&mut self.changes, until.changes - at.changes),
            runs: take(&mut self.runs, runs),
            names: take(&mut self.names, until.names - at.names),
            stars: take(&mut self.stars, until.stars - at.stars),
            fuel: until.fuel,
            lazy: until.lazy,
            done: until.done,
        }
    }
}

impl NextRun {
    /// How many runs belong to it.
    pub(super) fn count(&self) -> usize {
        self.runs
    }
}

fn take<T>(rest: &mut IntoIter<T>, count: usize) -> Vec<T> {
    rest.take(count).collect()
}
