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
    /// Where each runs, by file, and for which file that was found out.
    known: Mutex<HashMap<PathBuf, (Worlds, PathBuf)>>,
}

impl KnownImporters {
    /// Where the module of a file is imported, if that was found out, and for which file.
    pub(super) fn imported_in(&self, file: &Path) -> Option<(Worlds, PathBuf)> {
        lock(&self.known).get(file).cloned()
    }

    /// Notes where the modules of files are imported, and for which file that was found out.
    pub(super) fn note(&self, found: Vec<(PathBuf, Worlds)>, asker: &Path) {
        let found = found.into_iter();
        let found = found.map(|(file, worlds)| (file, (worlds, asker.to_owned())));
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
    pub(in crate::project) fn index(
        &self,
        roots: &[PathBuf],
        note: &dyn Fn(&Path),
    ) -> Option<Arc<Index>> {
        let find = || Index::below(roots, note).map(Arc::new);
        let found = self.index.get_or_init(find);
        found.clone()
    }
}

fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
