//! The releases that a project will have no others of: those that it requires by `==`, or has locked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Distribution;
use crate::project::bounded_read;
use crate::project::conditional::exact_versions;
use crate::project::package_name::normalised;

/// Longer lock files are not read.
const MAX_LOCK_FILE_BYTES: u64 = 32 << 20;
/// Files in which tools write down which releases they chose, as tables that are called `package`.
const LOCKS: [&str; 4] = ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"];

/// The versions by normalised name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Pins {
    versions: BTreeMap<String, BTreeSet<String>>,
}

impl Pins {
    /// Those of a project in this directory.
    pub(in crate::project) fn of(root: &Path) -> Self {
        let mut pins = Self::default();
        for (name, version) in exact_versions(root) {
            pins.add(&name, version);
        }
        for lock in LOCKS {
            if let Ok(text) = bounded_read::read_text(&root.join(lock), MAX_LOCK_FILE_BYTES) {
                pins.add_locked(&text);
            }
        }
        pins
    }

    /// Whether the project will have no other release of it.
    pub(super) fn contains(&self, distribution: &Distribution) -> bool {
        let versions = self.versions.get(&normalised(&distribution.name));
        // Where several are locked, each is for other worlds.
        versions.is_some_and(|all| all.len() == 1 && all.contains(&distribution.version))
    }

    fn add(&mut self, name: &str, version: String) {
        let versions = self.versions.entry(normalised(name)).or_default();
        versions.insert(version);
    }

    fn add_locked(&mut self, text: &str) {
        let mut name = None;
        for line in text.lines() {
            if line.starts_with('[') {
                name = None;
            } else if let Some(value) = value(line, "name") {
                name = Some(value);
            } else if let (Some(name), Some(version)) = (name, value(line, "version")) {
                self.add(name, version.to_owned());
            }
        }
    }
}

/// The string that a line gives this key.
fn value<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    rest.trim().strip_prefix('"')?.strip_suffix('"')
}
