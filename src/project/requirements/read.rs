//! Reading requirements out of the files in which people write them.

use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

use super::{pip, tables};
use crate::world::Worlds;

/// A longer file is not read.
const LONGEST: usize = 1 << 20;

/// One package that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The package, as it is written.
    pub name: String,
    /// The bytes of the name.
    pub range: Range<usize>,
    /// The bytes after the last one of the requirement, if a marker can be put there.
    pub end: Option<usize>,
    /// The bytes of a string in a table of Poetry's that says only which versions: a table with a
    /// marker can stand there.
    pub value: Option<Range<usize>>,
    /// The bytes of what says which versions, between the name and the marker, if that can be
    /// replaced.
    pub versions: Option<Range<usize>>,
    /// The versions that are required, if that is said.
    pub required: Option<VersionSpecifiers>,
    /// Whether it has a marker already.
    pub marked: bool,
    /// The worlds in which the marker holds.
    pub worlds: Worlds,
}

impl Requirement {
    /// Whether this version is one of those that are required; where an environment was made for
    /// another requirement, it says nothing about this one.
    pub(super) fn allows(&self, version: &str) -> bool {
        match (&self.required, Version::from_str(version)) {
            (Some(required), Ok(version)) => required.contains(&version),
            _ => true,
        }
    }
}

/// Whether a file with this path holds requirements.
pub(in crate::project) fn is_requirements(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let above = path.parent().and_then(Path::file_name);
    match name {
        "pyproject.toml" | "environment.yml" | "environment.yaml" => true,
        _ => {
            let is_list = name.ends_with(".txt") || name.ends_with(".in");
            is_list
                && (name.contains("requirement")
                    || name.contains("reqs")
                    || above.is_some_and(|above| above == "requirements"))
        }
    }
}

/// The requirements in a file with this path and text.
pub fn requirements(path: &Path, text: &str) -> Vec<Requirement> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    if name == "pyproject.toml" {
        tables::of_project(text)
    } else if name == "setup.cfg" {
        tables::of_setup_cfg(text)
    } else if name.starts_with("environment.") {
        tables::of_conda(text)
    } else {
        pip::lines(text)
    }
}
