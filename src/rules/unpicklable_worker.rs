//! A callable that cannot be sent to the child process that is to run it.

use std::ops::Range;

use super::children::{ChildCase, ChildCases, help_elsewhere, pickling, quoted, related, started};
use super::fix::{
    Remedy, Trial, argument_in_child, call_maker, dynamic_class, global_method, hoist_lambda,
    hoist_nested, listed_attribute, made_in_child, name_decorated, new_lock, outside_method,
    remade_attribute, wrap_worker,
};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, ObstacleKind, PicklingObstacle, SentAs, Severity};
use crate::model::children::held_processes::HeldSince;
use crate::model::value::Value;

pub(super) static RULE: Rule = Rule {
    code: "unpicklable-worker",
    page: include_str!("unpicklable-worker.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(hoist_lambda::fix),
        Remedy::of_finding(hoist_lambda::among_others).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::held).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::returned).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::class_of_object).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::held).tried(Trial::Everywhere),
        Remedy::of_finding(dynamic_class::named).tried(Trial::Everywhere),
        Remedy::of_finding(name_decorated::fix).tried(Trial::Everywhere),
        Remedy::of_finding(remade_attribute::fix).tried(Trial::Everywhere),
        Remedy::of_finding(global_method::fix).tried(Trial::Everywhere),
        Remedy::of_finding(outside_method::fix).tried(Trial::Everywhere),
        Remedy::of_finding(made_in_child::fix).tried(Trial::Everywhere),
        Remedy::of_finding(wrap_worker::fix).tried(Trial::Everywhere),
        Remedy::of_finding(call_maker::fix).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::of_worker).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::of_method).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::of_method_with_parts).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::fix).tried(Trial::Everywhere),
        Remedy::of_finding(argument_in_child::with_parts).tried(Trial::Everywhere),
        Remedy::of_finding(listed_attribute::fix).tried(Trial::Everywhere),
        Remedy::of_finding(new_lock::fix).tried(Trial::Everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    for (spawn, within) in pickling(context) {
        let cloud = spawn.role.kind == SpawnKind::Cloud;
        if let Some(worker) = &spawn.worker
            && let Some((worlds, reason)) = context.model.unpicklable(spawn, worker, within)
            && (!reason.while_starting || spawn.role.always)
            && !(cloud && reason.takes_cloudpickle())
        {
            let place = reason.place.clone().filter(|place| *place != worker.range);
            ChildCase {
                obstacle: Some(reason.obstacle()),
                range: worker.range.clone(),
                worlds,
                certain: !spawn.called && !spawn.doubtful,
                what: cannot_be_pickled(context, &worker.range),
                why: reason.clause(),
                help: help_elsewhere(&reason)
                    .unwrap_or_else(|| help(reason.kind))
                    .into(),
                related: place
                    .map(|place| related(place, "it is defined here"))
                    .into_iter()
                    .chain(started(spawn))
                    .collect(),
            }
            .add(&mut cases);
        }
        if let Some(worker) = &spawn.worker
            && !cloud
            && let Some(original) = context.model.undecorated(worker, spawn.owner)
        {
            ChildCase {
obstacle: None,
                range: worker.range.clone(),
                worlds: within,
                certain: false,
                what: cannot_be_pickled(context, &worker.range),
                why: format!(
                    "it is not what `{}` returned",
                    original.decorator
                ),
                help: "Give the worker a name of its own at the top of a module, and start it from another function.".into(),
                related: vec![related(original.place, "the decorator is defined here")],
            }
            .add(&mut cases);
        }
        if let Some((worker, running)) = context.model.held(spawn) {
            let process = match &running.since {
                HeldSince::Before => "a started process".into(),
                HeldSince::SecondTurn => "an earlier process".into(),
                HeldSince::SecondCall(method) => {
                    format!("the process of an earlier call of `{method}`")
                }
            };
            ChildCase {
                obstacle: Some(PicklingObstacle {
                    kind: ObstacleKind::Other,
                    name: None,
                    path: String::new(),
                    sent: SentAs::BoundObject,
                }),
                range: worker.range.clone(),
                worlds: within,
                certain: !spawn.called && running.since == HeldSince::Before,
                what: cannot_be_pickled(context, &worker.range),
                why: format!("`self.{}` holds {process}", running.attribute),
                help: help(ObstacleKind::Other).into(),
                related: vec![related(running.started, "it is started here")],
            }
            .add(&mut cases);
        }
        if spawn.role.kind == SpawnKind::Process
            && let Some(Value::Object(class, Some(_))) = spawn.subject.single(within)
            && let Some(reason) = context.model.local_class(*class)
        {
            ChildCase {
                obstacle: Some(PicklingObstacle {
                    sent: SentAs::Process,
                    ..reason.obstacle()
                }),
                range: spawn.range.clone(),
                worlds: within,
                certain: !spawn.called,
                what: "this process cannot be pickled".into(),
                why: reason.clause(),
                help: help(reason.kind).into(),
                related: reason
                    .place
                    .map(|place| related(place, "the class is defined here"))
                    .into_iter()
                    .collect(),
            }
            .add(&mut cases);
        }
    }
    ChildCase::report(cases, RULE.code, context, findings);
}

/// "`work` cannot be pickled"
fn cannot_be_pickled(context: &Context<'_>, worker: &Range<usize>) -> String {
    format!("{} cannot be pickled", quoted(context, worker))
}

fn help(kind: ObstacleKind) -> &'static str {
    match kind {
        ObstacleKind::Lambda => "Use a function that is defined at the top of a module.",
        ObstacleKind::Function | ObstacleKind::Method => {
            "Move it to the top of the module, and pass what it needs as arguments."
        }
        ObstacleKind::Class | ObstacleKind::MadeClass | ObstacleKind::ObjectOfMadeClass => {
            "Move the class to the top of the module."
        }
        ObstacleKind::Renamed | ObstacleKind::Undecorated => {
            "Put `functools.wraps` above the function that the decorator returns, or give each its own name."
        }
        ObstacleKind::Other => {
            "Leave it out of what is pickled (`__getstate__`), or make it in the child."
        }
    }
}
