//! An argument that cannot be sent to the child process that it is for.

use std::ops::Range;

use foldhash::{HashSet, HashSetExt};

use super::children::{ChildCase, ChildCases, help_elsewhere, pickling, quoted, related, started};
use super::fix::{
    Remedy, Trial, argument_in_child, call_maker, dynamic_class, hoist_lambda, hoist_nested,
    listed_attribute, manager_proxy, new_lock, picklable_value, remade_attribute,
};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, PicklingObstacle, SentAs, Severity};
use crate::model::link::other_modules::is_outside;
use crate::model::objects::unpicklable_reasons::Unpicklable;
use crate::model::value::Value;

pub(super) static RULE: Rule = Rule {
    code: "unpicklable-argument",
    page: include_str!("unpicklable-argument.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(picklable_value::fix).tried(Trial::Everywhere),
        Remedy::of_finding(dynamic_class::namespace).tried(Trial::Everywhere),
        Remedy::of_finding(dynamic_class::named).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::held).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::within).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::returned).tried(Trial::Everywhere),
        Remedy::of_finding(remade_attribute::fix).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::class_of_object).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::held).tried(Trial::Everywhere),
        Remedy::of_finding(manager_proxy::fix).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::fix).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::with_parts).tried(Trial::Everywhere),
        Remedy::of_finding(call_maker::fix).tried(Trial::Everywhere),
        Remedy::of_finding(listed_attribute::fix).tried(Trial::Everywhere),
        Remedy::of_finding(new_lock::fix).tried(Trial::Everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    for (spawn, within) in pickling(context) {
        for handed in &spawn.given {
            let Some((worlds, reason)) = context.model.unpicklable(spawn, handed, within) else {
                continue;
            };
            if reason.while_starting && !spawn.role.always {
                continue;
            }
            if spawn.role.kind == SpawnKind::Cloud && reason.takes_cloudpickle() {
                continue;
            }
            // `torch.multiprocessing.spawn` hands its arguments to processes that it starts.
            if reason.while_starting && spawn.role.kind == SpawnKind::Torch {
                continue;
            }
            let (cannot, help) = match reason.while_starting {
                true => (
                    "cannot be sent to a running worker",
                    "Pass it with `initializer=` and `initargs=`, or use one from a manager.",
                ),
                false => (
                    "cannot be pickled",
                    "Make it in the child, or pass what it is made from.",
                ),
            };
            let place = reason.place.clone().filter(|place| *place != handed.range);
            ChildCase {
                obstacle: Some(reason.obstacle()),
                range: handed.range.clone(),
                worlds,
                certain: !spawn.called && !spawn.doubtful,
                what: format!("{} {cannot}", quoted(context, &handed.range)),
                why: reason.clause(),
                help: help_elsewhere(&reason).unwrap_or(help).into(),
                related: place
                    .map(|place| related(place, "it is made here"))
                    .into_iter()
                    .chain(started(spawn))
                    .collect(),
            }
            .add(&mut cases);
        }
    }
    classes(context, &mut cases);
    ChildCase::report(cases, RULE.code, context, findings);
}

/// A process object goes to its own child, with all that `__init__` puts into it.
fn classes(context: &Context<'_>, cases: &mut ChildCases) {
    let mut made = HashSet::new();
    for spawn in context.model.spawns.iter().filter(|spawn| !spawn.called) {
        if let Some(Value::Object(class, _)) = spawn.subject.single(spawn.worlds) {
            made.insert(*class);
        }
    }
    let mut known = HashSet::new();
    for (class, methods) in context.model.process_classes() {
        let process = Value::Object(class, None);
        let Some(reason) = context.model.process_state(&process, None, context.targets) else {
            continue;
        };
        let place = reason.set.clone().filter(|_| !reason.while_starting);
        // Classes of other modules are blamed there, or where an object of theirs starts.
        let Some(place) = place.filter(|place| !is_outside(place)) else {
            continue;
        };
        known.insert(place.clone());
        ChildCase {
            obstacle: Some(reason.obstacle()),
            range: place,
            worlds: context.model.spawning(&methods, context.targets),
            certain: made.contains(&class),
            what: format!(
                "`{}` cannot be pickled",
                context.model.class_info(class).class.name
            ),
            why: reason.clause(),
            help: "A process is pickled when it starts: make it in `run`, which the child calls."
                .into(),
            related: Vec::new(),
        }
        .add(cases);
    }
    objects(context, &known, cases);
}

/// What a process object is made with goes to its own child too: blamed where the child starts.
fn objects(context: &Context<'_>, known: &HashSet<Range<usize>>, cases: &mut ChildCases) {
    for (spawn, within) in pickling(context) {
        let (SpawnKind::Start, Some(process @ Value::Object(_, Some(_)))) =
            (spawn.role.kind, spawn.subject.single(spawn.worlds))
        else {
            continue;
        };
        let state = context.model.process_state(process, Some(spawn), within);
        let blamed = |reason: &Unpicklable| {
            let set = reason.set.as_ref();
            !reason.while_starting && set.is_some_and(|set| !known.contains(set))
        };
        let Some(reason) = state.filter(blamed) else {
            continue;
        };
        let made = context.model.made_at(process).cloned();
        let made = made.filter(|made| !is_outside(made) && *made != spawn.range);
        let made = made.map(|made| related(made, "the process is made here"));
        let place = reason.place.clone().filter(|place| !is_outside(place));
        let place = place.map(|place| related(place, "it is made here"));
        ChildCase {
            obstacle: Some(PicklingObstacle {
                sent: SentAs::Process,
                ..reason.obstacle()
            }),
            range: spawn.range.clone(),
            worlds: within,
            certain: !spawn.called && !spawn.doubtful,
            what: "this process cannot be pickled".into(),
            why: reason.clause(),
            help: "Make it in `run`, which the child calls, or pass what it is made from.".into(),
            related: made.into_iter().chain(place).collect(),
        }
        .add(cases);
    }
}
