//! When what a call hands over is pickled.

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::{EnteredMethod, Spawn};
use crate::model::objects::object_state::Moment;
use crate::model::objects::unpicklable_reasons::{PickleCheck, PickleContext};
use crate::model::value::Value;
use crate::world::Worlds;

/// Where processes start, by where they are made.
#[derive(Debug)]
pub(in crate::model) struct ProcessStarts(HashMap<(usize, usize), Vec<usize>>);

impl ProcessStarts {
    fn of(model: &Model) -> Self {
        let mut found: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for (at, start) in model.spawns.iter().enumerate() {
            if start.role.kind != SpawnKind::Start {
                continue;
            }
            for (_, process) in start.subject.parts(Worlds::ALL) {
                if let Some(place) = model.place_made(process) {
                    let starts = found.entry((place.start, place.end)).or_default();
                    if starts.last() != Some(&at) {
                        starts.push(at);
                    }
                }
            }
        }
        Self(found)
    }

    /// Which of the children start this process.
    fn of_process(&self, made: &Range<usize>) -> &[usize] {
        let found = self.0.get(&(made.start, made.end));
        found.map_or(&[], Vec::as_slice)
    }
}

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
        let starts = self
            .process_starts
            .get_or_init(|| ProcessStarts::of(self))
            .of_process(&spawn.range);
        let mut starts = starts
            .iter()
            .filter_map(|at| self.spawns.get(*at))
            .filter(|start| {
                let process = start.subject.single(worlds);
                process.and_then(|value| self.place_made(value)) == Some(&spawn.range)
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

    /// Where an object was made.
    fn place_made(&self, value: &Value) -> Option<&Range<usize>> {
        match value {
            Value::Made(id, _) | Value::Object(_, Some(id)) => {
                Some(&self.makes[id.0 as usize].range)
            }
            _ => None,
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
