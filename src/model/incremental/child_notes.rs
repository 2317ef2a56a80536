//! Whether anything is noted of child processes, in which case rules look at all that is noted.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::growing_lists::Lists;

/// What is noted of child processes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChildNotes {
    /// Something starts one, or decides how they are started.
    starts: bool,
    threads: bool,
    forks: bool,
}

impl ChildNotes {
    /// What is noted in what is put aside.
    pub(super) fn of_lists(lists: &Lists) -> Self {
        Self {
            starts: !(lists.spawns.is_empty()
                && lists.awaiting.is_empty()
                && lists.imported_calls.is_empty()
                && lists.settings.is_empty()
                && lists.counts.is_empty()
                && lists.modules.is_empty()
                && lists.outside_spawns.is_empty()
                && lists.outside_calls.is_empty()),
            threads: !lists.threads.is_empty(),
            forks: !lists.forks.is_empty(),
        }
    }

    pub(super) fn of(evaluator: &Evaluator<'_>) -> Self {
        let (spawning, outside) = (&evaluator.spawning, &evaluator.outside);
        Self {
            starts: !(spawning.spawns.is_empty()
                && spawning.awaiting.is_empty()
                && spawning.imported_calls.is_empty()
                && spawning.settings.is_empty()
                && spawning.counts.is_empty()
                && outside.modules.is_empty()
                && outside.spawns.is_empty()
                && outside.calls.is_empty()),
            threads: !spawning.threads.is_empty(),
            forks: !spawning.forks.is_empty(),
        }
    }

    /// What is noted here or there.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            starts: self.starts || other.starts,
            threads: self.threads || other.threads,
            forks: self.forks || other.forks,
        }
    }

    /// Whether a rule about children may find something: a fork by itself is none of their business.
    pub(super) fn matter(self) -> bool {
        self.starts || self.threads && self.forks
    }
}
