//! The settings of one document.

use std::sync::Arc;

use crate::config::{Config, MAX_FILE_MEGABYTES};
use crate::project::{FileView, PythonSource, SettingsError};

/// The settings of one document.
#[derive(Debug)]
pub(crate) struct DocumentSettings {
    pub(super) config: Arc<Config>,
    pub(super) checked: bool,
    /// In megabytes.
    pub(super) max_file_size: u64,
    /// What lies around it; nothing for what is no file.
    pub(crate) around: Option<FileView>,
    /// Files that cannot be used, and why.
    pub(crate) problems: Option<Arc<SettingsError>>,
    /// Where they come from, the strongest first, in words.
    pub(crate) sources: Vec<String>,
}

impl DocumentSettings {
    /// What to check for.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Why a text of so many bytes is too large to be checked, if it is.
    pub(crate) fn too_large(&self, bytes: usize) -> Option<String> {
        // The cells of a notebook are a module like others.
        let megabytes = self.max_file_size.min(MAX_FILE_MEGABYTES);
        (bytes as u64 > megabytes << 20).then(|| PythonSource::too_large(megabytes))
    }

    /// Whether the document is checked at all.
    pub(crate) fn checked(&self) -> bool {
        self.checked
    }
}
