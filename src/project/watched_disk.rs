//! The file system, with a note of what was read or looked for, so that a later run sees whether all of that is as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::storage::{Disk, Storage};

/// What changed so shortly before may change again within the same tick of the file system's clock.
const TICK: Duration = Duration::from_secs(2);

/// When a file or directory changed last, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Since 1970; `None`: not known.
    modified: Option<Duration>,
    length: u64,
}

/// The stamps of paths; `None`: nothing is there.
pub(super) type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// Files on the disk.
#[derive(Debug, Default)]
pub(super) struct WatchedDisk {
    seen: Mutex<Stamps>,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        let modified = found.modified().ok();
        Some(Self {
            modified: modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok()),
            length: if found.is_dir() { 0 } else { found.len() },
        })
    }

    fn is_settled(self, now: SystemTime) -> bool {
        let age = now.duration_since(UNIX_EPOCH).ok();
        let age = age.and_then(|now| now.checked_sub(self.modified?));
        age.is_some_and(|age| age >= TICK)
    }
}

/// Whether everything is still as these say.
pub(super) fn are_the_same(stamps: &Stamps) -> bool {
    let mut stamps = stamps.iter();
    stamps.all(|(path, stamp)| is_the_same(path, *stamp))
}

/// Whether a path is still as this says.
pub(super) fn is_the_same(path: &Path, stamp: Option<Stamp>) -> bool {
    Stamp::of(path) == stamp
}

/// The stamps of these paths now.
pub(super) fn stamps_of(paths: impl IntoIterator<Item = PathBuf>) -> Stamps {
    let paths = paths.into_iter();
    paths.map(|path| (path.clone(), Stamp::of(&path))).collect()
}

impl WatchedDisk {
    /// Notes a path before it is looked at.
    pub(super) fn note(&self, path: &Path) {
        let mut seen = self.lock();
        if !seen.contains_key(path) {
            seen.insert(path.to_owned(), Stamp::of(path));
        }
    }

    /// What was seen, if a later change of it will be noticed.
    pub(super) fn settled(&self, now: SystemTime) -> Option<Stamps> {
        let seen = self.lock();
        let is_settled = |stamp: &Option<Stamp>| stamp.is_none_or(|stamp| stamp.is_settled(now));
        seen.values().all(is_settled).then(|| seen.clone())
    }

    /// Whether what was seen is as it was then.
    pub(super) fn is_unchanged(&self) -> bool {
        are_the_same(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Stamps> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A directory tells what comes and goes in it.
    fn note_around(&self, path: &Path) {
        if let Some(directory) = path.parent() {
            self.note(directory);
        }
    }
}

impl Storage for WatchedDisk {
    fn is_file(&self, path: &Path) -> bool {
        self.note_around(path);
        Disk.is_file(path)
    }

    fn is_directory(&self, path: &Path) -> bool {
        self.note_around(path);
        Disk.is_directory(path)
    }

    fn text(&self, path: &Path) -> Option<String> {
        self.note(path);
        Disk.text(path)
    }
}
