//! Calls of functions of further modules that other modules make.

use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::calls::{Call, instance_of_imported};
use crate::model::value::{Partition, Value};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// What a call of something in a further module calls, and how many of its parameters are filled already.
    fn callee_of(&mut self, callee: &Value, worlds: Worlds) -> Option<(Value, usize)> {
        let Value::Member(method) = callee else {
            let known = self.known(Partition::always(callee.clone()));
            return Some((known.single(worlds)?.clone(), 0));
        };
        let class = instance_of_imported(&method.0)?.clone();
        let Value::Class(class) = self.known(Partition::always(class)).single(worlds)?.clone()
        else {
            return None;
        };
        let found = self.member(class, &method.1, worlds);
        Some((found.single(worlds)?.clone(), 1))
    }

    /// Lets calls of further modules' functions count that functions of other modules make.
    pub(in crate::model) fn follow_imported_calls(&mut self) {
        while let Some(imported) = self.outside.calls.pop() {
            let Some((callee, filled)) = self.callee_of(&imported.callee, imported.call.worlds)
            else {
                continue;
            };
            let (callee, filled) = match &callee {
                Value::Function(id) => (*id, filled),
                Value::Class(id) => match self.initialiser(*id) {
                    Some(id) => (id, 1),
                    None => continue,
                },
                _ => continue,
            };
            let site = imported.site.of_function(callee);
            if imported.by_importer {
                self.outside.importer_uses.push(site);
                continue;
            }
            self.function_uses.push(site);
            self.spawning.calls.push(Call {
                callee,
                filled,
                ..imported.call
            });
        }
    }
}
