//! What a document sees of its project and environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::modules::{Modules, without_failures_around};
use crate::model::surroundings::{Origin, Summary, Surroundings};

/// The surroundings of one file.
#[derive(Clone, Debug)]
pub struct View {
    pub(super) modules: Arc<Modules>,
    pub(super) file: PathBuf,
    pub(super) name: String,
    pub(super) package: String,
}

impl View {
    /// Whether a chain of imports leads back to the file itself.
    fn comes_back(&self, path: &str) -> bool {
        Path::new(path) == self.file
    }
}

impl Surroundings for View {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        if name == self.name {
            return None;
        }
        let summary = self.modules.module(name)?;
        let summary = without_failures_around(summary, name, &self.name);
        let leads_here = |hop: &crate::model::surroundings::Hop| self.comes_back(&hop.path);
        if !summary
            .failures
            .iter()
            .any(|failure| failure.chain.iter().any(leads_here))
        {
            return Some(summary);
        }
        // What is wrong in the file itself is said there.
        let mut summary = (*summary).clone();
        summary
            .failures
            .retain(|failure| !failure.chain.iter().any(leads_here));
        Some(Arc::new(summary))
    }

    fn package(&self) -> Option<&str> {
        (!self.package.is_empty()).then_some(&self.package)
    }

    fn origin(&self) -> Origin {
        Origin::of(&self.file.to_string_lossy())
    }
}
