//! From where a document sees its project and environment.

use std::path::PathBuf;
use std::sync::Arc;

use super::cancellation::Cancellation;
use super::module_name::ModuleName;
use super::modules::Modules;

/// The surroundings of one file.
#[derive(Clone, Debug)]
pub struct FileView {
    pub(super) modules: Arc<Modules>,
    pub(super) file: PathBuf,
    pub(super) module: ModuleName,
    pub(super) stop: Cancellation,
}

impl FileView {
    /// The same, given up when it is time to stop: modules that are not known by then stay unknown.
    #[must_use]
    pub fn until(mut self, stop: Cancellation) -> Self {
        self.stop = stop;
        self
    }
}
