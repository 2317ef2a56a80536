//! The files that say what a project is and needs.

use std::path::Path;

use super::SettingsFile;
use super::script_metadata::Script;
use crate::config::{SettingNode, TomlTable, from_cfg, from_setup, from_toml, from_yaml};
use crate::ignore::Layout;
use crate::limits::reached;
use crate::syntax::Document;
use crate::text::Text;

/// Longer ones are not read.
const MAX_METADATA_BYTES: usize = 1 << 20;

/// A file that says what a project is or needs.
#[derive(Debug)]
pub struct Metadata<'t> {
    /// Which one it is.
    pub(super) kind: MetadataKind,
    /// Its path.
    pub(super) path: &'t Path,
    /// Its text.
    pub(super) text: &'t str,
    /// What the text says, where its format has tables.
    pub(super) tree: Option<SettingNode>,
}

/// The files of that sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MetadataKind {
    /// `pyproject.toml`.
    Project,
    /// `setup.cfg`.
    Cfg,
    /// `environment.yml` of conda.
    Conda,
    /// A list for pip.
    List,
    /// `Pipfile` of Pipenv.
    Pipfile,
    /// `setup.py`, which is checked as Python.
    Setup,
    /// A script with metadata of its own, which is checked as Python, too.
    Script,
    /// Settings of ours, which may say what the targets are.
    Settings,
}

impl<'t> Metadata<'t> {
    /// Reads a file with this path and text; `None` if it is none of these.
    pub fn of(path: &'t Path, text: &'t str) -> Option<Self> {
        let kind = MetadataKind::of(path)?;
        if text.len() > MAX_METADATA_BYTES {
            reached("characters in a file that names packages");
            return None;
        }
        let tree = match kind {
            MetadataKind::Project => Some(from_toml(text, TomlTable::Tool, &[]).0),
            MetadataKind::Settings | MetadataKind::Pipfile => {
                Some(from_toml(text, TomlTable::Top, &[]).0)
            }
            MetadataKind::Cfg => Some(from_cfg(text)),
            MetadataKind::Conda => from_yaml(text),
            MetadataKind::Setup => from_setup(&Document::read_only(text.to_owned())),
            MetadataKind::List | MetadataKind::Script => None,
        };
        Some(Self {
            kind,
            path,
            text,
            tree,
        })
    }

    /// The metadata in a script with this path and text.
    pub(super) fn of_script(path: &'t Path, text: &'t str, script: &Script) -> Self {
        Self {
            kind: MetadataKind::Script,
            path,
            text,
            tree: Some(script.tree()),
        }
    }

    /// The value at these keys, each in the table of the one before.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&SettingNode> {
        let root = self.tree.as_ref()?;
        keys.iter().try_fold(root, |node, key| node.get(key))
    }

    /// The directory that it is in.
    pub(super) fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(self.path)
    }
}

impl MetadataKind {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let above = path.parent().and_then(Path::file_name);
        match name {
            "pyproject.toml" => Some(Self::Project),
            "setup.cfg" => Some(Self::Cfg),
            "setup.py" => Some(Self::Setup),
            "Pipfile" => Some(Self::Pipfile),
            "environment.yml" | "environment.yaml" => Some(Self::Conda),
            _ if SettingsFile::NAMES.contains(&name) => Some(Self::Settings),
            _ => {
                let is_text = name.ends_with(".txt") || name.ends_with(".in");
                let is_list = name.contains("requirement")
                    || name.contains("reqs")
                    || above.is_some_and(|above| above == "requirements");
                (is_text && is_list).then_some(Self::List)
            }
        }
    }
}

/// Whether a file with this path says what a project is, or needs, and is not Python.
pub fn is_metadata(path: &Path) -> bool {
    MetadataKind::of(path).is_some_and(|kind| kind != MetadataKind::Setup)
}

/// Where the comments of such a file are.
pub fn comments(path: &Path, text: &Text) -> Layout {
    // Behind a value of `setup.cfg` it would belong to it.
    Layout::of_lines(text, MetadataKind::of(path) != Some(MetadataKind::Cfg))
}
