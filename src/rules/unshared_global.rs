//! A global of the module that the parent sets after the import, which is all that a child repeats.

use std::collections::HashSet;
use std::ops::Range;

use super::children::{Case, Cases, may_start, related};
use super::fix::{Remedy, Trial, handed_over};
use super::{Context, Needs, Rule};
use crate::facts::spawns::Kind;
use crate::finding::{Finding, Severity};
use crate::model::children::records::Spawn;
use crate::model::eval::globals::{Access, GlobalUse};
use crate::model::eval::guards::Guard;
use crate::model::surroundings::Origin;
use crate::model::value::{FunctionId, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "unshared-global",
    page: include_str!("unshared-global.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check,
    fixes: &[Remedy::of_finding(handed_over::fix).tried(Trial::Everywhere)],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // Elsewhere the child does not even find the worker.
    if context.origin != Origin::Module {
        return;
    }
    let model = context.model;
    let candidates: HashSet<&Name> = model
        .globals
        .iter()
        .filter(|one| may_differ(one))
        .map(|one| &one.name)
        .collect();
    let is_read = |one: &GlobalUse| {
        one.kind == Access::Read && one.owner.is_some() && candidates.contains(&one.name)
    };
    if !model.globals.iter().any(is_read) {
        return;
    }
    let mut cases = Cases::default();
    let mut said: Vec<(Name, Range<usize>)> = Vec::new();
    // What children set for themselves, by an initializer, say.
    let mut run_by_children = HashSet::new();
    for spawn in &model.spawns {
        run_by_children.extend(closure(context, spawn));
    }
    for spawn in model
        .spawns
        .iter()
        .filter(|spawn| may_start(context, spawn) && spawn.role.kind != Kind::Cloud)
    {
        let worlds = model.spawning(&spawn.methods, spawn.worlds);
        if worlds.is_empty() {
            continue;
        }
        let inside = closure(context, spawn);
        let reads = model
            .globals
            .iter()
            .filter(|one| is_read(one) && one.owner.is_some_and(|owner| inside.contains(&owner)));
        for read in reads {
            // One place is enough to see what is wrong with a name.
            if let Some((_, place)) = said.iter().find(|(name, _)| *name == read.name)
                && *place != read.range
            {
                continue;
            }
            let uses: Vec<&GlobalUse> = model
                .globals
                .iter()
                .filter(|one| one.name == read.name)
                .collect();
            let set_by_child = uses.iter().any(|one| {
                one.kind != Access::Read
                    && one
                        .owner
                        .is_some_and(|owner| run_by_children.contains(&owner))
            });
            if set_by_child {
                continue;
            }
            if let Some(problem) = problem(context, spawn, read, &uses, &inside, worlds) {
                problem.case(spawn, read, worlds).add(&mut cases);
                said.push((Name::clone(&read.name), read.range.clone()));
            }
        }
    }
    Case::report(cases, RULE.code, context, findings);
}

/// Whether a child may see something else than the parent because of this.
fn may_differ(one: &GlobalUse) -> bool {
    let mut is_made = false;
    for (_, value) in one.value.parts(Worlds::ALL) {
        is_made |= matches!(value, Value::Made(..) | Value::Items(_));
    }
    one.kind != Access::Read && (one.owner.is_some() || one.guard == Guard::Main || is_made)
}

/// What is wrong with a global.
struct Problem<'m> {
    reason: String,
    raises: bool,
    there: &'m GlobalUse,
    what: &'static str,
}

impl Problem<'_> {
    fn case(self, spawn: &Spawn, read: &GlobalUse, worlds: Worlds) -> Case {
        Case {
            range: read.range.clone(),
            worlds,
            certain: self.raises && !spawn.called && read.guard == Guard::Absent,
            reason: self.reason,
            help: "Pass it as an argument, or through `initializer=` and `initargs=`.".into(),
            related: vec![
                related(self.there.range.clone(), self.what),
                related(spawn.range.clone(), "the child gets its work here"),
            ],
        }
    }
}

