//! From where a document sees its project and environment.

use std::path::PathBuf;
use std::sync::Arc;

use super::cancellation::Cancellation;
use super::module_name::ModuleName;
use super::modules::Modules;
use super::questions::{Asked, Purpose};

/// The surroundings of one file.
#[derive(Clone, Debug)]
pub struct FileView {
    pub(super) modules: Arc<Modules>,
    pub(super) file: PathBuf,
    pub(super) module: ModuleName,
    pub(super) stop: Cancellation,
    /// What it is looked at for.
    pub(super) purpose: Purpose,
}

impl FileView {
    /// The same, given up when it is time to stop: modules that are not known by then stay unknown.
    #[must_use]
    pub fn until(mut self, stop: Cancellation) -> Self {
        self.stop = stop;
        self
    }

    /// The same file, looked at for something else.
    pub(super) fn for_purpose(&self, purpose: Purpose) -> Self {
        Self {
            purpose,
            ..self.clone()
        }
    }

    /// Notes what it asks for, where that is noted.
    pub(super) fn note(&self, change: impl FnOnce(&mut Asked)) {
        if let Some(questions) = self.modules.questions() {
            questions.note(&(self.purpose, self.file.clone()), change);
        }
    }

    /// Notes that it asks for a module.
    pub(super) fn note_module(&self, name: &str) {
        if let Some(questions) = self.modules.questions() {
            questions.note_module(&(self.purpose, self.file.clone()), name);
        }
    }
}
