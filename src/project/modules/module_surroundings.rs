//! The surroundings of a module that is being summarised.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::Modules;
use super::graph::ModuleSource;
use super::resolve::ResolvedModule;
use super::search::ModuleLocation;
use crate::model::summary::definitions::Definitions;
use crate::model::surroundings::{
    ChildNames, Frozen, ImportFailure, Origin, Summary, Surroundings, TestedWorlds,
};
use crate::model::value::Partition;
use crate::project::cancellation::Deadline;
use crate::project::questions::Purpose;
use crate::syntax::with_packages;
use crate::world::Worlds;

pub(super) struct ModuleSurroundings<'m> {
    pub(super) modules: &'m Modules,
    pub(super) source: &'m ModuleSource,
    /// The names of the modules that it is known to import.
    pub(super) wants: &'m [String],
    /// What is known so far of the modules that import each other in a circle with this one.
    pub(super) circle: &'m (dyn Fn(&Path) -> Option<Option<Arc<Summary>>> + Sync),
    /// Modules that were asked for before anything is known of them.
    pub(super) asked: Mutex<Vec<String>>,
    pub(super) patience: &'m Deadline,
}

impl Surroundings for ModuleSurroundings<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        if let Some(questions) = self.modules.questions() {
            let asker = (Purpose::Module, self.source.path.clone());
            questions.note_module(&asker, name);
        }
        let importer = &self.source.module.dotted;
        let summary = self.modules.imported_by(importer, name, self.found(name))?;
        let summary = without_failures_around(summary, name, &self.source.module.dotted);
        Some(without_failures_through(summary, &self.source.path))
    }

    fn loaded(&self, name: &str) -> Option<Arc<Summary>> {
        self.is_wanted(name).then(|| self.module(name))?
    }

    fn definitions(&self, _name: &str, _minds: bool) -> Option<Arc<Definitions>> {
        None
    }

    // What a module is to those who import it does not depend on who they are.
    fn module_name(&self) -> Option<&str> {
        None
    }

    fn importers(&self) -> Vec<Arc<str>> {
        Vec::new()
    }

    fn child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn evaluated_child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn patch(&self, _failure: &ImportFailure) -> Option<Arc<str>> {
        None
    }

    fn tested(&self) -> Option<TestedWorlds> {
        None
    }

    fn frozen(&self) -> Option<Frozen> {
        None
    }

    fn conftest(&self, _name: &str) -> Option<Partition> {
        None
    }

    fn imported_in(&self) -> Worlds {
        Worlds::ALL
    }

    fn used_in(&self, _names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        Vec::new()
    }

    fn patched(&self) -> Vec<String> {
        Vec::new()
    }

    fn origin(&self) -> Origin {
        Origin::Module
    }

    fn substituted(&self, module: &str) -> Worlds {
        self.modules.substituted(module)
    }

    fn required(&self, module: &str) -> Worlds {
        self.modules.required(module)
    }

    fn package(&self) -> Option<&str> {
        self.source.module.package()
    }

    fn imported_as(&self) -> Option<&str> {
        Some(&self.source.module.dotted)
    }

    fn cancelled(&self) -> bool {
        self.patience.is_over()
    }
}

impl ModuleSurroundings<'_> {
    /// What is known of a module, whoever imports it.
    fn found(&self, name: &str) -> Option<Arc<Summary>> {
        match self.modules.find(name)? {
            ModuleLocation::Here(ResolvedModule::File { path, .. }) if path == self.source.path => {
                None
            }
            // What it may know must not depend on what others happened to ask before.
            ModuleLocation::Here(ResolvedModule::File { .. }) | ModuleLocation::Base(_)
                if !self.is_wanted(name) =>
            {
                self.ask(name)
            }
            ModuleLocation::Here(ResolvedModule::File { path, .. }) => {
                let known = self.modules.known(&path);
                known.or_else(|| (self.circle)(&path).flatten())
            }
            ModuleLocation::Here(_) => Some(Arc::default()),
            ModuleLocation::Base(base) => base.at_once(name).ok().flatten(),
        }
    }

    fn is_wanted(&self, name: &str) -> bool {
        let order = |want: &String| want.as_str().cmp(name);
        self.wants.binary_search_by(order).is_ok()
    }

    fn ask(&self, name: &str) -> Option<Arc<Summary>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.extend(with_packages(name).map(str::to_owned));
        None
    }
}

/// Whoever is in a package has it imported already: that it fails is not said again in there.
pub(crate) fn without_failures_around(
    summary: Arc<Summary>,
    name: &str,
    inside: &str,
) -> Arc<Summary> {
    let around = inside
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if !around || summary.failures.is_empty() {
        return summary;
    }
    Arc::new(Summary {
        failures: Vec::new(),
        ..(*summary).clone()
    })
}

/// What is wrong in a file itself, or behind an import of it, is said there.
pub(crate) fn without_failures_through(summary: Arc<Summary>, file: &Path) -> Arc<Summary> {
    let file = file.to_string_lossy();
    let through = |failure: &ImportFailure| failure.chain.iter().any(|hop| hop.path == file);
    if !summary.failures.iter().any(through) {
        return summary;
    }
    let kept = summary.failures.iter().filter(|failure| !through(failure));
    Arc::new(Summary {
        failures: kept.cloned().collect(),
        names: Arc::clone(&summary.names),
        exported: summary.exported.clone(),
    })
}
