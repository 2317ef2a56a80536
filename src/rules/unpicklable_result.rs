//! What a worker returns or raises that cannot be sent back to the parent.

use super::children::{ChildCase, ChildCases, pickling, quoted, related};
use super::fix::{
    Remedy, Trial, copied_exception, dynamic_class, hoist_lambda, hoist_nested, listed_result,
    reduced_exception,
};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Severity};
use crate::model::children::records::Spawn;
use crate::model::link::other_modules::is_outside;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "unpicklable-result",
    page: include_str!("unpicklable-result.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(listed_result::fix).tried(Trial::Everywhere),
        Remedy::of_finding(reduced_exception::fix).tried(Trial::Everywhere),
        Remedy::of_finding(copied_exception::fix).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_lambda::held).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::class_of_object).tried(Trial::Everywhere),
        Remedy::of_finding(hoist_nested::held).tried(Trial::Everywhere),
        Remedy::of_finding(dynamic_class::named).tried(Trial::Everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    for (spawn, within) in pickling(context) {
        if matches!(spawn.role.kind, SpawnKind::Task | SpawnKind::Submit) {
            returned(context, spawn, within, &mut cases);
            raised(context, spawn, within, &mut cases);
        }
    }
    ChildCase::report(cases, RULE.code, context, findings);
}

fn returned(context: &Context<'_>, spawn: &Spawn, within: Worlds, cases: &mut ChildCases) {
    let Some(worker) = &spawn.worker else { return };
    let Some((worlds, reason)) = context.model.unpicklable_result(spawn) else {
        return;
    };
    let place = reason.place.clone().filter(|place| *place != worker.range);
    ChildCase {
        obstacle: Some(reason.obstacle()),
        range: worker.range.clone(),
        worlds: worlds & within,
        certain: !spawn.called && !spawn.doubtful,
        what: format!(
            "what {} returns cannot be pickled",
            quoted(context, &worker.range)
        ),
        why: reason.clause(),
        help: "Return what the parent needs of it: a list, a number, a path.".into(),
        related: place
            .map(|place| related(place, "it is made here"))
            .into_iter()
            .collect(),
    }
    .add(cases);
}

fn raised(context: &Context<'_>, spawn: &Spawn, within: Worlds, cases: &mut ChildCases) {
    let Some(worker) = &spawn.worker else { return };
    let Some(lost) = context.model.lost_exception(spawn) else {
        return;
    };
    let range = match is_outside(&lost.raised) {
        true => worker.range.clone(),
        false => lost.raised.clone(),
    };
    let then = match spawn.role.kind {
        SpawnKind::Task => "the pool waits forever here",
        _ => "the executor breaks here",
    };
    ChildCase {
        obstacle: None,
        range,
        worlds: within,
        certain: false,
        what: format!("`{}` cannot be unpickled", lost.name),
        why: match lost.passes > lost.takes {
            _ if lost.place.is_none() => {
                "`__init__` takes more than it passes to its base class".into()
            }
            true => "`__init__` does not take what its base class was given".into(),
            false => format!(
                "`__init__` takes {} arguments and passes on {}",
                counted(lost.takes),
                counted(lost.passes)
            ),
        },
        help: match &lost.place {
            Some(_) => "Pass all of them to `super().__init__`, or define `__reduce__`.".into(),
            None => {
                "Catch it in the worker, and raise or return what the parent needs of it.".into()
            }
        },
        related: lost
            .place
            .map(|place| related(place, "its `__init__`"))
            .into_iter()
            .chain([related(spawn.range.clone(), then)])
            .collect(),
    }
    .add(cases);
}

fn counted(number: usize) -> String {
    match number {
        0 => "none".to_owned(),
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        more => more.to_string(),
    }
}
