//! What was found out about private modules.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::naming::Naming;
use crate::world::Worlds;

/// Who names private modules, and where each is imported.
#[derive(Debug, Default)]
pub(super) struct PrivateModules {
    /// Who names private modules, by the directory of the outermost package.
    naming: Mutex<HashMap<PathBuf, Option<Arc<Naming>>>>,
    /// What importers import, by file; `None` where that is not all seen.
    imports: Mutex<HashMap<PathBuf, Arc<Option<Imports>>>>,
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, Worlds>>,
}

/// What a file imports, and in which worlds.
#[derive(Debug, Default)]
pub(super) struct Imports {
    all: Vec<Import>,
}

/// One import.
#[derive(Debug)]
struct Import {
    /// The absolute name of the module.
    module: String,
    /// The names that come from there.
    names: Vec<String>,
    worlds: Worlds,
}

impl Imports {
    /// Adds the import of a module, and of names out of it.
    pub(super) fn add(&mut self, module: String, names: Vec<String>, worlds: Worlds) {
        self.all.push(Import {
            module,
            names,
            worlds,
        });
    }

    /// The worlds in which a module of a package is imported, or something in it; `None` if it is not.
    pub(super) fn of(&self, package: &str, name: &str) -> Option<Worlds> {
        let whole = format!("{package}.{name}");
        let is_it = |one: &&Import| {
            let rest = one.module.strip_prefix(&*whole);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                || one.module == package && one.names.iter().any(|known| known == name)
        };
        let worlds = self.all.iter().filter(is_it).map(|one| one.worlds);
        worlds.reduce(|all, worlds| all | worlds)
    }
}

impl PrivateModules {
    /// Where the module of a file is imported, if that was found out.
    pub(super) fn imported_in(&self, file: &Path) -> Option<Worlds> {
        self.lock().get(file).copied()
    }

    /// Notes where the modules of files are imported.
    pub(super) fn note(&self, found: Vec<(PathBuf, Worlds)>) {
        self.lock().extend(found);
    }

    /// What a file imports, if that was found out.
    pub(super) fn imports_of(&self, file: &Path) -> Option<Arc<Option<Imports>>> {
        let known = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(file).cloned()
    }

    /// Notes what a file imports.
    pub(super) fn note_imports(&self, file: &Path, imports: &Arc<Option<Imports>>) {
        let mut known = self.imports.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(file.to_owned(), Arc::clone(imports));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Worlds>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who names the private modules below this directory; `None` if there are too many files.
    pub(super) fn naming(&self, top: &Path) -> Option<Arc<Naming>> {
        let mut known = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        let naming = known.entry(top.to_owned());
        naming
            .or_insert_with(|| Naming::below(top).map(Arc::new))
            .clone()
    }
}
