//! What is said at a requirement about the import of what it names.

use super::context::MetadataContext;
use super::requirement_fix::fixes;
use crate::config::Config;
use crate::facts;
use crate::finding::Finding;
use crate::project::index::KnownRelease;
use crate::project::metadata::Metadata;
use crate::project::package_name::normalised;
use crate::project::patch::patch;
use crate::project::{Distribution, InstalledModules, Requirement};
use crate::rules::failing_import;

/// What is to be said about the requirements in a file; nothing more when it is time to stop.
pub(super) fn findings(file: &Metadata<'_>, context: &MetadataContext<'_>) -> Vec<Finding> {
    let config = context.config;
    let rule = &failing_import::RULE;
    if !rule.is_on(config) {
        return Vec::new();
    }
    let installed = context.projects.installed(context.settings);
    let requirements = file.requirements();
    let required = requirements
        .iter()
        .filter_map(|requirement| Some((requirement, installed.distribution(&requirement.name)?)));
    let modules = required.flat_map(|(_, distribution)| distribution.import_names());
    let modules: Vec<String> = modules.cloned().collect();
    installed.modules.prepare(&modules, context.stop);
    let found = requirements
        .iter()
        .filter(|_| !context.stop.is_stopped())
        .filter_map(|requirement| {
            let releases = context.projects.releases(&requirement.name);
            of_facts(requirement, config, (file.text, &releases)).or_else(|| {
                let distribution = installed.distribution(&requirement.name)?;
                let allowed = requirement.allows(&distribution.version);
                allowed.then(|| {
                    let installed = (distribution, &installed);
                    of_installed(requirement, installed, (file, &releases), context)
                })?
            })
        });
    rule.with_level(found.collect(), config)
}

/// What is known of a package, whether it is installed or not.
fn of_facts(
    requirement: &Requirement,
    config: &Config,
    (text, releases): (&str, &[KnownRelease]),
) -> Option<Finding> {
    let fact = facts::distribution(&normalised(&requirement.name))?;
    let reached = requirement.worlds & requirement.chosen_in & config.targets;
    let worlds = reached - fact.available;
    (!worlds.is_empty()).then(|| {
        let (name, range) = (&requirement.name, requirement.range.clone());
        Finding {
            fixes: fixes(requirement, worlds, config.targets, text, releases),
            ..failing_import::of_package(name, range, (worlds, config.targets), fact)
        }
    })
}

/// What the import of an installed package does.
fn of_installed(
    requirement: &Requirement,
    (distribution, installed): (&Distribution, &InstalledModules),
    (file, releases): (&Metadata<'_>, &[KnownRelease]),
    context: &MetadataContext<'_>,
) -> Option<Finding> {
    let targets = context.config.targets;
    let reached = requirement.worlds & requirement.chosen_in & targets;
    let projects = context.projects;
    let own = projects
        .surroundings_for(file.path, context.settings)
        .modules;
    distribution.import_names().iter().find_map(|module| {
        let summary = own.with_required(installed.modules.module(module)?);
        let failure = summary
            .failures
            .iter()
            .find(|failure| failure.worlds.overlaps(reached) && !failure.chain.is_empty())?;
        let worlds = failure.worlds & reached;
        let release = failing_import::InstalledRelease {
            name: &requirement.name,
            version: &distribution.version,
            module,
        };
        let range = requirement.range.clone();
        let finding = failing_import::of_installed(&release, range, (worlds, targets), failure)?;
        Some(Finding {
            fixes: fixes(requirement, worlds, targets, file.text, releases),
            patch: patch(&installed.modules, failure, context.stop),
            ..finding
        })
    })
}
