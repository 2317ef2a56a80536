//! Requirements: the lines that name a package, and what is said there about its import.

mod fix;
mod marker;
mod read;

use std::path::Path;

use super::index::KnownRelease;
use super::installed::Distribution;
use super::{Installed, Projects, Settings, Stop};
use crate::config::{Config, Level};
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
    let required: Vec<(&Requirement, &Distribution)> = requirements
        .iter()
        .filter_map(|one| Some((one, installed.distribution(&one.name)?)))
        .collect();
    let modules = required.iter().flat_map(|(_, one)| one.import_names());
    let modules: Vec<String> = modules.cloned().collect();
    installed.modules.prepare(&modules, stop);
    required
        .into_iter()
        .filter(|_| !stop.is_stopped())
        .filter(|(requirement, distribution)| requirement.allows(&distribution.version, text))
        .filter_map(|(requirement, distribution)| {
            let releases = projects.releases(&requirement.name);
            finding(
                requirement,
                distribution,
                &installed,
                config,
                (text, &releases),
            )
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

fn finding(
    requirement: &Requirement,
    distribution: &Distribution,
    installed: &Installed,
    config: &Config,
    (text, releases): (&str, &[KnownRelease]),
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
            related: failure.related(),
        })
    })
}
