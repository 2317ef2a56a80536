//! Requirements, read out of the files in which people write them.

use super::named_platforms::named_platforms;
use super::requirement::Requirement;
use super::{pip, tables};
use crate::project::metadata::{Metadata, MetadataKind};

impl Metadata<'_> {
    /// What it requires.
    pub fn requirements(&self) -> Vec<Requirement> {
        let mut requirements = self.written_requirements();
        if matches!(self.kind, MetadataKind::List | MetadataKind::Conda) {
            let name = self.path.file_name().unwrap_or_default();
            let chosen_in = named_platforms(&name.to_string_lossy());
            for requirement in &mut requirements {
                requirement.chosen_in = chosen_in;
            }
        }
        requirements
    }

    fn written_requirements(&self) -> Vec<Requirement> {
        match (self.kind, &self.tree) {
            (MetadataKind::Project, Some(root)) => tables::of_project(root, self.text),
            (MetadataKind::Pipfile, Some(root)) => tables::of_pipfile(root),
            (MetadataKind::Cfg, Some(root)) => tables::of_setup_cfg(root, self.text),
            (MetadataKind::Setup, Some(root)) => tables::of_setup(root, self.text),
            (MetadataKind::Conda, Some(root)) => tables::of_conda(root, self.text),
            (MetadataKind::Script, Some(root)) => tables::of_script(root, self.text),
            (MetadataKind::List, _) => pip::lines(self.text),
            _ => Vec::new(),
        }
    }
}
