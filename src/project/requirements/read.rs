//! Requirements, read out of the files in which people write them.

use std::path::Path;

use super::named_platforms::named_platforms;
use super::requirement::Requirement;
use super::{pip, tables};
use crate::facts::lists;
use crate::project::metadata::{Metadata, MetadataKind};
use crate::world::Worlds;

impl Metadata<'_> {
    /// What it requires.
    pub fn requirements(&self) -> Vec<Requirement> {
        let mut requirements = self.written_requirements();
        if matches!(self.kind, MetadataKind::List | MetadataKind::Conda) {
            let name = self.path.file_name().unwrap_or_default();
            let chosen_in = match self.is_test_data() {
                true => Worlds::NONE,
                false => named_platforms(&name.to_string_lossy()),
            };
            for requirement in &mut requirements {
                requirement.chosen_in = chosen_in;
            }
        }
        requirements
    }

    /// What is installed with the project, whatever extras and groups somebody chooses.
    pub(in crate::project) fn installed_with(&self) -> Vec<Requirement> {
        match (self.kind, &self.tree) {
            (MetadataKind::Project, Some(root)) => tables::installed_by_project(root, self.text),
            (MetadataKind::Cfg, Some(root)) => tables::installed_by_cfg(root, self.text),
            (MetadataKind::Setup, Some(root)) => tables::installed_by_setup(root, self.text),
            _ => Vec::new(),
        }
    }

    /// Whether tests read the file, and nobody installs what it names: `testdata/requirements.txt`.
    fn is_test_data(&self) -> bool {
        let directory = self.path.parent().and_then(Path::file_name);
        let directory = directory.and_then(|name| name.to_str());
        directory.is_some_and(|name| name.starts_with("test") && lists::TEST_DATA.has(name))
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
