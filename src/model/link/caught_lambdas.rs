//! Lambdas that are called where what they raise is caught: `attempt(lambda: run(jobs))`.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::Used;
use crate::model::value::FunctionId;

impl Evaluator<'_> {
    /// Takes what children raise in lambdas for caught that are only called where that is caught.
    pub(in crate::model) fn catch_in_lambdas(&mut self) {
        let lambdas = self.caught_lambdas();
        if lambdas.is_empty() {
            return;
        }
        let is_inside = |range: &Range<usize>| {
            let above = lambdas.partition_point(|lambda| lambda.start <= range.start);
            let lambda = above.checked_sub(1).map(|at| &lambdas[at]);
            lambda.is_some_and(|lambda| range.end <= lambda.end)
        };
        let spawning = &mut self.spawning;
        for spawn in spawning.spawns.iter_mut().chain(&mut spawning.awaiting) {
            spawn.caught |= is_inside(&spawn.range);
        }
        for call in &mut spawning.calls {
            call.caught |= is_inside(&call.range);
        }
    }

    /// The bytes of those lambdas, in their order; none overlaps another one.
    fn caught_lambdas(&self) -> Vec<Range<usize>> {
        let mut handed: Vec<(&Range<usize>, FunctionId, u16)> = Vec::new();
        // A function that passes a parameter on does not see what calls it.
        let mut passed_on: HashSet<(FunctionId, u16)> = HashSet::new();
        let mut caught: HashMap<(FunctionId, u16), bool> = HashMap::new();
        for usage in &self.function_uses {
            match &usage.used {
                Used::Handed(callee, at, used) => match &**used {
                    Used::Lambda(range) => handed.push((range, *callee, *at)),
                    Used::Parameter(id, at) => {
                        passed_on.insert((*id, *at));
                    }
                    _ => {}
                },
                Used::Parameter(id, at) => {
                    let all = caught.entry((*id, *at)).or_insert(true);
                    *all &= usage.catches_pickling;
                }
                _ => {}
            }
        }
        let is_caught = |callee: FunctionId, at: u16| {
            !passed_on.contains(&(callee, at)) && caught.get(&(callee, at)) == Some(&true)
        };
        let mut found: HashMap<&Range<usize>, bool> = HashMap::new();
        for (range, callee, at) in handed {
            *found.entry(range).or_insert(true) &= is_caught(callee, at);
        }
        let found = found.into_iter().filter(|(_, caught)| *caught);
        let mut found: Vec<Range<usize>> = found.map(|(range, _)| range.clone()).collect();
        found.sort_by_key(|range| (range.start, usize::MAX - range.end));
        found.dedup_by(|inner, outer| inner.end <= outer.end);
        found
    }
}
