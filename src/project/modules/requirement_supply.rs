//! What requirements bring in which worlds: a module is there for whoever imports it only where
//! something requires it, and may be there where Python itself has none.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Modules;
use crate::facts;
use crate::model::surroundings::{ImportFailure, ImportStep, Summary};
use crate::project::package_name::normalised;
use crate::world::Worlds;

/// What the requirements of a project, or of what is installed, bring and do not bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct RequirementSupply {
    /// The worlds in which the project itself requires a distribution, by its normalised name.
    required: BTreeMap<String, Worlds>,
    /// The worlds in which it is there with the project, whatever extras and groups somebody chooses.
    always: BTreeMap<String, Worlds>,
    /// Top-level modules that are absent somewhere, by the top-level module that imports them.
    by_importer: BTreeMap<String, BTreeMap<String, Absence>>,
    /// The worlds in which a module of the standard library is brought by something else.
    substitutes: BTreeMap<&'static str, Worlds>,
}

/// Where a module is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct Absence {
    /// The distribution that would bring it, by its normalised name.
    pub(in crate::project) distribution: String,
    /// The worlds in which nothing requires it.
    pub(in crate::project) worlds: Worlds,
    /// The requirement that does so elsewhere.
    pub(in crate::project) requirement: ImportStep,
}

/// Stands for every importer.
const EVERYBODY: &str = "";

impl RequirementSupply {
    /// Adds a module that is absent for an importer.
    pub(in crate::project) fn add(&mut self, importer: &str, imported: &str, absence: Absence) {
        let importer = self.by_importer.entry(importer.to_owned()).or_default();
        importer.insert(imported.to_owned(), absence);
    }

    /// Adds a module that is absent for all.
    pub(in crate::project) fn add_for_all(&mut self, imported: &str, absence: Absence) {
        self.add(EVERYBODY, imported, absence);
    }

    /// Notes where the project itself requires a distribution.
    pub(in crate::project) fn require(&mut self, distribution: &str, worlds: Worlds) {
        self.required.insert(distribution.to_owned(), worlds);
    }

    /// Notes where a distribution is there with the project, whatever somebody chooses.
    pub(in crate::project) fn bring(&mut self, distribution: &str, worlds: Worlds) {
        let known = self.always.entry(distribution.to_owned());
        *known.or_insert(Worlds::NONE) |= worlds;
    }

    /// Notes that a distribution is installed in these worlds, for the modules of the standard
    /// library that it brings.
    pub(in crate::project) fn substitute(&mut self, distribution: &str, worlds: Worlds) {
        for module in facts::substitutes(distribution) {
            *self.substitutes.entry(module).or_insert(Worlds::NONE) |= worlds;
        }
    }

    /// What is absent somewhere for the module with this name.
    fn of(&self, importer: &str) -> impl Iterator<Item = (&String, &Absence)> {
        let importer = top(importer);
        let of = |importer| self.by_importer.get(importer).into_iter().flatten();
        of(EVERYBODY).chain(of(importer))
    }
}

fn top(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

impl Modules {
    /// Where a module is absent for this importer.
    fn absence(&self, importer: &str, imported: &str) -> Option<&Absence> {
        let mut absent = self.supply.of(importer);
        let (_, absence) = absent.find(|(name, _)| *name == imported)?;
        absence.worlds.overlaps(self.worlds).then_some(absence)
    }

    /// Whether one of these modules is absent somewhere for this importer.
    pub(super) fn misses<'n>(
        &self,
        importer: &str,
        mut imported: impl Iterator<Item = &'n str>,
    ) -> bool {
        imported.any(|name| self.absence(importer, top(name)).is_some())
    }

    /// The worlds in which something brings a module of the standard library.
    pub(in crate::project) fn substituted(&self, module: &str) -> Worlds {
        let substitutes = &self.supply.substitutes;
        let here = substitutes.get(top(module)).copied();
        let base = self.base.as_deref();
        here.unwrap_or(Worlds::NONE) | base.map_or(Worlds::NONE, |base| base.substituted(module))
    }

    /// The worlds in which a distribution named like this module is there with the project.
    pub(in crate::project) fn required(&self, module: &str) -> Worlds {
        let brought = self.supply.always.get(&normalised(top(module))).copied();
        brought.unwrap_or(Worlds::NONE)
    }

    /// What matters of all that to an importer, for a hash.
    pub(super) fn supply_in_words(&self, importer: &str) -> String {
        let absent = self.supply.of(importer);
        let substitutes = self.supply.substitutes.iter();
        let substitutes = substitutes.map(|(module, worlds)| format!("{module} {worlds}\n"));
        let always = self.supply.always.iter();
        let always = always.map(|(name, worlds)| format!("{name} is there {worlds}\n"));
        absent
            .map(|(name, absence)| format!("{name} {} {:?}\n", absence.worlds, absence.requirement))
            .chain(substitutes)
            .chain(always)
            .collect()
    }

    /// What importing a module does for this importer, where it does that for others.
    pub(in crate::project) fn imported_by(
        &self,
        importer: &str,
        imported: &str,
        summary: Option<Arc<Summary>>,
    ) -> Option<Arc<Summary>> {
        let summary = summary.map(|summary| self.with_required(summary));
        let Some(absence) = self.absence(importer, imported) else {
            return summary;
        };
        let mut summary = summary.map(Arc::unwrap_or_clone).unwrap_or_default();
        for failure in &mut summary.failures {
            failure.worlds -= absence.worlds;
        }
        summary.failures.push(ImportFailure {
            worlds: absence.worlds & self.worlds,
            exception: "ModuleNotFoundError".to_owned(),
            reason: String::new(),
            chain: vec![absence.requirement.clone()],
            own: false,
            absent: Some(absence.distribution.clone()),
        });
        summary
            .failures
            .retain(|failure| !failure.worlds.is_empty());
        Some(Arc::new(summary))
    }

    /// The summary of an installed module where the project's own requirements are installed, too.
    pub(in crate::project) fn with_required(&self, summary: Arc<Summary>) -> Arc<Summary> {
        let brought = |failure: &ImportFailure| {
            let required = self.supply.required.get(failure.absent.as_deref()?)?;
            failure.worlds.overlaps(*required).then_some(*required)
        };
        if !summary
            .failures
            .iter()
            .any(|failure| brought(failure).is_some())
        {
            return summary;
        }
        let mut summary = Arc::unwrap_or_clone(summary);
        summary.failures.retain_mut(|failure| {
            failure.worlds -= brought(failure).unwrap_or(Worlds::NONE);
            !failure.worlds.is_empty()
        });
        Arc::new(summary)
    }
}
