//! What was found out about who imports the modules of a project.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::HashMap;

use super::imports::Imports;
use super::index::Index;
use crate::world::Worlds;

/// Who imports modules, and where each runs.
#[derive(Debug, Default)]
pub(in crate::project) struct KnownImporters {
    /// `None` inside: there are too many files.
    index: OnceLock<Option<Arc<Index>>>,
    /// What importers import, by file; `None` where that is not all seen.
    imports: Mutex<HashMap<PathBuf, Arc<Option<Imports>>>>,
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, Worlds>>,
}

impl KnownImporters {
    /// Where the module of a file is imported, if that was found out.
    pub(super) fn imported_in(&self, file: &Path) -> Option<Worlds> {
        lock(&self.known).get(file).copied()
    }

    /// Notes where the modules of files are imported.
    pub(super) fn note(&self, found: Vec<(PathBuf, Worlds)>) {
        lock(&self.known).extend(found);
    }

    /// What a file imports; found out now, unless that was done before.
    pub(super) fn imports_of(
        &self,
        file: &Path,
        find: impl FnOnce() -> (Option<Imports>, bool),
    ) -> Arc<Option<Imports>> {
        if let Some(known) = lock(&self.imports).get(file) {
            return Arc::clone(known);
        }
        let (imports, is_final) = find();
        let imports = Arc::new(imports);
        if is_final {
            lock(&self.imports).insert(file.to_owned(), Arc::clone(&imports));
        }
        imports
    }

    /// The imports of the files below these directories, by their lines; `None` if there are too many.
    pub(super) fn index(&self, roots: &[PathBuf]) -> Option<Arc<Index>> {
        let found = self.index.get_or_init(|| Index::below(roots).map(Arc::new));
        found.clone()
    }
}

fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
