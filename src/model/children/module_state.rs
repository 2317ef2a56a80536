//! The state of modules, part by part: who reads it, sets it and changes it.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts::spawns::SpawnKind;
use crate::model::Model;
use crate::model::children::records::Spawn;
use crate::model::eval::globals::{ANY, Access, GlobalUse, Slot};
use crate::model::link::call_sites::FunctionUse;
use crate::model::value::{ClassId, FunctionId, Value};

/// Something that is done with a part of a module's state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StateUse<'m> {
    pub(crate) kind: Access,
    /// Where: a method that is called there may do it.
    pub(crate) there: &'m GlobalUse,
}

/// The parts of the state of modules, with what is done with each.
pub(crate) type ModuleState<'m> = HashMap<Slot, Vec<StateUse<'m>>>;

impl Model {
    /// What is done with each part of the state of the modules that are known.
    pub(crate) fn module_state(&self) -> ModuleState<'_> {
        let mut holders: HashMap<&Slot, ClassId> = HashMap::new();
        for usage in &self.globals {
            if usage.kind == Access::Set
                && usage.owner.is_none()
                && let Some(Value::Object(class, _) | Value::Class(class)) =
                    usage.value.single(self.worlds)
            {
                holders.insert(&usage.slot, *class);
            }
        }
        let mut state = ModuleState::new();
        let mut methods: HashMap<FunctionId, Vec<(Slot, Access)>> = HashMap::new();
        for usage in &self.globals {
            let method = usage.slot.attribute.as_ref().and_then(|name| {
                let class = *holders.get(&usage.slot.whole())?;
                self.method(&self.lineage(class), name)
            });
            let Some(method) = method.filter(|_| usage.kind == Access::Read) else {
                let kind = usage.kind;
                let uses = state.entry(usage.slot.clone()).or_default();
                uses.push(StateUse { kind, there: usage });
                continue;
            };
            let does = methods.entry(method).or_insert_with(|| {
                let done = self.done_by(method);
                let whole = usage.slot.whole();
                done.map(|(name, kind)| (whole.with(name), kind)).collect()
            });
            for (slot, kind) in does {
                let slot = Slot {
                    attribute: slot.attribute.clone(),
                    ..usage.slot.clone()
                };
                let uses = state.entry(slot).or_default();
                uses.push(StateUse {
                    kind: *kind,
                    there: usage,
                });
            }
        }
        spread(&mut state);
        state
    }

    /// What a method, and those that it calls, do with attributes of the object.
    fn done_by(
        &self,
        method: FunctionId,
    ) -> impl Iterator<Item = (&crate::syntax::ast::Name, Access)> {
        let class = self.functions[method.0 as usize].class;
        let lineage = class.map(|class| self.lineage(class)).unwrap_or_default();
        let mut methods = HashSet::new();
        let mut due = vec![method];
        while let Some(id) = due.pop() {
            let own = self.functions[id.0 as usize].class;
            if own.is_some_and(|own| lineage.contains(&own)) && methods.insert(id) {
                due.extend(self.called_by(id));
            }
        }
        let uses = self.self_uses.iter();
        uses.filter(move |usage| methods.contains(&usage.owner))
            .map(|usage| (&usage.attribute, usage.kind))
    }

    /// The functions that run in the child that a call starts or gives work to.
    pub(crate) fn run_by(&self, spawn: &Spawn) -> HashSet<FunctionId> {
        self.run_by_where(spawn, |_| true)
    }

    /// The same, through these uses only.
    pub(in crate::model) fn run_by_where(
        &self,
        spawn: &Spawn,
        follows: impl Fn(&FunctionUse) -> bool,
    ) -> HashSet<FunctionId> {
        let mut found = HashSet::new();
        let mut next: Vec<FunctionId> = Vec::new();
        for handed in spawn.worker.iter().chain(&spawn.given) {
            for (_, value) in handed.value.parts(spawn.worlds) {
                self.callables(value, &mut next);
            }
        }
        for (_, value) in spawn.subject.parts(spawn.worlds) {
            if let Value::Object(class, _) = value {
                next.extend(self.method(&self.lineage(*class), "run"));
            }
        }
        if spawn.role.kind == SpawnKind::Loader {
            for (_, value) in spawn
                .given
                .iter()
                .flat_map(|usage| usage.value.parts(spawn.worlds))
            {
                if let Value::Object(class, _) = value {
                    let lineage = self.lineage(*class);
                    let names = ["__getitem__", "__iter__", "__len__"];
                    next.extend(names.iter().filter_map(|name| self.method(&lineage, name)));
                }
            }
        }
        while let Some(id) = next.pop() {
            if found.insert(id) {
                let uses = self.function_uses.inside(Some(id));
                let uses = uses.filter(|usage| follows(usage));
                next.extend(uses.filter_map(FunctionUse::function));
            }
        }
        found
    }

    /// Whether nobody knows what a call of it sets: it is not known itself, or a method.
    pub(crate) fn may_set_anything(&self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::Function(id)) => self.function_info(*id).is_method(),
            Some(value) => value.is_open() || matches!(value, Value::Method(_)),
            None => true,
        }
    }

    /// The functions that a call of a value runs.
    fn callables(&self, value: &Value, found: &mut Vec<FunctionId>) {
        match value {
            Value::Function(id) if !self.function_info(*id).is_local() => found.push(*id),
            Value::Class(class) => {
                found.extend(self.method(&self.lineage(*class), "__init__"));
            }
            Value::Object(class, _) => {
                found.extend(self.method(&self.lineage(*class), "__call__"));
            }
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                if &*make.name == "functools.partial"
                    && let Some((_, first)) = make.arguments.first()
                    && let Some(first @ Value::Function(_)) = first.single(self.worlds)
                {
                    self.callables(first, found);
                }
            }
            _ => {}
        }
    }
}

/// Counts what sets any attribute of something for each attribute that is known.
fn spread(state: &mut ModuleState<'_>) {
    let is_any = |slot: &Slot| slot.attribute.as_deref() == Some(ANY);
    let any: HashMap<Slot, Vec<StateUse<'_>>> = state
        .iter()
        .filter(|(slot, _)| is_any(slot))
        .map(|(slot, uses)| (slot.whole(), uses.clone()))
        .collect();
    if any.is_empty() {
        return;
    }
    for (slot, known) in state {
        if slot.attribute.is_some() && !is_any(slot) {
            known.extend(any.get(&slot.whole()).into_iter().flatten().copied());
        }
    }
}
