//! Where the files of modules are: on the disk, or in an archive in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use super::{PythonSource, bounded_read};

/// A longer module is not looked into, and whoever asked is told so: its tree would take gigabytes.
const MAX_MODULE_BYTES: u64 = 4 << 20;

/// A tree of files that can be read.
pub trait Storage: Debug + Send + Sync {
    /// Whether there is a file at this path.
    fn is_file(&self, path: &Path) -> bool;
    /// Whether there is a directory at this path.
    fn is_directory(&self, path: &Path) -> bool;
    /// The text of a Python file; `None` when it cannot be read as one, or is too long.
    fn text(&self, path: &Path) -> Option<String>;
}

/// The file system.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Storage for Disk {
    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn is_directory(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn text(&self, path: &Path) -> Option<String> {
        let bytes = bounded_read::read(path, MAX_MODULE_BYTES).ok()?;
        PythonSource::from_bytes(bytes)
            .ok()
            .map(|source| source.text)
    }
}

/// Files in memory, by their paths in an archive.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    files: BTreeMap<PathBuf, Vec<u8>>,
    directories: BTreeSet<PathBuf>,
    /// Files that are there and too long to be read.
    unread: BTreeSet<PathBuf>,
}

impl Archive {
    /// Adds a file; an older one with the same path is replaced.
    pub fn add(&mut self, path: PathBuf, content: Vec<u8>) {
        for above in path.ancestors().skip(1) {
            self.directories.insert(above.to_owned());
        }
        self.files.insert(path, content);
    }

    /// Notes a file that is not read.
    pub fn add_unread(&mut self, path: PathBuf) {
        for above in path.ancestors().skip(1) {
            self.directories.insert(above.to_owned());
        }
        self.unread.insert(path);
    }

    /// Every file that was read, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        self.files
            .iter()
            .map(|(path, content)| (path.as_path(), content.as_slice()))
    }
}

impl Storage for Archive {
    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path) || self.unread.contains(path)
    }

    fn is_directory(&self, path: &Path) -> bool {
        self.directories.contains(path)
    }

    fn text(&self, path: &Path) -> Option<String> {
        let content = self.files.get(path)?;
        if content.len() as u64 > MAX_MODULE_BYTES {
            return None;
        }
        PythonSource::from_bytes(content.clone())
            .ok()
            .map(|source| source.text)
    }
}
