//! A worker that the child process does not find where its name says.

use super::children::{Case, may_start, quoted, related};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::guards::Guard;
use crate::model::spawns::{Handed, Spawn};
use crate::model::surroundings::Origin;
use crate::model::value::{FunctionId, Value};
use crate::syntax::ast::ExprKind;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "unimportable-worker",
    page: include_str!("unimportable-worker.md"),
    level: Some(Severity::Error),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = Vec::new();
    for spawn in context.model.spawns.iter().filter(|spawn| !spawn.caught) {
        if !may_start(context, spawn) {
            continue;
        }
        let worlds = context.model.spawning(&spawn.methods, spawn.worlds);
        for handed in spawn.worker.iter().chain(&spawn.given) {
            for (worlds, value) in handed.value.parts(worlds) {
                if let Value::Function(id) = value
                    && let Some((why, help)) = reason(context, spawn, handed, *id)
                {
                    let info = context.model.function_info(*id);
                    case(context, spawn, handed, worlds, info.name_range(), why, help)
                        .add(&mut cases);
                }
            }
        }
    }
    findings.extend(
        cases
            .into_iter()
            .map(|case| case.finding(RULE.code, context)),
    );
}

fn case(
    context: &Context<'_>,
    spawn: &Spawn<'_>,
    handed: &Handed<'_>,
    worlds: Worlds,
    place: std::ops::Range<usize>,
    why: &str,
    help: &str,
) -> Case {
    Case {
        range: handed.range.clone(),
        worlds,
        certain: !spawn.called && !spawn.doubtful,
        reason: format!("{} {why}", quoted(context, &handed.range)),
        help: help.into(),
        related: vec![related(place, "it is defined here")],
    }
}

fn reason(
    context: &Context<'_>,
    spawn: &Spawn<'_>,
    handed: &Handed<'_>,
    id: FunctionId,
) -> Option<(&'static str, &'static str)> {
    let info = context.model.function_info(id);
    if info.is_local() {
        return None;
    }
    if let ExprKind::Attribute { name, .. } = &handed.expr.kind
        && name.starts_with("__")
        && !name.ends_with("__")
        && info.is_method()
        && info.function.decorators.is_empty()
    {
        return Some((
            "has a name that only its class knows, and the child looks it up from outside: AttributeError",
            "Give it a name with one underscore, or none.",
        ));
    }
    if info.is_method() {
        return None;
    }
    if info.guard == Guard::Main && spawn.guard <= Guard::Main {
        return Some((
            "is defined under the main guard, which the child does not enter: AttributeError there",
            "Define it at the top of the module, above the guard.",
        ));
    }
    match context.origin {
        Origin::Module => None,
        Origin::Notebook => Some((
            "is defined in a notebook, which the child cannot import: it dies with AttributeError",
            "Put it into a module beside the notebook, and import it from there.",
        )),
        Origin::PackageMain => Some((
            "is defined in `__main__.py`, which the child does not import: it dies with AttributeError",
            "Put it into another module of the package, and import it from there.",
        )),
    }
}
