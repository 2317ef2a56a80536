//! What modules are asked for and read from, noted for the runs that take over what this one finds.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::Modules;
use crate::project::content_hash::{Key, key};
use crate::project::questions::Questions;
use crate::project::storage::Storage;
use crate::project::watched_disk::WatchedDisk;

/// The notes.
#[derive(Debug, Default)]
pub(super) struct InputRecord {
    questions: Questions,
    watched: Arc<WatchedDisk>,
    context: OnceLock<Key>,
}

impl Modules {
    /// Noting what is asked and read.
    #[must_use]
    pub(in crate::project) fn recorded(mut self) -> Self {
        let recorded = InputRecord::default();
        self.storage = Arc::<WatchedDisk>::clone(&recorded.watched);
        self.recorded = Some(recorded);
        self
    }

    /// What files asked for, if that is noted.
    pub(in crate::project) fn questions(&self) -> Option<&Questions> {
        self.recorded.as_ref().map(|recorded| &recorded.questions)
    }

    /// What was read and looked for, if that is noted.
    pub(in crate::project) fn watched(&self) -> Option<&WatchedDisk> {
        self.recorded.as_ref().map(|recorded| &*recorded.watched)
    }

    /// Notes a path before it is looked at.
    pub(in crate::project) fn watch(&self, path: &Path) {
        if let Some(watched) = self.watched() {
            watched.note(path);
        }
    }

    /// Whether all that was read, here and among the modules that others share, is as it was then.
    pub(in crate::project) fn is_as_it_was_read(&self) -> bool {
        self.watched().is_some_and(WatchedDisk::is_unchanged)
            && self.base.as_deref().is_none_or(Self::is_as_it_was_read)
    }

    /// Where the files of the modules are.
    pub(in crate::project) fn storage(&self) -> &dyn Storage {
        &*self.storage
    }

    /// The modules that others share.
    pub(in crate::project) fn base(&self) -> Option<&Arc<Self>> {
        self.base.as_ref()
    }

    /// A hash of all that is known of the modules but for their texts.
    pub(in crate::project) fn context(&self) -> Key {
        let find = || {
            let own = format!(
                "{:?} {} {:?} {:?}",
                self.roots, self.worlds, self.limits, self.supply
            );
            let base = self.base.as_deref().map(Self::context);
            key(&[own.as_bytes(), &base.unwrap_or_default()])
        };
        let known = self.recorded.as_ref();
        known.map_or_else(find, |recorded| *recorded.context.get_or_init(find))
    }
}
