//! Uses of a document's functions and classes in other modules.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_words::is_for_one_platform;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::Value;
use crate::model::value::exception::Caught;
use crate::syntax::ast::Name;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Notes what other modules use, and the classes that `__all__` offers them.
    pub(in crate::model) fn note_uses_elsewhere(&mut self) {
        let Some(module) = self.scopes.first() else {
            return;
        };
        let exported = self.exported.iter();
        let offered = exported.filter(|name| !is_for_one_platform(name));
        let offered = offered.map(|name| (name, Worlds::ALL));
        let elsewhere = self.used_elsewhere.iter();
        let names = offered.chain(elsewhere.map(|(name, worlds)| (name, *worlds)));
        let mut uses: Vec<(Used, Worlds)> = Vec::new();
        for (name, worlds) in names {
            let Some(value) = module.environment.get(name) else {
                continue;
            };
            for (within, value) in value.parts(worlds) {
                match value {
                    Value::Function(id) => uses.push((Used::Function(*id), within)),
                    Value::Class(id) => uses.push((Used::Class(*id), within)),
                    _ => {}
                }
            }
        }
        // The functions of another list are in no certain order.
        uses.sort_by_key(|(used, worlds)| (used.place(), worlds.to_string()));
        for (used, worlds) in uses {
            self.function_uses.push(FunctionUse {
                used,
                owner: None,
                worlds,
                certain: Worlds::NONE,
                call: false,
                caught: Caught::default(),
                depth: 0,
                guard: Guard::Unknown,
                wanted: None,
                dynamic: false,
                perhaps: false,
                carried: false,
                through: None,
                statement: 0..0,
            });
        }
    }
}

/// The functions and classes of the top level, by the bytes that they take.
#[derive(Debug)]
pub(crate) struct Outermost {
    all: Vec<(std::ops::Range<usize>, Name)>,
}

impl Outermost {
    pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
        let is_outermost = |info: &&FunctionInfo| !info.local && info.class.is_none();
        let functions = evaluator.functions.iter().filter(is_outermost);
        let functions = functions.filter_map(|info| {
            let body = info.body_range()?;
            Some((
                info.name_range().start..body.end,
                Name::clone(&info.function.name),
            ))
        });
        let classes = evaluator.classes.iter().filter(|info| !info.local);
        let classes = classes.filter_map(|info| {
            let start = info.class.name_span.start as usize;
            let base = info.place.start.wrapping_sub(start);
            let last = info.class.body.last()?.span.at(base);
            Some((info.place.start..last.end, Name::clone(&info.class.name)))
        });
        let mut all: Vec<_> = functions.chain(classes).collect();
        all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        // Classes in classes belong to the outer ones.
        let mut end = 0;
        all.retain(|(range, _)| {
            let is_outer = range.start >= end;
            end = end.max(range.end);
            is_outer
        });
        Self { all }
    }

    /// Those that these places are in, each once.
    pub(crate) fn around_all(&self, places: impl Iterator<Item = usize>) -> Vec<Name> {
        let mut names: Vec<Name> = places.filter_map(|at| self.around(at)).cloned().collect();
        names.sort();
        names.dedup();
        names
    }

    /// The one that a place is in.
    fn around(&self, at: usize) -> Option<&Name> {
        let before = self.all.partition_point(|(range, _)| range.start <= at);
        let (range, name) = self.all.get(before.checked_sub(1)?)?;
        (at < range.end).then_some(name)
    }
}
