//! Claims: what a project's metadata says of platforms and versions, held against its own imports.

mod offered;
mod read;
mod untested;

use std::path::Path;

use offered::{Offer, commands, commands_in_lines, offered};
pub(super) use untested::check_untested;

use super::{Projects, Settings, Stop};
use crate::config::{Config, Level, Node, Table, from_cfg, from_toml};
use crate::finding::Finding;
use crate::model::surroundings::ImportFailure;
use crate::rules::claims::{self, Claim, Failing};

/// What is wrong with the claims in a file with this path and text; nothing when it is time to stop.
pub(super) fn check_claims(
    path: &Path,
    text: &str,
    projects: &Projects,
    settings: &Settings,
    config: &Config,
    stop: &Stop,
) -> Vec<Finding> {
    let level = config.levels.get(claims::RULE);
    if level == Some(&Level::Off) {
        return Vec::new();
    }
    let Some(described) = Described::read(path, text).filter(|one| !one.claims.is_empty()) else {
        return Vec::new();
    };
    let directory = path.parent().unwrap_or(path);
    let name = described.name.as_deref();
    let Some(offered) = offered(directory, name, &described.commands) else {
        return Vec::new();
    };
    if settings.covers(&offered.file) {
        return Vec::new();
    }
    let view = projects.surroundings_for(&offered.file, settings);
    let failures = offered.offers.iter().flat_map(|offer| {
        let summary = view.modules.module_until(&offer.module, stop);
        let failures = summary.map(|summary| summary.failures.clone());
        failures.into_iter().flatten().map(move |one| (offer, one))
    });
    let failing: Vec<Failing> = failures
        .filter_map(|(offer, failure)| failing(offer, failure, settings, config))
        .collect();
    if stop.is_stopped() {
        return Vec::new();
    }
    let mut findings = claims::findings(&described.claims, &failing, config.targets, text);
    if let Some(Level::At(severity)) = level {
        for finding in &mut findings {
            finding.severity = *severity;
        }
    }
    findings
}

/// What a file of metadata says.
struct Described {
    claims: Vec<Claim>,
    /// The target platforms that are set.
    targets: Vec<Claim>,
    name: Option<String>,
    /// Entry points of commands: name, and `module:function`.
    commands: Vec<(String, String)>,
}

impl Described {
    fn read(path: &Path, text: &str) -> Option<Self> {
        let name = |node: Option<&Node>| Some(node?.text()?.to_owned());
        match path.file_name()?.to_str()? {
            "pyproject.toml" => {
                let (root, _, _) = from_toml(text, Table::Tool, &[]);
                let project = root.get("project");
                let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
                let described = project.or(poetry);
                let get = |key| described.and_then(|one| one.get(key));
                Some(Self {
                    claims: read::of_pyproject(&root, text),
                    targets: read::targets(&root, text),
                    name: name(get("name")),
                    commands: commands(&[get("scripts"), get("gui-scripts")]),
                })
            }
            "setup.cfg" => {
                let root = from_cfg(text);
                let get = |section: &str, key| root.get(section)?.get(key);
                let first = |lines: Option<&Node>| name(lines?.items().first());
                Some(Self {
                    claims: read::of_setup_cfg(&root, text),
                    targets: Vec::new(),
                    name: first(get("metadata", "name")),
                    commands: commands_in_lines(get("options.entry_points", "console_scripts")),
                })
            }
            _ => None,
        }
    }
}

/// Something that is offered, with the target worlds in which it fails.
fn failing(
    offer: &Offer,
    failure: ImportFailure,
    settings: &Settings,
    config: &Config,
) -> Option<Failing> {
    let mut worlds = failure.worlds & config.targets;
    for hop in &failure.chain {
        let path = Path::new(&hop.path);
        // What is meant for some platforms only is not offered on the others.
        if path.starts_with(&settings.root) {
            worlds &= settings.config(path).targets;
        }
    }
    let says_why = !failure.chain.is_empty();
    (says_why && !worlds.is_empty()).then(|| Failing {
        what: match &offer.command {
            Some(command) => format!("the command `{command}`"),
            None => format!("`import {}`", offer.module),
        },
        failure,
        worlds,
    })
}
