//! Claims: what a project's metadata says of platforms and versions, held against its own imports.

mod fix;
mod offered;
mod read;
mod untested;

use std::path::Path;

use offered::{Offer, commands, commands_in_lines, offered};
use read::{About, Claim};
pub(super) use untested::check_untested;

use super::{Projects, Settings, Stop};
use crate::config::{Config, Level, Node, Table, from_cfg, from_toml};
use crate::finding::{Finding, Severity};
use crate::model::surroundings::ImportFailure;
use crate::rules;
use crate::world::{FIRST_MINOR, LAST_MINOR, Worlds};

/// The rule that speaks here.
const RULE: &str = "unsupported-classifier";

/// What is wrong with the claims in a file with this path and text; nothing when it is time to stop.
pub(super) fn check_claims(
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
    let failing: Vec<Failing<'_>> = failures
        .filter_map(|(offer, failure)| Failing::new(offer, failure, settings, config))
        .collect();
    if stop.is_stopped() {
        return Vec::new();
    }
    let wrong = Wrong::of(&failing, config.targets);
    let claims = &described.claims;
    let found = claims.iter().filter_map(|claim| {
        let worlds = wrong.of_claim(claim);
        let mut finding = finding(claim, worlds, &failing, config.targets)?;
        let fix = fix::fix(claim, claims, (worlds, config.targets), text);
        finding.fixes.extend(fix);
        finding.rule = rule.code;
        if let Some(Level::At(severity)) = level {
            finding.severity = *severity;
        }
        Some(finding)
    });
    found.collect()
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

/// Something that is offered and fails.
struct Failing<'o> {
    offer: &'o Offer,
    failure: ImportFailure,
    /// The target worlds in which it does.
    worlds: Worlds,
}

impl<'o> Failing<'o> {
    fn new(
        offer: &'o Offer,
        failure: ImportFailure,
        settings: &Settings,
        config: &Config,
    ) -> Option<Self> {
        let mut worlds = failure.worlds & config.targets;
        for hop in &failure.chain {
            let path = Path::new(&hop.path);
            // What is meant for some platforms only is not offered on the others.
            if path.starts_with(&settings.root) {
                worlds &= settings.config(path).targets;
            }
        }
        let says_why = !failure.chain.is_empty();
        (says_why && !worlds.is_empty()).then_some(Self {
            offer,
            failure,
            worlds,
        })
    }
}

/// Where nothing works, told apart: a version that fails everywhere says nothing of platforms, and a
/// platform on which every version fails says nothing of versions.
struct Wrong {
    /// Versions that fail on every target platform on which some version works.
    versions: Worlds,
    /// What fails besides.
    platforms: Worlds,
}

impl Wrong {
    fn of(failing: &[Failing<'_>], targets: Worlds) -> Self {
        let all = failing
            .iter()
            .fold(Worlds::NONE, |all, one| all | one.worlds);
        let whole = |platform| Worlds::platform(platform) & targets;
        let works = targets
            .platforms()
            .filter(|platform| !all.contains(whole(*platform)))
            .fold(Worlds::NONE, |works, platform| works | whole(platform));
        let versions = (FIRST_MINOR..=LAST_MINOR)
            .map(|minor| Worlds::minor(minor) & works)
            .filter(|worlds| all.contains(*worlds))
            .fold(Worlds::NONE, |versions, worlds| versions | worlds);
        Self {
            versions,
            platforms: all - versions,
        }
    }

    fn of_claim(&self, claim: &Claim) -> Worlds {
        match claim.about {
            About::Platforms => self.platforms & claim.worlds,
            About::Version => self.versions & claim.worlds,
            About::Versions => self.oldest(claim),
        }
    }

    /// The oldest versions that are let in, as far as they fail: nobody says which are too new.
    fn oldest(&self, claim: &Claim) -> Worlds {
        let mut oldest = Worlds::NONE;
        for minor in FIRST_MINOR..=LAST_MINOR {
            let worlds = Worlds::minor(minor);
            if claim.worlds.overlaps(worlds) {
                if !self.versions.overlaps(worlds) {
                    break;
                }
                oldest |= worlds & self.versions;
            }
        }
        oldest
    }
}

fn finding(
    claim: &Claim,
    worlds: Worlds,
    failing: &[Failing<'_>],
    targets: Worlds,
) -> Option<Finding> {
    let concerned = || failing.iter().filter(|one| one.worlds.overlaps(worlds));
    // The one that says most about it.
    let first = concerned().max_by_key(|one| (one.worlds & worlds).len())?;
    let reached = first.worlds & worlds;
    let what = match &first.offer.command {
        Some(command) => format!("the command `{command}`"),
        None => format!("`import {}`", first.offer.module),
    };
    let mut related = Vec::new();
    for place in concerned().flat_map(|one| one.failure.related()) {
        if !related.contains(&place) {
            related.push(place);
        }
    }
    let written = match claim.about {
        About::Platforms | About::Version => claim.written.clone(),
        About::Versions => format!("Python {}", claim.written),
    };
    Some(Finding {
        rule: RULE,
        severity: Severity::Warning,
        range: claim.range.clone(),
        worlds,
        message: format!(
            "This claims `{written}`, but {what} fails {}: {}",
            reached.in_english(targets),
            first.failure.cause()?
        ),
        help: Some("Make it work there, or claim only what works.".to_owned()),
        fixes: Vec::new(),
        patch: None,
        related,
    })
}
