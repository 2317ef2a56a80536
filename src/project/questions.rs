//! What files asked of their surroundings while they were evaluated: what their findings may depend on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::module_name::MAX_MODULE_NAME_BYTES;

/// What somebody looks at a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Purpose {
    /// To check it.
    Check,
    /// To know what it is to those that import it, or what it imports.
    Module,
    /// To know in which worlds it is imported.
    Importers,
}

/// Who asks.
pub(super) type Asker = (Purpose, PathBuf);

/// What was asked, by asker.
#[derive(Debug, Default)]
pub(super) struct Questions {
    asked: Mutex<HashMap<Asker, Asked>>,
}

/// What somebody asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    /// Modules, by their dotted names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) modules: BTreeSet<String>,
    /// Files that may import others, with their dotted names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) evaluated: BTreeSet<(PathBuf, String)>,
    /// Files whose importers were asked for, with their dotted names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) listed: BTreeSet<(PathBuf, String)>,
    /// Methods whose users were asked for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) methods: BTreeSet<String>,
    /// Files of which it was asked in which worlds they are imported.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) searched: BTreeSet<PathBuf>,
    /// Every file of the project was asked for.
    #[serde(default)]
    pub(super) all_files: bool,
    /// What makes an executable of the file was asked for.
    #[serde(default)]
    pub(super) executable: bool,
    /// What no hash covers was asked for: workflows, and the like.
    #[serde(default)]
    pub(super) others: bool,
}

impl Asked {
    /// Adds what another one notes.
    pub(super) fn extend(&mut self, other: Self) {
        self.modules.extend(other.modules);
        self.evaluated.extend(other.evaluated);
        self.listed.extend(other.listed);
        self.methods.extend(other.methods);
        self.searched.extend(other.searched);
        self.all_files |= other.all_files;
        self.executable |= other.executable;
        self.others |= other.others;
    }

    /// Whether it is about more than modules.
    pub(super) fn is_about_importers(&self) -> bool {
        !self.listed.is_empty() || !self.methods.is_empty() || self.all_files
    }
}

impl Questions {
    /// Notes that a module was asked for.
    pub(super) fn note_module(&self, asker: &Asker, name: &str) {
        // No file has a longer name, so nothing can depend on it.
        if name.len() > MAX_MODULE_NAME_BYTES {
            return;
        }
        self.note(asker, |asked| {
            if !asked.modules.contains(name) {
                asked.modules.insert(name.to_owned());
            }
        });
    }

    /// Notes something else.
    pub(super) fn note(&self, asker: &Asker, change: impl FnOnce(&mut Asked)) {
        let mut all = self.lock();
        match all.get_mut(asker) {
            Some(asked) => change(asked),
            None => change(all.entry(asker.clone()).or_default()),
        }
    }

    /// What was asked so far.
    pub(super) fn of(&self, purpose: Purpose, file: &Path) -> Asked {
        let all = self.lock();
        all.get(&(purpose, file.to_owned()))
            .cloned()
            .unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Asker, Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
