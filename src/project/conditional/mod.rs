//! Requirements with markers: where none of them holds, the modules that they bring are not there; and
//! where one does, it may bring what Python itself lacks.

mod conditions;
mod provided_modules;

use std::path::Path;

pub(super) use conditions::{exact_versions, name_of as required_name};
use conditions::{has_conditions, installed_with, name_of, of_distribution, of_project};
use provided_modules::ProvidedModules;

use super::installed::{CoreMetadata, Distributions};
use super::metadata::Metadata;
use super::modules::RequirementSupply;
use super::package_name::normalised;
use super::requirements::worlds_of;
use super::{Archive, Storage};
use crate::facts;
use crate::world::Worlds;

/// What the distributions of an environment bring each other, and what they miss where their
/// requirements do not bring it.
pub(super) fn supply_of_environment(installed: &Distributions) -> RequirementSupply {
    let mut supply = RequirementSupply::default();
    let mut environment = None;
    for (name, distribution) in installed {
        // Whether somebody asked for it takes a look at the disk.
        if brings(name) && !distribution.is_dependency_only() {
            supply.substitute(name, Worlds::ALL);
        }
        let metadata = distribution.metadata();
        for (required, worlds) in requirements(metadata) {
            supply.substitute(&required, worlds);
        }
        if !has_conditions(metadata) {
            continue;
        }
        let environment = environment.get_or_insert_with(|| ProvidedModules::of(installed));
        let conditions = of_distribution(metadata, &distribution.shown_metadata());
        for required in conditions.keys() {
            // What somebody requires may be required everywhere.
            let only = installed.get(required);
            let Some(only) = only.filter(|requirement| requirement.is_dependency_only()) else {
                continue;
            };
            let Some(absence) = environment.absence(Some(name), &conditions, required) else {
                continue;
            };
            for importer in environment.modules(distribution) {
                for imported in environment.modules(only) {
                    supply.add(importer, imported, absence.clone());
                }
            }
        }
    }
    supply
}

/// What a project in this directory brings itself, and what it misses where its requirements do not
/// bring it.
pub(super) fn supply_of_project(root: &Path, installed: &Distributions) -> RequirementSupply {
    let mut supply = RequirementSupply::default();
    let conditions = of_project(root);
    for (required, condition) in &conditions {
        supply.require(required, condition.worlds);
        supply.substitute(required, condition.worlds);
    }
    for (name, worlds) in installed_with(root) {
        supply.bring(&name, worlds);
    }
    if conditions
        .values()
        .all(|condition| condition.worlds == Worlds::ALL)
    {
        return supply;
    }
    let environment = ProvidedModules::of(installed);
    for required in conditions.keys() {
        if let Some(distribution) = installed.get(required)
            && let Some(absence) = environment.absence(None, &conditions, required)
        {
            for imported in environment.modules(distribution) {
                supply.add_for_all(imported, absence.clone());
            }
        }
    }
    supply
}

/// What the requirements of a release bring, out of the files that come with it.
pub(super) fn supply_of_release(archive: &Archive) -> RequirementSupply {
    let mut supply = RequirementSupply::default();
    for path in archive.files().map(|(path, _)| path) {
        let name = path.file_name().unwrap_or_default();
        if name == "METADATA" || name == "PKG-INFO" {
            let text = archive.text(path).unwrap_or_default();
            let metadata = CoreMetadata::of(path.to_owned(), &text);
            for (required, worlds) in requirements(&metadata) {
                supply.substitute(&required, worlds);
            }
        } else if name == "setup.py" && path.iter().count() == 1 {
            // Older archives of the source say it nowhere else.
            let text = archive.text(path).unwrap_or_default();
            let file = Metadata::of(path, &text);
            for requirement in file.iter().flat_map(Metadata::requirements) {
                supply.substitute(&normalised(&requirement.name), requirement.worlds);
            }
        }
    }
    supply
}

/// What a distribution requires of those that bring modules of the standard library.
fn requirements(metadata: &CoreMetadata) -> impl Iterator<Item = (String, Worlds)> {
    let named = metadata
        .requires
        .iter()
        .map(|(_, line)| (name_of(line), line));
    let substitutes = named.filter(|(name, _)| brings(name));
    substitutes.map(|(name, line)| (name, worlds_of(line, &metadata.extras)))
}

/// Whether a distribution brings modules of the standard library.
fn brings(distribution: &str) -> bool {
    !facts::substitutes(distribution).is_empty()
}
