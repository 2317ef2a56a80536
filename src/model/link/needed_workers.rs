//! Children that only start where somebody asks for workers, in functions whose callers ask for none.

use std::rc::Rc;

use foldhash::HashMap;

use crate::facts::spawns::SpawnKind;
use crate::model::children::records::Spawn;
use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::calls::Call;
use crate::model::value::{FunctionId, Partition, Value};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Leaves out the children that no call of the function around them asks for, where calls are seen.
    pub(super) fn leave_out_unneeded(&mut self, calls: &HashMap<FunctionId, Vec<Rc<Call>>>) {
        let mut spawns = std::mem::take(&mut self.spawning.spawns);
        for spawn in &mut spawns {
            if self.nobody_needs(spawn, calls) {
                spawn.worlds = Worlds::NONE;
            }
        }
        self.spawning.spawns = spawns;
    }

    fn nobody_needs(&mut self, spawn: &Spawn, calls: &HashMap<FunctionId, Vec<Rc<Call>>>) -> bool {
        let Some(needs) = &spawn.needs else {
            return false;
        };
        let Some(Value::Parameter(function, _)) = needs.single(spawn.worlds) else {
            return false;
        };
        let calls = calls.get(function).map_or(&[][..], Vec::as_slice);
        !calls.is_empty()
            && calls.iter().all(|call| {
                let asked = self.substituted_in(needs, call, spawn.worlds);
                asks_for_none(&asked, spawn)
            })
    }
}

/// Whether callers decide if a child starts.
pub(super) fn starts_conditionally(spawn: &Spawn) -> bool {
    spawn.role.starts && !spawn.conditions.is_empty()
}

/// Whether a call leads to a child, and it or one further in decides if that starts.
pub(super) fn started_by(spawn: &Spawn, call: &Call) -> bool {
    let decides = spawn.started_by_calls || spawn.through.is_empty() && starts_conditionally(spawn);
    decides && spawn.owner == Some(call.callee)
}

fn asks_for_none(asked: &Partition, spawn: &Spawn) -> bool {
    match asked.single(spawn.worlds) {
        Some(Value::Int(0) | Value::None) => true,
        // One worker is the program itself where jobs are counted.
        Some(Value::Int(1)) => spawn.role.kind != SpawnKind::Loader,
        _ => false,
    }
}
