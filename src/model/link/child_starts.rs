//! In which worlds the places run that start children or set the start method, and how they are reached.

use crate::model::Model;
use crate::model::children::start_methods::Defaults;
use crate::model::eval::guards::Guard;
use crate::model::link::reachability::{Entries, lets_through};
use crate::world::Worlds;

impl Model {
    /// Says of each place where a process starts in which worlds it runs, and how it comes there.
    pub(in crate::model) fn place_spawns(&mut self, entries: &Entries) {
        for spawn in &mut self.lifted {
            let within = match spawn.owner {
                Some(owner) => {
                    spawn.worlds &= entries.runs(owner);
                    spawn.entry = entries.entry(owner);
                    entries.unguarded(owner)
                }
                None if spawn.called => Worlds::NONE,
                None => {
                    spawn.entry = Some(spawn.statement.clone());
                    Worlds::ALL
                }
            };
            if spawn.guard == Guard::Absent && spawn.started_by_calls {
                spawn.imported = spawn.worlds & within;
            }
        }
        for spawn in self.spawns.iter_mut().chain(&mut self.outside) {
            match spawn.owner {
                Some(owner) => {
                    spawn.worlds &= entries.runs(owner);
                    spawn.called = !entries.at_import(owner).overlaps(spawn.worlds);
                    if spawn.guard == Guard::Absent {
                        spawn.imported = spawn.worlds & entries.unguarded(owner);
                    }
                    if lets_through(spawn.guard, Guard::Process) {
                        spawn.served = spawn.worlds & entries.served(owner);
                        spawn.entry = entries.entry(owner);
                    }
                }
                None if !spawn.called && lets_through(spawn.guard, Guard::Process) => {
                    spawn.served = spawn.worlds;
                    if spawn.guard == Guard::Absent {
                        spawn.imported = spawn.worlds;
                    }
                    spawn.entry = Some(spawn.statement.clone());
                }
                None => {}
            }
        }
        self.spawns.retain(|spawn| !spawn.worlds.is_empty());
        for setting in &mut self.settings {
            match setting.owner {
                Some(owner) => {
                    setting.worlds &= entries.runs(owner);
                    setting.remote = !entries.at_import(owner).overlaps(setting.worlds);
                    if setting.guard == Guard::Absent {
                        setting.imported = setting.worlds & entries.unguarded(owner);
                    }
                }
                None if setting.guard == Guard::Absent && !setting.called => {
                    setting.imported = setting.worlds;
                }
                None => setting.remote = setting.called,
            }
        }
        self.defaults = Defaults::of(&self.settings);
    }
}