fn problem<'m>(
    context: &Context<'_>,
    spawn: &Spawn,
    read: &GlobalUse,
    uses: &[&'m GlobalUse],
    inside: &HashSet<FunctionId>,
    worlds: Worlds,
) -> Option<Problem<'m>> {
    let name = &read.name;
    let sets: Vec<&GlobalUse> = uses
        .iter()
        .copied()
        .filter(|one| one.kind == Access::Set)
        .collect();
    let under_guard = |one: &&GlobalUse| one.owner.is_none() && one.guard == Guard::Main;
    if let Some(first) = sets.first()
        && sets.iter().all(under_guard)
    {
        return Some(Problem {
            reason: format!(
                "`{name}` is set under the main guard only, which the child does not enter: NameError there"
            ),
            raises: true,
            there: first,
            what: "it is set here",
        });
    }
    if let Some(problem) = set_by_starter(context, spawn, name, &sets) {
        return Some(problem);
    }
    let at_import = |one: &&&GlobalUse| one.owner.is_none() && one.guard == Guard::Absent;
    let first = sets.iter().find(at_import)?;
    if sets.len() == 1
        && let Some(make) = first
            .value
            .single(worlds)
            .and_then(|value| context.model.shared(value))
        && used_by_parent(uses, inside, &make.name)
    {
        return Some(Problem {
            reason: format!(
                "each child imports this module and makes its own `{name}`, which has nothing to do with the parent's"
            ),
            raises: false,
            there: first,
            what: "it is made here, in every process",
        });
    }
    // A function or class that is defined again is something else.
    let plain = first.value.single(worlds).is_none_or(|value| {
        !matches!(
            value,
            Value::Module(_) | Value::Function(_) | Value::Class(_)
        )
    });
    let later = uses.iter().find(|one| {
        one.kind != Access::Read
            && (one.range.start < spawn.range.start || one.owner != spawn.owner)
            && (under_guard(one) || (one.owner == spawn.owner && one.owner.is_some()))
            && one.guard != Guard::Unknown
    })?;
    plain.then(|| Problem {
        reason: format!(
            "`{name}` is changed after the import, which is all that the child repeats: it sees the first value"
        ),
        raises: false,
        there: later,
        what: "it is changed here, in the parent only",
    })
}

/// A name that only the function which starts the children makes one of the module.
fn set_by_starter<'m>(
    context: &Context<'_>,
    spawn: &Spawn,
    name: &Name,
    sets: &[&'m GlobalUse],
) -> Option<Problem<'m>> {
    let starter = spawn.owner?;
    let first = sets.first()?;
    let only = sets.iter().all(|one| one.owner == Some(starter));
    let before = first.guard != Guard::Unknown && first.range.end <= spawn.range.start;
    // An initializer that is not known may set it in the child.
    let initialized = context.model.spawns.iter().any(|other| {
        let worker = other.worker.as_ref();
        let starts = matches!(other.role.kind, Kind::Pool | Kind::Executor);
        starts && worker.is_some_and(|worker| worker.value.single(other.worlds).is_none())
    });
    (only && before && !initialized && !context.model.imports(starter)).then(|| Problem {
        reason: format!(
            "`{name}` is set by the function that starts the child only, and the child does not call that: NameError there"
        ),
        raises: true,
        there: first,
        what: "it is set here",
    })
}

/// Whether it matters that a child has one of its own: a queue needs two ends, a lock does not.
fn used_by_parent(uses: &[&GlobalUse], inside: &HashSet<FunctionId>, name: &str) -> bool {
    let lock = name.ends_with("Lock") || name.ends_with("Semaphore");
    lock || uses.iter().any(|one| {
        one.kind != Access::Set && one.owner.is_none_or(|owner| !inside.contains(&owner))
    })
}

/// The functions that a worker runs.
fn closure(context: &Context<'_>, spawn: &Spawn) -> HashSet<FunctionId> {
    let mut found = HashSet::new();
    let mut next: Vec<FunctionId> = Vec::new();
    if let Some(worker) = &spawn.worker {
        for (_, value) in worker.value.parts(spawn.worlds) {
            if let Value::Function(id) = value
                && !context.model.function_info(*id).is_local()
            {
                next.push(*id);
            }
        }
    }
    while let Some(id) = next.pop() {
        if found.insert(id) {
            next.extend(context.model.called_by(id));
        }
    }
    found
}
