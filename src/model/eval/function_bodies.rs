//! Bodies of functions, which run after the statements of the scope that they were defined in.

use std::collections::HashSet;

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::FunctionId;

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
        loop {
            // Each body may call further ones.
            let (now, later) = pending
                .into_iter()
                .partition(|id| !self.only_called || self.is_called(*id));
            let now: Vec<FunctionId> = now;
            if now.is_empty() {
                return;
            }
            for id in now {
                if self.surroundings.cancelled() {
                    return;
                }
                let skipped = self.skipped_by_set_up(id) | self.skipped_by_fixtures(id);
                let info = &mut self.functions[id.0 as usize];
                info.defined -= skipped;
                let mut defined = info.defined;
                if self.owner.is_none() {
                    defined -= self.skipped;
                }
                self.run(id, defined);
            }
            pending = later;
        }
    }

    /// Whether something that was evaluated calls a function, or makes an instance of its class.
    fn is_called(&self, id: FunctionId) -> bool {
        let calls = |one: &FunctionUse| one.call && one.used == Used::Function(id);
        self.function_uses.iter().any(calls)
    }
}
