//! When what a call hands over is pickled.

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::objects::object_state::Moment;
use crate::model::value::Value;
use crate::world::Worlds;

impl Model {
    /// When what a call hands over is pickled: a process is, when it starts.
    pub(super) fn pickled_at(&self, spawn: &Spawn, worlds: Worlds) -> Moment {
        let here = Moment {
            owner: spawn.owner,
            at: spawn.range.start,
        };
        if spawn.role.kind != SpawnKind::Process {
            return here;
        }
        let mut starts = self.spawns.iter().filter(|start| {
            start.role.kind == SpawnKind::Start
                && matches!(start.subject.single(worlds), Some(Value::Made(id, _) | Value::Object(_, Some(id)))
                    if self.makes[id.0 as usize].range == spawn.range)
        });
        let Some(start) = starts.next() else {
            return here;
        };
        let constructs = spawn
            .owner
            .is_some_and(|owner| &*self.functions[owner.0 as usize].function.name == "__init__");
        match start.owner == spawn.owner || constructs {
            true => Moment {
                owner: start.owner,
                at: start.range.start,
            },
            false => here,
        }
    }
}
