//! What is used in lambdas, kept to the worlds in which these are called.

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::link::reachability::Entries;
use crate::model::summary::uses::Use;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Limits what is used in lambdas to where they are called, if all calls are seen.
    pub(in crate::model) fn keep_to_calls(&mut self, entries: &Entries) {
        for at in 0..self.uses.len() {
            let Some(range) = self.uses[at].lambda.clone() else {
                continue;
            };
            let lambda = Used::Lambda(range);
            let (calls, mentions): (Vec<&FunctionUse>, Vec<&FunctionUse>) = self
                .function_uses
                .iter()
                .filter(|usage| usage.used == lambda)
                .partition(|usage| usage.call);
            if calls.is_empty() || !mentions.iter().all(|usage| usage.carried) {
                continue;
            }
            let runs = |usage: &FunctionUse, used: &Use| match usage.call
                && usage.caught.contains(used.exception)
            {
                true => Worlds::NONE,
                false => {
                    let around = usage.owner.map_or(Worlds::ALL, |owner| entries.runs(owner));
                    usage.worlds & around
                }
            };
            let used = &self.uses[at];
            let worlds = calls
                .iter()
                .fold(Worlds::NONE, |all, usage| all | runs(usage, used));
            self.uses[at].worlds &= worlds;
        }
    }
}
