//! A worker that the child process does not find where its name says.

use std::ops::Range;

use super::children::{ChildCase, ChildCases, may_start, quoted, related, started};
use super::fix::{Remedy, Trial, hoist_worker, imported_main, unmangled_method};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Severity};
use crate::model::children::records::{HandedValue, Spawn};
use crate::model::eval::guards::Guard;
use crate::model::link::other_modules::is_outside;
use crate::model::surroundings::Origin;
use crate::model::value::Value;
use crate::syntax::ast::ExprKind;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "unimportable-worker",
    page: include_str!("unimportable-worker.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(hoist_worker::fix).tried(Trial::Everywhere),
        Remedy::of_finding(imported_main::fix).tried(Trial::Everywhere),
        Remedy::of_finding(unmangled_method::fix).of_shared(),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    let spawns = context.model.spawns.iter().chain(&context.model.lifted);
    for spawn in spawns.filter(|spawn| !spawn.caught) {
        if !may_start(context, spawn) || spawn.role.kind == SpawnKind::Cloud {
            continue;
        }
        let worlds = context.model.spawning(&spawn.methods, spawn.worlds);
        for handed in spawn.worker.iter().chain(&spawn.given) {
            if spawn.role.always {
                for (worlds, value) in handed.value.parts(spawn.worlds - worlds) {
                    if let Some(reason) = hidden(context, handed, value) {
                        let said = quoted(context, &handed.range);
                        reason
                            .case(spawn, handed.range.clone(), worlds, &said)
                            .add(&mut cases);
                    }
                }
            }
            for (worlds, value) in handed.value.parts(worlds) {
                let hidden = hidden(context, handed, value);
                if let Some(reason) = hidden.or_else(|| reason(context, spawn, value)) {
                    let said = quoted(context, &handed.range);
                    reason
                        .case(spawn, handed.range.clone(), worlds, &said)
                        .add(&mut cases);
                } else if let Some(case) = held(context, spawn, handed, (worlds, value)) {
                    case.add(&mut cases);
                }
            }
        }
        if let Some(case) = defined_later(context, spawn) {
            case.add(&mut cases);
        }
        // A process goes to its own child, which needs its class.
        if spawn.role.kind == SpawnKind::Process
            && let Some(process @ Value::Object(class, _)) = spawn.subject.single(worlds)
            && let Some(reason) = reason(context, spawn, process)
        {
            let class = &context.model.class_info(*class).class.name;
            reason
                .case(spawn, spawn.range.clone(), worlds, &format!("`{class}`"))
                .add(&mut cases);
        }
    }
    ChildCase::report(cases, RULE.code, context, findings);
}

/// The workers of a pool that were forked before the function was defined do not have it.
fn defined_later(context: &Context<'_>, spawn: &Spawn) -> Option<ChildCase> {
    let worker = spawn
        .worker
        .as_ref()
        .filter(|_| spawn.role.kind == SpawnKind::Task)?;
    let (None, at) = context.model.started_at(spawn, spawn.worlds) else {
        return None;
    };
    let definition = context.model.by_name(worker.value.single(spawn.worlds)?)?;
    if definition.local || definition.place.start < at || at == spawn.range.start {
        return None;
    }
    Some(ChildCase {
        obstacle: None,
        range: worker.range.clone(),
        worlds: context.model.forking(&spawn.methods, spawn.worlds),
        certain: !spawn.called,
        what: missing(&quoted(context, &worker.range)),
        why: "it is defined after the pool was forked".into(),
        help: "Define it above the place that makes the pool, which waits for it forever.".into(),
        related: vec![related(definition.place, "it is defined here")],
    })
}

/// Pickle looks functions and classes up by their names.
fn missing(said: &str) -> String {
    format!("{said} raises AttributeError in the child")
}

/// Why the child does not find something.
struct Reason {
    why: &'static str,
    help: &'static str,
    place: Range<usize>,
}

impl Reason {
    fn case(self, spawn: &Spawn, range: Range<usize>, worlds: Worlds, said: &str) -> ChildCase {
        ChildCase {
            obstacle: None,
            range,
            worlds,
            certain: !spawn.called && !spawn.doubtful,
            what: missing(said),
            why: self.why.into(),
            help: self.help.into(),
            related: vec![related(self.place, "it is defined here")],
        }
    }
}

/// What goes along is looked up by its name too.
fn held(
    context: &Context<'_>,
    spawn: &Spawn,
    handed: &HandedValue,
    (worlds, value): (Worlds, &Value),
) -> Option<ChildCase> {
    if context.origin != Origin::Module || spawn.guard > Guard::Main {
        return None;
    }
    let reason = context.model.hidden_by_guard(spawn, value, worlds)?;
    let set = reason.set.filter(|set| !is_outside(set));
    Some(ChildCase {
        obstacle: None,
        range: set.unwrap_or_else(|| handed.range.clone()),
        worlds,
        certain: !spawn.called && !spawn.doubtful,
        what: missing(&format!("`{}`", reason.path)),
        why: format!(
            "{} holds it, and the main guard hides it",
            quoted(context, &handed.range)
        ),
        help: "Define it at the top of the module, above the guard.".into(),
        related: reason
            .place
            .map(|place| related(place, "it is defined here"))
            .into_iter()
            .chain(started(spawn))
            .collect(),
    })
}

/// `self.__work` is the name of something else outside its class.
fn hidden(context: &Context<'_>, handed: &HandedValue, value: &Value) -> Option<Reason> {
    let (Value::Function(id), ExprKind::Attribute { name, .. }) = (value, &handed.expr.kind) else {
        return None;
    };
    let info = context.model.function_info(*id);
    let mangled = name.starts_with("__") && !name.ends_with("__");
    (mangled && info.is_method() && !info.is_local() && info.function.decorators.is_empty()).then(
        || Reason {
            why: "its name is mangled",
            help: "Give it a name with one underscore, or none.",
            place: info.name_range(),
        },
    )
}

/// Where the child looks for a definition, it is not.
fn reason(context: &Context<'_>, spawn: &Spawn, value: &Value) -> Option<Reason> {
    let definition = context.model.by_name(value)?;
    let (why, help) = match context.origin {
        _ if definition.local => return None,
        Origin::Notebook => (
            "it is in a notebook",
            "Put it into a module beside the notebook, and import it from there.",
        ),
        Origin::PackageMain if imported_main::is_done(context) => return None,
        Origin::PackageMain => (
            "it is in `__main__.py`",
            "Put it into another module of the package, and import it from there.",
        ),
        Origin::Module if definition.guard == Guard::Main && spawn.guard <= Guard::Main => (
            "the main guard hides it",
            "Define it at the top of the module, above the guard.",
        ),
        Origin::Module | Origin::Stub => return None,
    };
    let place = definition.place;
    Some(Reason { why, help, place })
}
