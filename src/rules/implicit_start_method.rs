//! A process that starts with the default method, which differs between the targets.

use foldhash::{HashSet, HashSetExt};

use super::fix::{Remedy, Trial, spawn_context};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::facts::{StartMethod, default_start_method};
use crate::finding::{Finding, Severity};
use crate::model::children::start_methods::Method;
use crate::world::{Worlds, listed};

pub(super) static RULE: Rule = Rule {
    code: "implicit-start-method",
    page: include_str!("implicit-start-method.md"),
    level: None,
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[Remedy::of_finding(spawn_context::fix).tried(Trial::Everywhere)],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !context.model.settings.is_empty() {
        return;
    }
    let mut said = HashSet::new();
    for spawn in &context.model.spawns {
        let makes = matches!(
            spawn.role.kind,
            SpawnKind::Process
                | SpawnKind::Pool
                | SpawnKind::Executor
                | SpawnKind::Manager
                | SpawnKind::Loader
        );
        let open = spawn
            .methods
            .iter()
            .filter(|(_, method)| *method == Method::Default)
            .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds)
            & spawn.worlds;
        let defaults: Vec<(Worlds, StartMethod)> = default_start_method()
            .iter()
            .map(|(worlds, method)| (*worlds & open, *method))
            .filter(|(worlds, _)| !worlds.is_empty())
            .collect();
        if !makes || defaults.len() < 2 || !said.insert(spawn.range.clone()) {
            continue;
        }
        let methods: Vec<String> = defaults
            .iter()
            .map(|(worlds, method)| {
                let place = worlds.in_english(context.targets);
                format!("`{}` {}", method.name(), place.replace("Python ", ""))
            })
            .collect();
        findings.push(Finding {
            help: Some("Choose one that all targets have: `get_context(\"spawn\")`.".into()),
            ..Finding::new(
                RULE.code,
                Severity::Info,
                spawn.range.clone(),
                open,
                format!(
                    "the start method is {}",
                    listed(&methods.iter().map(String::as_str).collect::<Vec<_>>())
                ),
            )
        });
    }
}
