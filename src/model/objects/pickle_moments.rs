//! When what a call hands over is pickled.

use std::cell::OnceCell;

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::{EnteredMethod, Spawn};
use crate::model::link::other_modules::is_outside;
use crate::model::objects::events::Moment;
use crate::model::objects::unpicklable_reasons::{PickleCheck, PickleContext};
use crate::model::value::Value;
use crate::world::Worlds;

impl EnteredMethod {
    /// When the object goes to the child.
    pub(super) fn moment(&self) -> Moment {
        Moment {
            owner: self.owner,
            at: self.place.start,
        }
    }
}

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
        let mut starts = self.starts_of(&spawn.range, worlds);
        let Some(start) = starts.find(|start| !is_outside(&start.range)) else {
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

    /// Whether the object of a method that starts a child cannot go there, whatever its callers have put into it.
    pub(super) fn is_known_of_class(
        &self,
        spawn: &Spawn,
        worlds: Worlds,
        judge: PickleCheck<'_>,
    ) -> bool {
        let Some(entered) = &spawn.entered else {
            return false;
        };
        let any = Spawn {
            entered: None,
            ..spawn.clone()
        };
        let sight = PickleContext {
            worlds,
            moment: Some(entered.moment()),
            spawn: Some(&any),
            inside: &OnceCell::new(),
        };
        let object = Value::Object(entered.class, None);
        self.walk(&object, &sight, judge)
            .or_else(|| self.of_subclass(&object, &sight, judge))
            .is_some()
    }
}
