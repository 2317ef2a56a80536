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
    /// Where each runs, by file.
    known: Mutex<HashMap<PathBuf, Worlds>>,
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
