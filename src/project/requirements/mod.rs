//! Requirements: the lines that name a package, and what is said there about its import.

mod fix;
pub(super) mod marker;
mod parse;
mod pip;
mod read;
mod tables;

use std::path::Path;

use super::index::{KnownRelease, normalised};
use super::installed::Distribution;
use super::{Installed, Projects, Settings, Stop};
use crate::config::{Config, Level};
use crate::facts;
use crate::finding::{Finding, Severity};
use crate::rules;

pub(super) use read::is_requirements;
pub use read::{Requirement, requirements};

/// The rule that speaks at requirements, too.
const RULE: &str = "failing-import";

/// What is to be said about the requirements in a file with this path and text; nothing more when it
/// is time to stop.
pub(super) fn check_requirements(
    path: &Path,
    text: &str,
    projects: &Projects,
    settings: &Settings,
    config: &Config,
    stop: &Stop,
) -> Vec<Finding> {
    let level = config.levels.get(RULE);
    let Some(rule) = rules::rule(RULE).filter(|_| level != Some(&Level::Off)) else {
        return Vec::new();
    };
    let installed = projects.installed(settings);
    let requirements = requirements(path, text);
    let required = requirements
        .iter()
        .filter_map(|one| Some((one, installed.distribution(&one.name)?)));
    let modules = required.flat_map(|(_, one)| one.import_names());
    let modules: Vec<String> = modules.cloned().collect();
    installed.modules.prepare(&modules, stop);
    requirements
        .iter()
        .filter(|_| !stop.is_stopped())
        .filter_map(|requirement| {
            let releases = projects.releases(&requirement.name);
            let known = (text, &*releases);
            of_facts(requirement, config, known).or_else(|| {
                let distribution = installed.distribution(&requirement.name)?;
                let allowed = requirement.allows(&distribution.version);
                allowed.then(|| {
                    of_installed(requirement, distribution, &installed, config, known, stop)
                })?
            })
        })
        .map(|mut finding| {
            finding.rule = rule.code;
            if let Some(Level::At(severity)) = level {
                finding.severity = *severity;
            }
            finding
        })
        .collect()
}

/// What is known of a package, whether it is installed or not.
fn of_facts(
    requirement: &Requirement,
    config: &Config,
    (text, releases): (&str, &[KnownRelease]),
) -> Option<Finding> {
    let fact = facts::distribution(&normalised(&requirement.name))?;
    let worlds = (requirement.worlds & config.targets) - fact.available;
    (!worlds.is_empty()).then(|| Finding {
        rule: RULE,
        severity: Severity::Error,
        range: requirement.range.clone(),
        worlds,
        message: format!(
            "`{}` does not work {}: {}",
            requirement.name,
            worlds.in_english(config.targets),
            fact.source
        ),
        help: Some(format!(
            "Leave out where it does not with a marker. Instead: {}.",
            fact.advice()
        )),
        fixes: fix::fixes(requirement, worlds, config.targets, text, releases),
        patch: None,
        related: Vec::new(),
    })
}

/// What the import of an installed package does.
fn of_installed(
    requirement: &Requirement,
    distribution: &Distribution,
    installed: &Installed,
    config: &Config,
    (text, releases): (&str, &[KnownRelease]),
    stop: &Stop,
) -> Option<Finding> {
    let reached = requirement.worlds & config.targets;
    distribution.import_names().iter().find_map(|module| {
        let summary = installed.modules.module(module)?;
        let failure = summary
            .failures
            .iter()
            .find(|failure| failure.worlds.overlaps(reached) && !failure.chain.is_empty())?;
        let worlds = failure.worlds & reached;
        let cause = failure.cause()?;
        let name = &requirement.name;
        Some(Finding {
            rule: RULE,
            severity: Severity::Error,
            range: requirement.range.clone(),
            worlds,
            message: format!(
                "`{name}` {} is installed, and `import {module}` fails {}: {cause}",
                distribution.version,
                worlds.in_english(config.targets),
            ),
            help: Some(format!(
                "Require a release that can be imported there (`spawnsafe releases {name}` lists them), or leave the platform out with a marker."
            )),
            fixes: fix::fixes(requirement, worlds, config.targets, text, releases),
            patch: installed.modules.patch(failure, stop),
            related: failure.related(),
        })
    })
}
