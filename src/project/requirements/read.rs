//! Requirements, read out of the files in which people write them.

use super::requirement::Requirement;
use super::{pip, tables};
use crate::project::metadata::{Metadata, MetadataKind};

impl Metadata<'_> {
    /// What it requires.
    pub fn requirements(&self) -> Vec<Requirement> {
        match (self.kind, &self.tree) {
            (MetadataKind::Project, Some(root)) => tables::of_project(root, self.text),
            (MetadataKind::Pipfile, Some(root)) => tables::of_pipfile(root),
            (MetadataKind::Cfg, Some(root)) => tables::of_setup_cfg(root, self.text),
            (MetadataKind::Setup, Some(root)) => tables::of_setup(root, self.text),
            (MetadataKind::Conda, Some(root)) => tables::of_conda(root, self.text),
            (MetadataKind::Script, Some(root)) => tables::of_script(root, self.text),
            (MetadataKind::List, _) => {
                let name = self.path.file_name().and_then(|name| name.to_str());
                tables::for_platform(name.unwrap_or_default(), pip::lines(self.text))
            }
            _ => Vec::new(),
        }
    }
}
