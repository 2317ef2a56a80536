//! A callable that cannot be sent to the child process that is to run it.

use super::children::{Case, may_start, pickled, pickles_otherwise, quoted, related};
use super::{Context, Rule};
use crate::facts::spawns::Kind;
use crate::finding::{Finding, Severity};
use crate::model::pickling::Definition;
use crate::model::value::Value;

pub(super) static RULE: Rule = Rule {
    code: "unpicklable-worker",
    page: include_str!("unpicklable-worker.md"),
    level: Some(Severity::Error),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if pickles_otherwise(context) {
        return;
    }
    let mut cases = Vec::new();
    for spawn in &context.model.spawns {
        if !may_start(context, spawn) {
            continue;
        }
        let within = pickled(context, spawn);
        if let Some(worker) = &spawn.worker
            && let Some((worlds, reason)) = context.model.unpicklable(worker, within)
            && (!reason.while_starting || spawn.role.always)
        {
            let place = reason.place.clone().filter(|place| *place != worker.range);
            Case {
                range: worker.range.clone(),
                worlds,
                certain: !spawn.called && !spawn.doubtful,
                reason: format!(
                    "{} {} and cannot be pickled",
                    quoted(context, &worker.range),
                    reason.what
                ),
                help: help(reason.definition).into(),
                related: place
                    .map(|place| related(place, "it is defined here"))
                    .into_iter()
                    .collect(),
            }
            .add(&mut cases);
        }
        if spawn.role.kind == Kind::Process
            && let Some(Value::Object(class)) = spawn.subject.single(within)
            && let Some(reason) = context.model.local_class(*class)
        {
            Case {
                range: spawn.range.clone(),
                worlds: within,
                certain: !spawn.called,
                reason: format!("the process {} and cannot be pickled", reason.what),
                help: help(reason.definition).into(),
                related: reason
                    .place
                    .map(|place| related(place, "the class is defined here"))
                    .into_iter()
                    .collect(),
            }
            .add(&mut cases);
        }
    }
    findings.extend(
        cases
            .into_iter()
            .map(|case| case.finding(RULE.code, context)),
    );
}

fn help(definition: Definition) -> &'static str {
    match definition {
        Definition::Lambda => "Use a function that is defined at the top of a module.",
        Definition::Function => {
            "Move it to the top of the module, and pass what it needs as arguments."
        }
        Definition::Class => "Move the class to the top of the module.",
        Definition::Other => {
            "Leave it out of what is pickled (`__getstate__`), or make it in the child."
        }
    }
}
