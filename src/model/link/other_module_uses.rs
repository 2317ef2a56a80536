//! Uses of a document's functions and classes in other modules.

use foldhash::HashMap;

use crate::facts::lists;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_words::is_for_one_platform;
use crate::model::eval::undecided_guards::Undecided;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::exception::Caught;
use crate::model::value::{FunctionId, Value};
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
        let mut uses: Vec<(Used, Worlds)> = self.methods_used_elsewhere();
        for (name, worlds) in names {
            let Some(value) = module.environment.get(name) else {
                continue;
            };
            // What is used where nothing runs has its users all the same.
            let parts = match worlds.is_empty() {
                true => value.parts(Worlds::ALL),
                false => value.parts(worlds),
            };
            for (within, value) in parts {
                let within = within & worlds;
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
                catches_pickling: false,
                depth: 0,
                guard: Guard::Unknown,
                unclear: Undecided::default(),
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

impl Evaluator<'_> {
    /// The methods that other modules use, and where: `Connection.fork`.
    pub(in crate::model) fn methods_used_elsewhere(&self) -> Vec<(Used, Worlds)> {
        let elsewhere = self.used_elsewhere.iter();
        let named = elsewhere.filter_map(|(name, worlds)| Some((name.rsplit_once('.')?, *worlds)));
        let methods: HashMap<(&str, &str), Worlds> = named.collect();
        if methods.is_empty() {
            return Vec::new();
        }
        let functions = self.functions.iter().enumerate();
        let found = functions.filter_map(|(at, info)| {
            let own = &self.classes[info.class?.0 as usize];
            let worlds = methods.get(&(&*own.class.name, &*info.function.name))?;
            (!own.local).then(|| (Used::Function(FunctionId::at(at)), *worlds))
        });
        found.collect()
    }
}

impl Evaluator<'_> {
    /// Where the functions are in which something fails, and those that use them: who is kept from these is kept from
    /// that. With the parameters that may tell.
    pub(in crate::model) fn leading_to_failures(&self) -> (Vec<usize>, Vec<Name>) {
        let mut leads = vec![false; self.functions.len()];
        let fails = self.uses.iter().filter(|usage| !usage.worlds.is_empty());
        let mut due: Vec<FunctionId> = fails.filter_map(|usage| usage.owner).collect();
        if due.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut places: Vec<usize> = due.iter().map(|id| self.place_of(*id)).collect();
        let mut users: HashMap<&Used, Vec<FunctionId>> = HashMap::default();
        for usage in &self.function_uses {
            if let (Used::Function(_) | Used::Class(_), Some(owner)) = (&usage.used, usage.owner) {
                users.entry(&usage.used).or_default().push(owner);
            }
        }
        while let Some(id) = due.pop() {
            if !std::mem::replace(&mut leads[id.0 as usize], true) {
                due.extend(users.get(&Used::Function(id)).into_iter().flatten());
                if let Some(class) = self.functions[id.0 as usize].class {
                    due.extend(users.get(&Used::Class(class)).into_iter().flatten());
                }
            }
        }
        let parameters = self.parameters_to_ask_for(&leads);
        // Of methods there are too many to ask for all that lead there.
        let plain = |info: &FunctionInfo| info.class.is_none() && !info.local;
        let functions = self.functions.iter().zip(leads);
        let leading = functions.filter(|(info, leads)| *leads && plain(info));
        places.extend(leading.map(|(info, _)| info.name_range().start));
        (places, parameters)
    }

    fn place_of(&self, id: FunctionId) -> usize {
        self.functions[id.0 as usize].name_range().start
    }
}

/// The functions and classes of the top level, and the methods of those, by the bytes that they take.
#[derive(Debug)]
pub(crate) struct OutermostDefinitions {
    all: Vec<(std::ops::Range<usize>, Name)>,
    methods: Vec<(std::ops::Range<usize>, Name)>,
}

impl OutermostDefinitions {
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
        let methods = evaluator.functions.iter().filter_map(|info| {
            let class = &evaluator.classes[info.class?.0 as usize];
            // What a module offers to others, anybody may call.
            let is_offered = evaluator.exported.contains(&class.class.name);
            let is_open = !class.local
                && !is_offered
                && info.is_public_method()
                && !is_called_by_library(info);
            let range = info.name_range().start..info.body_range()?.end;
            let name = format!("{}.{}", class.class.name, info.function.name);
            is_open.then(|| (range, name.into()))
        });
        let mut methods: Vec<_> = methods.collect();
        methods.sort_by_key(|(range, _): &(std::ops::Range<usize>, Name)| range.start);
        Self { all, methods }
    }

    /// Those that these places are in, each once.
    pub(crate) fn around_all(&self, places: impl Iterator<Item = usize>) -> Vec<Name> {
        let both = |at: usize| [around(&self.all, at), around(&self.methods, at)];
        let found = places.flat_map(both).flatten();
        let mut names: Vec<Name> = found.cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The one that a place is in.
fn around(all: &[(std::ops::Range<usize>, Name)], at: usize) -> Option<&Name> {
    let before = all.partition_point(|(range, _)| range.start <= at);
    let (range, name) = all.get(before.checked_sub(1)?)?;
    (at < range.end).then_some(name)
}

/// Whether a library calls methods of this name by itself, whose class extends one of its own.
fn is_called_by_library(info: &FunctionInfo) -> bool {
    let name = info.function.name.to_ascii_lowercase();
    lists::LIBRARY_METHODS.has(&name) || lists::LIBRARY_BEGINNINGS.begins(&name)
}
