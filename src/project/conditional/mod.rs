//! Requirements with markers: where none of them holds, the modules that they bring are not there.

mod brought;
mod conditions;

use std::path::Path;

use brought::Brought;
use conditions::{has_conditions, of_distribution, of_project};

use super::installed::Distributions;
use super::modules::Absences;
use crate::world::Worlds;

/// The modules that installed distributions miss where their own requirements do not bring them.
pub(super) fn absences(installed: &Distributions) -> Absences {
    let mut absences = Absences::default();
    let mut environment = None;
    for (name, distribution) in installed {
        let metadata = distribution.metadata();
        if !has_conditions(metadata) {
            continue;
        }
        let environment = environment.get_or_insert_with(|| Brought::of(installed));
        let conditions = of_distribution(metadata, &distribution.shown_metadata());
        for required in conditions.keys() {
            // What somebody asked for may be asked for everywhere.
            let only = installed.get(required);
            let Some(only) = only.filter(|one| one.is_dependency_only()) else {
                continue;
            };
            let Some(absence) = environment.absence(Some(name), &conditions, required) else {
                continue;
            };
            for importer in environment.modules(distribution) {
                for imported in environment.modules(only) {
                    absences.add(importer, imported, absence.clone());
                }
            }
        }
    }
    absences
}

/// The modules that a project in this directory misses where its requirements do not bring them.
pub(super) fn absences_of_project(root: &Path, installed: &Distributions) -> Absences {
    let mut absences = Absences::default();
    let conditions = of_project(root);
    for (required, condition) in &conditions {
        absences.require(required, condition.worlds);
    }
    if conditions.values().all(|one| one.worlds == Worlds::ALL) {
        return absences;
    }
    let environment = Brought::of(installed);
    for required in conditions.keys() {
        if let Some(distribution) = installed.get(required)
            && let Some(absence) = environment.absence(None, &conditions, required)
        {
            for imported in environment.modules(distribution) {
                absences.add_for_all(imported, absence.clone());
            }
        }
    }
    absences
}
