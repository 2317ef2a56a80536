//! What one source of settings says.

use std::collections::BTreeMap;

use super::Level;
use crate::world::Worlds;

/// What one source of settings says; what it leaves open is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// `target-platforms`: every version on these platforms.
    pub platforms: Option<Worlds>,
    /// `target-python`: every platform with these versions.
    pub python: Option<Worlds>,
    /// `rules`.
    pub rules: BTreeMap<String, Level>,
    /// `exclude`: instead of the default patterns.
    pub exclude: Option<Vec<String>>,
    /// `extend-exclude`: as well as the others.
    pub extend_exclude: Vec<String>,
    /// `force-exclude`: leave out files that were named, too.
    pub force_exclude: Option<bool>,
    /// `respect-gitignore`.
    pub respect_gitignore: Option<bool>,
    /// `max-file-size`: in megabytes.
    pub max_file_size: Option<u64>,
    /// `environment`: the path of the Python environment.
    pub environment: Option<String>,
    /// What a project declares and means nothing: why.
    pub unclear: Option<String>,
    /// `baseline`: the path of the file with known findings.
    pub baseline: Option<String>,
    /// `per-file-ignores` and `overrides`, the last one that matches wins.
    pub overrides: Vec<Override>,
}

/// Settings for some of the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// The patterns of the files.
    pub files: Vec<String>,
    /// `target-platforms` there.
    pub platforms: Option<Worlds>,
    /// `target-python` there.
    pub python: Option<Worlds>,
    /// `rules` there.
    pub rules: BTreeMap<String, Level>,
}
