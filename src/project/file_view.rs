//! From where a document sees its project and environment.

use std::path::PathBuf;
use std::sync::Arc;

use super::cancellation::Stop;
use super::module_name::ModuleName;
use super::modules::Modules;

/// The surroundings of one file.
#[derive(Clone, Debug)]
pub struct View {
    pub(super) modules: Arc<Modules>,
    pub(super) file: PathBuf,
    pub(super) module: ModuleName,
    pub(super) stop: Stop,
}

impl View {
    /// The same, given up when it is time to stop: modules that are not known by then stay unknown.
    #[must_use]
    pub fn until(mut self, stop: Stop) -> Self {
        self.stop = stop;
        self
    }
}
