//! Collections of a module that functions fill: `TASKS[name] = wrapper` in a decorator, and what is taken out of them.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::globals::Slot;
use crate::model::eval::guards::Guard;
use crate::model::summary::calls::Call;
use crate::model::summary::given_arguments::{Given, argument};
use crate::model::value::shift::shiftable;
use crate::model::value::subscripts::key_of;
use crate::model::value::{FunctionId, ITEM, Partition, Value};
use crate::syntax::ast::{Expr, Name};
use crate::world::Worlds;

/// A registry with more entries is not looked through.
const MAX_STORED_ITEMS: usize = 64;

/// What a function puts into a collection that is part of a module's state.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct StoredItem {
    /// The module, where it is not the document, and the name.
    pub(in crate::model) module: Option<Name>,
    name: Name,
    /// The key, where it is known.
    key: Option<Name>,
    value: Partition,
}

impl StoredItem {
    /// The name of the collection.
    pub(in crate::model) fn name(&self) -> &Name {
        &self.name
    }

    /// What is put there.
    pub(in crate::model) fn value(&self) -> &Partition {
        &self.value
    }

    /// The same in a module that was brought in.
    pub(in crate::model) fn in_module(self, module: &Name, document: Option<&Name>) -> Self {
        let of = self.module.as_ref().unwrap_or(module);
        let of = (document != Some(of)).then(|| Name::clone(of));
        Self { module: of, ..self }
    }
}

impl Evaluator<'_> {
    /// Notes that a function puts something into a collection of a module.
    pub(in crate::model) fn note_stored(
        &mut self,
        collection: &Expr,
        key: Option<&Expr>,
        value: &Partition,
    ) {
        let minds = self.outside.minds_children || self.outside.alone;
        if self.quiet > 0 || self.owner.is_none() || !minds {
            return;
        }
        let Some((module, name)) = self.registry(collection) else {
            return;
        };
        let key = key.and_then(|key| match self.aside(key).single(self.reach) {
            Some(Value::Str(key)) => Some(Name::clone(key)),
            _ => None,
        });
        self.spawning.stored.push(StoredItem {
            module,
            name,
            key,
            value: value.clone(),
        });
    }

    /// What is taken out of a collection of a module, whatever was put into it: known once all functions are.
    pub(in crate::model) fn taken_out(&self, collection: &Expr, key: &Partition) -> Option<Value> {
        let minds = self.outside.minds_children || self.outside.alone;
        let inside = self.owner.is_some() || self.guarded_by() != Guard::Absent;
        if !minds || !inside {
            return None;
        }
        let (module, name) = self.registry(collection)?;
        let own = || self.surroundings.module_name().unwrap_or_default().into();
        let of = Value::Imported(Arc::new((module.unwrap_or_else(own), name)));
        let step: Name = match key.single(self.reach) {
            Some(Value::Str(key)) if !key.is_empty() => format!("[{key}]").into(),
            _ => ITEM.into(),
        };
        Some(Value::Member(Arc::new((of, step))))
    }

    /// The part of a module's state that a collection is.
    fn registry(&self, collection: &Expr) -> Option<(Option<Name>, Name)> {
        let Slot {
            module,
            name,
            attribute: None,
        } = self.slot(collection)?
        else {
            return None;
        };
        // A name that is imported stands for the same collection.
        match self.outside.taken.get(&name).filter(|_| module.is_none()) {
            Some((module, name)) => Some((Some(Name::clone(module)), Name::clone(name))),
            None => Some((module, name)),
        }
    }

    /// The modules out of whose collections something goes to children, or to functions that are called.
    fn modules_with_registries(&self) -> Vec<Name> {
        let spawns = self.spawning.spawns.iter().chain(&self.spawning.awaiting);
        let handed = spawns.flat_map(|spawn| spawn.worker.iter().chain(&spawn.given));
        let passed = self.spawning.calls.iter().flat_map(|call| &call.passed);
        let handed = handed.chain(passed.map(|argument| &argument.handed));
        let mut modules = Vec::new();
        for (_, value) in handed.flat_map(|handed| handed.value.parts(Worlds::ALL)) {
            if let Some((of, _)) = registry_of(value)
                && !modules.contains(&of.0)
            {
                modules.push(Name::clone(&of.0));
            }
        }
        modules
    }

    /// Puts what is in registries into the place of what children, and functions that are called, get out of them.
    pub(in crate::model) fn open_registries(&mut self) {
        for module in self.modules_with_registries() {
            self.bring(&module);
        }
        if self.spawning.stored.is_empty() {
            return;
        }
        let mut spawns = std::mem::take(&mut self.spawning.spawns);
        let mut outside = std::mem::take(&mut self.outside.spawns);
        let mut awaiting = std::mem::take(&mut self.spawning.awaiting);
        let mut calls = self.spawning.calls.clone();
        let registries = Registries::of(self);
        let handed = [&mut spawns, &mut outside, &mut awaiting]
            .into_iter()
            .flatten();
        let handed = handed.flat_map(|spawn| spawn.worker.iter_mut().chain(&mut spawn.given));
        let passed = calls.iter_mut().flat_map(|call| &mut call.passed);
        let passed = passed.map(|argument| &mut argument.handed);
        for handed in handed.chain(passed) {
            handed.value = handed.value.then(Worlds::ALL, |worlds, value| {
                let stored = registries.get(value, worlds);
                Partition::always(stored.unwrap_or_else(|| value.clone()))
            });
        }
        self.spawning.spawns = spawns;
        self.outside.spawns = outside;
        self.spawning.awaiting = awaiting;
        self.spawning.calls = calls;
    }
}

