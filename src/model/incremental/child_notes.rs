//! Whether anything is noted of child processes, in which case rules look at all that is noted.

use crate::model::eval::growing_lists::Lengths;

/// What is noted of child processes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChildNotes {
    /// Something starts one, or decides how they are started.
    starts: bool,
    threads: bool,
    forks: bool,
}

impl ChildNotes {
    /// What is noted in lists of these lengths.
    pub(super) fn of(lengths: &Lengths) -> Self {
        let starts = [
            lengths.spawns,
            lengths.awaiting,
            lengths.parameter_methods,
            lengths.imported_calls,
            lengths.settings,
            lengths.counts,
            lengths.modules,
            lengths.outside_spawns,
            lengths.outside_calls,
        ];
        Self {
            starts: starts.iter().any(|length| *length > 0),
            threads: lengths.threads > 0,
            forks: lengths.forks > 0,
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
