//! Summaries kept for whoever needs them again, each under a hash of all that it was made from: on the disk between
//! runs, or in memory for search paths that have much in common.
//!
//! One file holds those of one search path.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::HashMap;

use crate::model::surroundings::Summary;
use crate::project::cache::{self, CacheDirectory};
use crate::project::content_hash::{Key, hex, key};
use serde::{Deserialize, Serialize};

/// With more entries than this, those that were not used in this run are forgotten.
const MAX_SUMMARIES_ON_DISK: usize = 30_000;

/// With more in memory, all of them are forgotten: most are of texts that were edited since.
const MAX_SUMMARIES_IN_MEMORY: usize = 10_000;

/// The summaries of a search path.
#[derive(Debug, Default)]
pub(in crate::project) struct SummaryCache {
    /// Where they are on the disk; `None`: nowhere.
    file: Option<PathBuf>,
    in_memory: bool,
    read: OnceLock<CacheFile>,
    /// What this run used or added.
    used: Mutex<CacheFile>,
}

/// What the file holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct CacheFile {
    /// By key; `None` is the summary of a module of which nothing is to be said.
    summaries: HashMap<String, Option<Arc<Summary>>>,
    /// What the lines of a module do not show that it imports, by the hash of its text and place.
    asked: BTreeMap<String, Vec<String>>,
}

impl SummaryCache {
    /// Those below a cache directory, for a search path with this name.
    pub(super) fn below(directory: &std::path::Path, search_path: &str) -> Self {
        let name = hex(&key(&[search_path.as_bytes()])[..16]);
        let file = cache::part(directory, CacheDirectory::Modules).join(format!("{name}.json"));
        Self {
            file: Some(file),
            ..Self::default()
        }
    }

    /// Those of this process.
    pub(in crate::project) fn in_memory() -> Self {
        Self {
            in_memory: true,
            ..Self::default()
        }
    }

    pub(super) fn is_used(&self) -> bool {
        self.file.is_some() || self.in_memory
    }

    /// The summary that was made from the same.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Summary>> {
        let key = hex(key);
        let mut used = self.lock();
        let known = used.summaries.get(&key);
        let found = known.or_else(|| self.pack().summaries.get(&key))?.clone();
        used.summaries.insert(key, found.clone());
        Some(found.unwrap_or_default())
    }

    pub(super) fn put(&self, key: &Key, summary: &Arc<Summary>) {
        let kept = (**summary != Summary::default()).then(|| Arc::clone(summary));
        let mut used = self.lock();
        // Files on the disk are kept small when they are written.
        if self.in_memory && used.summaries.len() >= MAX_SUMMARIES_IN_MEMORY {
            *used = CacheFile::default();
        }
        used.summaries.insert(hex(key), kept);
    }

    /// What a module has turned out to import.
    pub(super) fn asked(&self, key: &Key) -> Vec<String> {
        let key = hex(key);
        let mut used = self.lock();
        let known = used.asked.get(&key);
        let names = known.or_else(|| self.pack().asked.get(&key)).cloned();
        let names = names.unwrap_or_default();
        if !names.is_empty() {
            used.asked.insert(key, names.clone());
        }
        names
    }

    pub(super) fn put_asked(&self, key: &Key, names: &[String]) {
        self.lock().asked.insert(hex(key), names.to_vec());
    }

    /// Writes down what is new, beside what others have written in the meantime.
    pub(super) fn save(&self) {
        let Some(file) = &self.file else {
            return;
        };
        let used = self.lock().clone();
        let before = self.pack();
        let is_known = |key: &String| before.summaries.contains_key(key);
        if used.summaries.keys().all(is_known) {
            return;
        }
        let mut pack: CacheFile = cache::read_sealed(file).unwrap_or_default();
        if pack.summaries.len() + used.summaries.len() > MAX_SUMMARIES_ON_DISK {
            pack = CacheFile::default();
        }
        pack.summaries.extend(used.summaries);
        pack.asked.extend(used.asked);
        cache::write_sealed(file, &pack);
    }

    fn pack(&self) -> &CacheFile {
        self.read.get_or_init(|| {
            self.file
                .as_deref()
                .and_then(cache::read_sealed)
                .unwrap_or_default()
        })
    }

    fn lock(&self) -> MutexGuard<'_, CacheFile> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