/// What functions put into collections of modules.
struct Registries<'e> {
    stored: HashMap<(Option<&'e Name>, &'e Name), Vec<&'e StoredItem>>,
    calls: HashMap<FunctionId, Vec<&'e Call>>,
    functions: &'e [FunctionInfo],
    /// The name of the document.
    own: &'e str,
}

impl<'e> Registries<'e> {
    fn of(evaluator: &'e Evaluator<'_>) -> Self {
        let mut stored: HashMap<(Option<&Name>, &Name), Vec<&StoredItem>> = HashMap::new();
        for item in &evaluator.spawning.stored {
            let registry = (item.module.as_ref(), &item.name);
            stored.entry(registry).or_default().push(item);
        }
        let mut calls: HashMap<FunctionId, Vec<&Call>> = HashMap::new();
        for call in &evaluator.spawning.calls {
            calls.entry(call.callee).or_default().push(call);
        }
        Self {
            stored,
            calls,
            functions: &evaluator.functions,
            own: evaluator.surroundings.module_name().unwrap_or_default(),
        }
    }

    /// What comes out of one.
    fn get(&self, value: &Value, worlds: Worlds) -> Option<Value> {
        let (registry, step) = registry_of(value)?;
        let module = (*registry.0 != *self.own).then_some(&registry.0);
        let items = self.stored.get(&(module, &registry.1))?;
        if items.len() > MAX_STORED_ITEMS {
            reached("items that functions put into a registry");
            return None;
        }
        let key = key_of(step);
        let fits = |item: &&&StoredItem| match (&item.key, key) {
            (Some(known), Some(key)) => **known == *key,
            _ => true,
        };
        let mut found = Vec::new();
        for item in items.iter().filter(fits) {
            match bound(&item.value, worlds)? {
                Value::Parameter(id, at) => self.passed(*id, *at, worlds, &mut found)?,
                value => found.push(value.clone()),
            }
        }
        Value::any_of(found.iter())
    }

    /// What all calls pass for a parameter; nothing where a decorator is called, which nobody sees.
    fn passed(
        &self,
        id: FunctionId,
        at: u16,
        worlds: Worlds,
        found: &mut Vec<Value>,
    ) -> Option<()> {
        let info = &self.functions[id.0 as usize];
        for call in self.calls.get(&id)? {
            let passed = (&call.passed[..], worlds);
            let given = match argument(info, at, call.filled, passed)? {
                Given::Argument(handed) => handed.value.clone(),
                Given::Value(value) | Given::Default(value) => value,
            };
            found.push(bound(&given, worlds)?.clone());
        }
        Some(())
    }
}

/// What something is wherever it is bound.
fn bound(value: &Partition, within: Worlds) -> Option<&Value> {
    let mut parts = value.parts(within);
    let mut bound = parts
        .by_ref()
        .map(|(_, value)| value)
        .filter(|value| **value != Value::Unbound);
    let first = bound.next()?;
    bound.next().is_none().then_some(first)
}

/// The collection of a module out of which something comes, and by which key.
fn registry_of(value: &Value) -> Option<(&(Name, Name), &str)> {
    let Value::Member(member) = value else {
        return None;
    };
    match &member.0 {
        Value::Imported(of) if *member.1 == *ITEM || key_of(&member.1).is_some() => {
            Some((of, &member.1))
        }
        _ => None,
    }
}

shiftable!(StoredItem { moves value; keeps module, name, key });
