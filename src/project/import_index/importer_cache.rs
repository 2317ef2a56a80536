//! What was found out about who imports the modules of a project.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::HashMap;

use super::ignored_files::IgnoredFiles;
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
    /// What each `conftest.py` keeps out of the tests, by file.
    ignored: Mutex<HashMap<PathBuf, Arc<IgnoredFiles>>>,
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, KnownWorlds>>,
}

/// Where a module runs.
#[derive(Clone, Debug)]
pub(in crate::project) struct KnownWorlds {
    pub(in crate::project) worlds: Worlds,
    /// For which file that was found out.
    pub(in crate::project) asker: PathBuf,
    /// The lines of importers told it, and none of them was evaluated.
    pub(in crate::project) is_by_lines: bool,
}

impl KnownImporters {
    /// Where the module of a file is imported, if that was found out.
    pub(in crate::project) fn imported_in(&self, file: &Path) -> Option<KnownWorlds> {
        lock(&self.known).get(file).cloned()
    }

    /// Notes where the modules of files are imported.
    pub(in crate::project) fn note(
        &self,
        found: Vec<(PathBuf, Worlds)>,
        asker: &Path,
        is_by_lines: bool,
    ) {
        let known = |worlds| KnownWorlds {
            worlds,
            asker: asker.to_owned(),
            is_by_lines,
        };
        let found = found.into_iter();
        lock(&self.known).extend(found.map(|(file, worlds)| (file, known(worlds))));
    }

    /// What a file imports; found out now, unless that was done before. `find` says, too, whether that is final.
    pub(in crate::project) fn imports_of(
        &self,
        file: &Path,
        find: impl FnOnce() -> (Option<Imports>, bool),
    ) -> Arc<Option<Imports>> {
        found_once(&self.imports, file, find)
    }

    /// What a `conftest.py` keeps out of the tests, in the same way.
    pub(in crate::project) fn ignored_by(
        &self,
        conftest: &Path,
        find: impl FnOnce() -> (IgnoredFiles, bool),
    ) -> Arc<IgnoredFiles> {
        found_once(&self.ignored, conftest, find)
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

/// What is known of a file; found out now, unless that was done before, and kept if it is final.
fn found_once<T>(
    known: &Mutex<HashMap<PathBuf, Arc<T>>>,
    file: &Path,
    find: impl FnOnce() -> (T, bool),
) -> Arc<T> {
    if let Some(known) = lock(known).get(file) {
        return Arc::clone(known);
    }
    let (found, is_final) = find();
    let found = Arc::new(found);
    if is_final {
        lock(known).insert(file.to_owned(), Arc::clone(&found));
    }
    found
}
