//! Notices that files with settings changed, for clients that watch none.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use crate::project::SettingsFile;

/// What tells one state of a file from another.
pub(crate) type Stamp = (SystemTime, u64);

/// When the files that were looked at, or looked for, were last written.
#[derive(Debug, Default)]
pub(super) struct SettingsStamps {
    seen: Mutex<HashMap<PathBuf, Option<Stamp>>>,
}

impl SettingsStamps {
    /// Remembers every file that has a say about this directory, those that are not there included.
    pub(super) fn remember(&self, directory: &Path) {
        let mut seen = self.lock();
        for above in directory.ancestors() {
            if seen.contains_key(&above.join(SettingsFile::NAMES[0])) {
                // Then everything above it is known as well.
                return;
            }
            for name in SettingsFile::NAMES
                .into_iter()
                .chain(SettingsFile::DECLARING)
            {
                let path = above.join(name);
                let stamp = stamp(&path);
                seen.insert(path, stamp);
            }
        }
    }

    /// Remembers a file that the editor names.
    pub(super) fn watch(&self, file: Option<&Path>) {
        if let Some(path) = file {
            self.lock().insert(path.to_owned(), stamp(path));
        }
    }

    /// Whether this file was looked at, or looked for.
    pub(super) fn watches(&self, path: &Path) -> bool {
        self.lock().contains_key(path)
    }

    /// Whether any of them is another one now.
    pub(super) fn changed(&self) -> bool {
        self.lock().iter().any(|(path, seen)| stamp(path) != *seen)
    }

    /// Forgets them, to be remembered as they are now.
    pub(super) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Option<Stamp>>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a file was last written, and its length.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
