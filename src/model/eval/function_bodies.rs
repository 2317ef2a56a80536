//! Bodies of functions, which run after the statements of the scope that they were defined in.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet, HashSetExt};

use crate::model::eval::evaluator::Evaluator;
use crate::model::value::FunctionId;

/// The functions that something calls that was evaluated, or whose class it makes an instance of.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct CalledFunctions {
    known: HashSet<FunctionId>,
    /// In the order in which they were called first.
    all: Vec<FunctionId>,
}

impl CalledFunctions {
    pub(in crate::model) fn note(&mut self, id: FunctionId) {
        if self.known.insert(id) {
            self.all.push(id);
        }
    }
}

impl Evaluator<'_> {
    /// Runs the bodies of the functions that the innermost scope defined.
    pub(in crate::model) fn run_pending(&mut self) {
        let pending = self
            .scopes
            .last_mut()
            .map(|scope| std::mem::take(&mut scope.pending));
        let mut pending = pending.unwrap_or_default();
        let mut seen = HashSet::new();
        pending.retain(|id| seen.insert(*id));
        if !self.only_called {
            self.run_all(pending);
            return;
        }
        let places = pending.iter().copied().zip(0_usize..);
        let mut waiting: HashMap<FunctionId, usize> = places.collect();
        let mut now: BTreeMap<usize, FunctionId> = BTreeMap::new();
        for (id, place) in &waiting {
            if self.called_functions.known.contains(id) {
                now.insert(*place, *id);
            }
        }
        waiting.retain(|_, place| !now.contains_key(place));
        while !now.is_empty() {
            // Each body may call further ones.
            let looked_at = self.called_functions.all.len();
            if !self.run_all(now.into_values()) {
                return;
            }
            let called = self.called_functions.all[looked_at..].iter();
            now = called
                .filter_map(|id| Some((waiting.remove(id)?, *id)))
                .collect();
        }
    }

    /// Runs the bodies of functions; whether all of them were run.
    fn run_all(&mut self, ids: impl IntoIterator<Item = FunctionId>) -> bool {
        for id in ids {
            if self.surroundings.cancelled() {
                return false;
            }
            self.run_for_good(id);
        }
        true
    }

    /// Runs a body and notes what it does.
    pub(in crate::model) fn run_for_good(&mut self, id: FunctionId) {
        let begun = self.begin_run(id);
        let skipped = self.skipped_by_set_up(id)
            | self.unvisited(id)
            | self.skipped_by_fixtures(id)
            | self.refused_by_constructor(id);
        let info = self.function_mut(id);
        info.defined -= skipped;
        let mut defined = info.defined;
        if self.owner.is_none() {
            defined -= self.skipped;
        }
        self.run(id, defined);
        self.end_run(begun, None);
    }
}
