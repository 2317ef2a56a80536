//! A part of a module's state that the parent sets after the import, which is all that a child repeats.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::children::{ChildCase, ChildCases, may_start, quoted, related};
use super::fix::{
    Remedy, Trial, above_guard, call_at_import, global_as_argument, repeat_in_child,
    state_in_initializer,
};
use super::global_reads::{GlobalReads, reads};
use super::unbound_global::{
    bindings, initialized_in_parent, is_at_import, is_under_guard, only_under_guard,
    unbound_at_import,
};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Severity};
use crate::limits::reached;
use crate::model::children::module_state::{ModuleState, StateUse};
use crate::model::children::records::Spawn;
use crate::model::eval::globals::{Access, GlobalUse, Slot};
use crate::model::eval::guards::Guard;
use crate::model::link::order::EarlierEvents;
use crate::model::link::other_modules::{is_outside, same_module};
use crate::model::surroundings::Origin;
use crate::model::value::{FunctionId, Value};
use crate::world::Worlds;

/// How many places that start children, or give work to them, are looked at.
const MAX_STARTS: usize = 256;

pub(super) static RULE: Rule = Rule {
    code: "unshared-global",
    page: include_str!("unshared-global.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(global_as_argument::fix).tried(Trial::Everywhere),
        Remedy::of_finding(above_guard::fix).tried(Trial::Everywhere),
        Remedy::of_finding(repeat_in_child::fix).tried(Trial::Everywhere),
        Remedy::of_finding(call_at_import::fix).tried(Trial::Everywhere),
        Remedy::of_finding(state_in_initializer::fix).tried(Trial::Everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Elsewhere the child does not even find the worker.
    if context.origin != Origin::Module {
        return;
    }
    let model = context.model;
    let spawns = model
        .spawns
        .iter()
        .chain(&model.lifted)
        .chain(&model.outside);
    let spawns: Vec<(&Spawn, Worlds)> = spawns
        .filter(|spawn| may_start(context, spawn) && spawn.role.kind != SpawnKind::Cloud)
        .map(|spawn| (spawn, model.spawning(&spawn.methods, spawn.worlds)))
        .filter(|(_, worlds)| !worlds.is_empty())
        .take(MAX_STARTS)
        .collect();
    if spawns.len() == MAX_STARTS {
        reached("places that start children");
    }
    if spawns.is_empty() {
        return;
    }
    let (mut cases, state) = (ChildCases::default(), model.module_state());
    initialized_in_parent(context, &spawns, &state, &mut cases);
    unbound_at_import(&spawns, &state, &mut cases);
    // An initializer that is not known, or is a method, may set anything in the child.
    let is_open = |(spawn, worlds): &(&Spawn, Worlds)| {
        let initializes = matches!(spawn.role.kind, SpawnKind::Pool | SpawnKind::Executor);
        let worker = spawn.worker.as_ref();
        let value = worker.map(|worker| worker.value.single(*worlds));
        initializes && value.is_some_and(|value| model.may_set_anything(value))
    };
    if !spawns.iter().any(is_open) {
        let mut children = UnsharedGlobals {
            context,
            state: &state,
            // What children set for themselves, by an initializer, say.
            code: spawns
                .iter()
                .flat_map(|(spawn, _)| model.run_by(spawn))
                .collect(),
            reads: reads(&state),
            said: HashMap::new(),
        };
        for (spawn, worlds) in spawns {
            children.look_at(spawn, worlds, &mut cases);
        }
    }
    ChildCase::report(cases, RULE.code, context, findings);
}

/// What children do not see, child by child.
struct UnsharedGlobals<'c, 'd, 'm> {
    context: &'c Context<'d>,
    state: &'c ModuleState<'m>,
    reads: GlobalReads<'m>,
    /// The functions that children run.
    code: HashSet<FunctionId>,
    /// The places at which each part of the state was reported.
    said: HashMap<Slot, Vec<Range<usize>>>,
}

/// What is wrong with a part of the state.
struct StateProblem {
    what_fails: String,
    why: &'static str,
    /// Each process makes its own: nobody changes it.
    own: bool,
    raises: bool,
    there: Range<usize>,
    what: &'static str,
}

impl UnsharedGlobals<'_, '_, '_> {
    fn look_at(&mut self, spawn: &Spawn, worlds: Worlds, cases: &mut ChildCases) {
        let model = self.context.model;
        let inside = model.run_by(spawn);
        if inside.is_empty() {
            return;
        }
        let (owner, at) = model.started_at(spawn, worlds);
        let past = model.past(owner, at);
        let read = inside.iter().filter_map(|id| self.reads.get(id));
        let mut slots: Vec<(Slot, &GlobalUse)> = read.flatten().cloned().collect();
        // A whole object before its parts: `config`, `config.debug`.
        slots.sort_by_key(|(_, read)| (read.range.start, read.range.end));
        let mut seen = HashSet::new();
        slots.retain(|(slot, read)| seen.insert((slot.clone(), read.copied)));
        for (slot, read) in slots {
            // One place is enough to see what is wrong with a name.
            let said = |slot: &Slot| self.said.get(slot).into_iter().flatten();
            let whole = slot.whole();
            let part = said(&whole).filter(|place| place.start == read.range.start);
            if said(&slot).chain(part).any(|place| *place != read.range) {
                continue;
            }
            if let Some(problem) = self.problem(&slot, read, (spawn, worlds), &inside, &past) {
                let places = self.said.entry(slot.clone()).or_default();
                places.retain(|place| *place != read.range);
                places.push(read.range.clone());
                let case = self.case(problem, (spawn, worlds), &slot, read, &past);
                if let Some(case) = case {
                    case.add(cases);
                }
            }
        }
    }

    fn case(
        &self,
        problem: StateProblem,
        (spawn, worlds): (&Spawn, Worlds),
        slot: &Slot,
        read: &GlobalUse,
        past: &EarlierEvents,
    ) -> Option<ChildCase> {
        let starts = related(spawn.range.clone(), "the child gets its work here");
        if !is_outside(&read.range) {
            return Some(ChildCase {
                obstacle: None,
                range: read.range.clone(),
                worlds,
                certain: problem.raises && !spawn.called && read.guard == Guard::Absent,
                what: problem.what_fails,
                why: problem.why.into(),
                help: "Pass it as an argument, or through `initializer=` and `initargs=`.".into(),
                related: vec![related(problem.there, problem.what), starts],
            });
        }
        // What is read in another module is said where this one changes it, unless that one knows.
        let place = spawn.through.first().unwrap_or(&spawn.range);
        if same_module(place.start, read.range.start) {
            return None;
        }
        if problem.own {
            let range = spawn.worker.as_ref()?.range.clone();
            return (!is_outside(&range)).then(|| ChildCase {
                obstacle: None,
                range,
                worlds,
                certain: false,
                what: problem.what_fails,
                why: problem.why.into(),
                help: "Pass it as an argument, or through `initializer=` and `initargs=`.".into(),
                related: vec![
                    related(problem.there, problem.what),
                    related(read.range.clone(), "the child reads it here"),
                ],
            });
        }
        let mut uses = self.state.get(slot)?.iter();
        let place = uses.find_map(|usage| {
            let changes = usage.kind != Access::Read && !is_at_import(usage.there);
            past.find(usage.there.owner, &usage.there.range)
                .filter(|_| changes)
        })?;
        (!is_outside(&place)).then(|| ChildCase {
            obstacle: None,
            range: place,
            worlds,
            certain: false,
            what: format!("`{}` is unchanged in the child", shown(slot)),
            why: "only the parent changes it".into(),
            help: "Pass it as an argument, or through `initializer=` and `initargs=`.".into(),
            related: vec![
                related(read.range.clone(), "the child reads it here"),
                starts,
            ],
        })
    }

    fn problem(
        &self,
        slot: &Slot,
        read: &GlobalUse,
        (spawn, worlds): (&Spawn, Worlds),
        inside: &HashSet<FunctionId>,
        past: &EarlierEvents,
    ) -> Option<StateProblem> {
        let uses = self.state.get(slot)?;
        let whole = slot.whole();
        let holders = self.state.get(&whole).filter(|_| whole != *slot);
        // What a call gives is the same thing each time only where its function says so.
        if slot.is_called() && holders.is_none_or(|holders| bindings(holders).next().is_none()) {
            return None;
        }
        let by_child = |usage: &StateUse<'_>| {
            let owner = usage.there.owner;
            usage.kind != Access::Read && owner.is_some_and(|owner| self.code.contains(&owner))
        };
        if uses
            .iter()
            .chain(holders.into_iter().flatten())
            .any(by_child)
        {
            return None;
        }
        let name = match is_outside(&read.range) {
            true => format!("`{}`", shown(slot)),
            false => quoted(self.context, &read.range),
        };
        // A module that has imported a name keeps what it stood for then.
        let is_copy = read.copied && slot.attribute.is_none();
        if let Some(first) = only_under_guard(slot, uses).filter(|_| !is_copy) {
            return Some(StateProblem {
                what_fails: format!("{name} raises NameError in the child"),
                why: "only the main guard sets it",
                own: false,
                raises: true,
                there: first.range.clone(),
                what: "it is set here",
            });
        }
        self.set_by_functions(slot, uses, &name, past)
            .filter(|_| !is_copy)
            .or_else(|| self.own_in_each(slot, uses, read, inside, worlds, &name))
            .or_else(|| self.changed(slot, (uses, read), spawn, past, &name))
    }

    /// A name that only functions make one of the module, and the child calls none of them.
    fn set_by_functions(
        &self,
        slot: &Slot,
        uses: &[StateUse<'_>],
        name: &str,
        past: &EarlierEvents,
    ) -> Option<StateProblem> {
        let model = self.context.model;
        let elsewhere = |usage: &GlobalUse| {
            let owner = usage.owner;
            is_under_guard(usage) || owner.is_some_and(|owner| !model.runs_unguarded(owner))
        };
        if slot.attribute.is_some() || !bindings(uses).all(elsewhere) {
            return None;
        }
        let first =
            bindings(uses).find(|binding| past.find(binding.owner, &binding.range).is_some())?;
        Some(StateProblem {
            what_fails: format!("{name} raises NameError in the child"),
            why: "only the parent sets it",
            own: false,
            raises: true,
            there: first.range.clone(),
            what: "it is set here, in the parent only",
        })
    }

    /// A lock or queue that the module makes: each process makes its own.
    fn own_in_each(
        &self,
        slot: &Slot,
        uses: &[StateUse<'_>],
        read: &GlobalUse,
        inside: &HashSet<FunctionId>,
        worlds: Worlds,
        name: &str,
    ) -> Option<StateProblem> {
        let model = self.context.model;
        let mut sets = bindings(uses);
        let value = match (sets.next(), sets.next()) {
            (Some(only), None) if is_at_import(only) && only.guard == Guard::Absent => &only.value,
            (None, None) if slot.attribute.is_some() => &read.value,
            _ => return None,
        };
        let make = value.single(worlds).and_then(|value| model.shared(value))?;
        if !model.is_at_top(&make.range) || !used_by_parent(uses, inside, &make.name) {
            return None;
        }
        Some(StateProblem {
            what_fails: format!("{name} is not shared with the child"),
            why: "each process makes its own",
            own: true,
            raises: false,
            there: make.range.clone(),
            what: "it is made here, in every process",
        })
    }

    /// What is there once the module is imported, and changed before the child starts.
    fn changed(
        &self,
        slot: &Slot,
        (uses, read): (&[StateUse<'_>], &GlobalUse),
        spawn: &Spawn,
        past: &EarlierEvents,
        name: &str,
    ) -> Option<StateProblem> {
        let model = self.context.model;
        let holders = self.state.get(&slot.whole())?;
        let made = bindings(holders).find(|binding| is_at_import(binding))?;
        let first = made.value.single(self.context.targets);
        // A function or class that is defined again is something else, and the library knows how
        // to hand over what it has to. One that another module puts in its place is not.
        let is_function = matches!(first, Some(Value::Function(_))) && slot.attribute.is_none();
        let plain = match first {
            Some(Value::Module(_)) => false,
            // What a call gives, such as `os.environ.get("MODE")`, is a value like any other.
            Some(Value::Symbol(name)) => name.ends_with("()"),
            Some(Value::Class(_)) => slot.attribute.is_some(),
            Some(value) => slot.attribute.is_none() || model.shared(value).is_none(),
            None => true,
        };
        if !plain {
            return None;
        }
        let mut changes = uses.iter().filter(|usage| usage.kind != Access::Read);
        let later = changes.find(|usage| {
            let there = usage.there;
            let at_import = match there.owner {
                Some(owner) => model.runs_unguarded(owner),
                None => is_at_import(there),
            };
            let known = there.value.single(self.context.targets);
            let constant = known.is_some_and(Value::is_constant) && known == first;
            let replaced = usage.kind == Access::Set && slot.attribute.is_none();
            let same = replaced && (constant || read.copied);
            let before = past.find(there.owner, &there.range).is_some();
            let before =
                before || is_under_guard(there) && spawn.owner.is_some() && !past.starts_at_top();
            let counts = !is_function || !same_module(there.range.start, made.range.start);
            !at_import && !same && before && counts
        })?;
        Some(StateProblem {
            what_fails: format!("{name} is unchanged in the child"),
            why: "only the parent changes it",
            own: false,
            raises: false,
            there: later.there.range.clone(),
            what: "it is changed here, in the parent only",
        })
    }
}

/// A part of a module's state, by the names that lead to it.
fn shown(slot: &Slot) -> String {
    let module = slot.module.iter();
    let names = module.chain([&slot.name]).chain(&slot.attribute);
    let names: Vec<&str> = names.map(|name| &**name).collect();
    names.join(".")
}

/// Whether it matters that a child has one of its own: a queue needs two ends, a lock does not.
fn used_by_parent(uses: &[StateUse<'_>], inside: &HashSet<FunctionId>, name: &str) -> bool {
    let lock = name.ends_with("Lock") || name.ends_with("Semaphore");
    lock || uses.iter().any(|usage| {
        let owner = usage.there.owner;
        usage.kind != Access::Set && owner.is_none_or(|owner| !inside.contains(&owner))
    })
}
