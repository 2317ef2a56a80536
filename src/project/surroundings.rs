//! What a document sees of its project and environment.

use std::sync::Arc;

use super::definitions::definitions;
use super::executables::frozen;
use super::file_view::FileView;
use super::importers::{imported_in, importers, is_brought, patched, used_in};
use super::modules::{without_failures_around, without_failures_through};
use super::patch::patch;
use super::workflows::tested;
use crate::model::summary::definitions::Definitions;
use crate::model::surroundings::{
    ChildNames, Frozen, ImportFailure, Origin, Summary, Surroundings, TestedWorlds,
};
use crate::model::value::Partition;
use crate::world::Worlds;

impl Surroundings for FileView {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        self.note_module(name);
        if name == self.module.dotted {
            return None;
        }
        let summary = self.modules.module_until(name, &self.stop);
        let importer = &self.module.dotted;
        let summary = self.modules.imported_by(importer, name, summary)?;
        let summary = without_failures_around(summary, name, &self.module.dotted);
        Some(without_failures_through(summary, &self.file))
    }

    fn loaded(&self, name: &str) -> Option<Arc<Summary>> {
        self.module(name)
    }

    fn definitions(&self, name: &str, minds: bool) -> Option<Arc<Definitions>> {
        self.note_module(name);
        if name == self.module.dotted {
            return None;
        }
        definitions(self, name, minds)
    }

    fn child_names(&self, name: &str) -> Arc<ChildNames> {
        self.note_module(name);
        match name == self.module.dotted {
            true => Arc::default(),
            false => self.modules.child_names(name),
        }
    }

    fn evaluated_child_names(&self, name: &str) -> Arc<ChildNames> {
        self.note_module(name);
        match name == self.module.dotted {
            true => Arc::default(),
            false => self.modules.evaluated_child_names(name, &self.stop),
        }
    }

    fn patch(&self, failure: &ImportFailure) -> Option<Arc<str>> {
        patch(&self.modules, failure, &self.stop)
    }

    fn tested(&self) -> Option<TestedWorlds> {
        self.note(|asked| asked.others = true);
        tested(self.file.parent()?)
    }

    fn substituted(&self, module: &str) -> Worlds {
        match is_brought(self, module) {
            true => Worlds::ALL,
            false => self.modules.substituted(module),
        }
    }

    fn required(&self, module: &str) -> Worlds {
        self.modules.required(module)
    }

    fn frozen(&self) -> Option<Frozen> {
        self.note(|asked| asked.executable = true);
        let specifications = self.modules.specifications();
        frozen(&self.file, specifications, &|path| {
            self.modules.watch(path);
        })
    }

    fn conftest(&self, name: &str) -> Option<Partition> {
        let packages = self.module.dotted.rmatch_indices('.').map(|(at, _)| at);
        let of = |package: &str| format!("{package}.conftest");
        let names = packages.map(|end| of(&self.module.dotted[..end]));
        let mut names = names.chain(["conftest".to_owned()]);
        names.find_map(|module| {
            let summary = self.module(&module)?;
            summary.names.get(name).cloned()
        })
    }

    fn module_name(&self) -> Option<&str> {
        Some(self.module.dotted.as_str()).filter(|name| !name.is_empty())
    }

    fn importers(&self) -> Vec<Arc<str>> {
        importers(self)
    }

    fn imported_in(&self) -> Worlds {
        imported_in(self)
    }

    fn used_in(&self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        used_in(self, names)
    }

    fn patched(&self) -> Vec<String> {
        patched(self)
    }

    fn package(&self) -> Option<&str> {
        self.module.package()
    }

    fn origin(&self) -> Origin {
        Origin::of(&self.file.to_string_lossy())
    }

    fn imported_as(&self) -> Option<&str> {
        None
    }

    fn cancelled(&self) -> bool {
        self.stop.is_stopped()
    }
}
