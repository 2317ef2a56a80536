//! Guards around the calls of a function that are named after what it uses: `if self.use_sendfile(): self._sendfile()`.

use foldhash::HashMap;

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::FunctionId;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Takes what a function uses for guarded if every place that uses the function asks for that.
    pub(in crate::model) fn leave_to_callers(&mut self) {
        if self.uses.iter().all(|found| found.owner.is_none()) {
            return;
        }
        let mut users: HashMap<FunctionId, Vec<&FunctionUse>> = HashMap::default();
        let mut methods: HashMap<&str, Vec<&FunctionUse>> = HashMap::default();
        for usage in &self.function_uses {
            match &usage.used {
                Used::Function(id) if usage.owner != Some(*id) => {
                    users.entry(*id).or_default().push(usage);
                }
                Used::Attribute(name) => methods.entry(name).or_default().push(usage),
                _ => {}
            }
        }
        let mut guarded: Vec<(usize, Worlds)> = Vec::new();
        for (at, found) in self.uses.iter().enumerate() {
            let (Some(owner), Some(fact)) = (found.owner, found.site.fact()) else {
                continue;
            };
            let Some(users) = users.get(&owner) else {
                continue;
            };
            let name = &*self.functions[owner.0 as usize].function.name;
            let users = users.iter().chain(methods.get(name).into_iter().flatten());
            if users.clone().any(|usage| usage.unclear.is_empty()) {
                continue;
            }
            let asked = users.map(|usage| {
                let asked = usage.unclear.doubtful_for(fact.name, &mut self.answers);
                asked | !usage.worlds
            });
            let asked = asked.fold(Worlds::ALL, |all, worlds| all & worlds);
            if asked.overlaps(found.worlds) {
                guarded.push((at, asked));
            }
        }
        for (at, worlds) in guarded {
            self.uses[at].worlds -= worlds;
            self.uses[at].certain -= worlds;
        }
    }
}
