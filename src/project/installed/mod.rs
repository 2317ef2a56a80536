//! The distributions of an environment, by their metadata.

mod core_metadata;
mod limits;
mod pins;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt};

pub(super) use core_metadata::CoreMetadata;
pub(super) use limits::Limits;
pub(super) use pins::Pins;

use super::import_names::{import_names, is_aside};
use super::package_name::normalised;
use super::{Environment, bounded_read};
use crate::syntax::is_identifier;

/// Longer metadata are not read.
const MAX_METADATA_BYTES: u64 = 64 << 20;

/// The distributions of an environment by normalised name.
pub(super) type Distributions = HashMap<String, Distribution>;

/// An installed distribution.
#[derive(Debug)]
pub struct Distribution {
    /// Its name, as it writes it.
    pub name: String,
    /// Its version.
    pub version: String,
    directory: PathBuf,
    import_names: OnceLock<Vec<String>>,
    top_level: OnceLock<BTreeSet<String>>,
    metadata: OnceLock<CoreMetadata>,
}

impl Distribution {
    /// The modules to import for it.
    pub fn import_names(&self) -> &[String] {
        self.import_names.get_or_init(|| {
            let files = files(&self.directory);
            let names = import_names(&self.name, files.iter().map(PathBuf::as_path));
            match names.is_empty() {
                true => self.declared_names(),
                false => names,
            }
        })
    }

    /// What older tools wrote down, and those that install a link to the sources; else its own name.
    fn declared_names(&self) -> Vec<String> {
        let declared = text(&self.directory.join("top_level.txt")).unwrap_or_default();
        let declared = declared.lines().map(str::trim);
        let declared: Vec<String> = declared
            .filter(|name| is_identifier(name) && !is_aside(name))
            .map(str::to_owned)
            .collect();
        match declared.is_empty() {
            true => vec![self.name.replace('-', "_")],
            false => declared,
        }
    }

    /// The top-level modules that it has files in, compiled ones included.
    pub(super) fn top_level(&self) -> &BTreeSet<String> {
        self.top_level.get_or_init(|| {
            let files = files(&self.directory);
            let first = |file: &PathBuf| {
                let first = file.iter().next()?.to_str()?;
                let (name, ending) = first.split_once('.').unwrap_or((first, ""));
                (ending != "pth" && is_identifier(name)).then(|| name.to_owned())
            };
            files.iter().filter_map(first).collect()
        })
    }

    /// What it says of itself.
    pub(super) fn metadata(&self) -> &CoreMetadata {
        self.metadata
            .get_or_init(|| CoreMetadata::read(&self.directory))
    }

    /// The tags of the wheel that it came in.
    pub(super) fn tags(&self) -> Vec<String> {
        let wheel = text(&self.directory.join("WHEEL")).unwrap_or_default();
        let tags = wheel.lines().filter_map(|line| line.strip_prefix("Tag:"));
        tags.map(|tag| tag.trim().to_owned()).collect()
    }

    /// Whether somebody named the place that it comes from, so that no index is asked for another.
    pub(super) fn has_own_source(&self) -> bool {
        self.directory.join("direct_url.json").exists()
    }

    /// The file with that, as a person knows it.
    pub(super) fn shown_metadata(&self) -> String {
        let directory = self.directory.file_name().unwrap_or_default();
        format!("{}/METADATA", directory.to_string_lossy())
    }

    /// Whether it is here only because others require it; false if nobody noted that.
    pub(super) fn is_dependency_only(&self) -> bool {
        let installer = text(&self.directory.join("INSTALLER")).unwrap_or_default();
        // Others mark what they install as requested, or nothing.
        installer.trim() == "pip" && !self.directory.join("REQUESTED").exists()
    }
}

/// The distributions of an environment; where there are two, the first one on the path.
pub(super) fn distributions(environment: &Environment) -> Distributions {
    let mut found = HashMap::new();
    for directory in environment.search_path() {
        let Ok(entries) = fs::read_dir(&directory) else {
            continue;
        };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let file_name = entry.file_name();
            let Some((name, version)) = file_name.to_str().and_then(|name| named(name, &path))
            else {
                continue;
            };
            found
                .entry(normalised(&name))
                .or_insert_with(|| Distribution {
                    name,
                    version,
                    directory: path,
                    import_names: OnceLock::new(),
                    top_level: OnceLock::new(),
                    metadata: OnceLock::new(),
                });
        }
    }
    found
}

/// Name and version in the name of a directory of metadata: `x-1.0.dist-info`, `x-1.0-py3.12.egg-info`, and
/// `x.egg-info` beside the sources.
fn named(directory: &str, path: &Path) -> Option<(String, String)> {
    let pair = |(name, version): (&str, &str)| Some((name.to_owned(), version.to_owned()));
    if let Some(stem) = directory.strip_suffix(".dist-info") {
        return stem.rsplit_once('-').and_then(pair);
    }
    let stem = directory.strip_suffix(".egg-info")?;
    let mut parts = stem.split('-');
    let (name, version) = (parts.next()?, parts.next());
    match version {
        Some(version) => pair((name, version)),
        None => {
            let metadata = text(&path.join("PKG-INFO"))?;
            let version = metadata
                .lines()
                .find_map(|line| line.strip_prefix("Version:"))?;
            pair((name, version.trim()))
        }
    }
}

/// A text, with something else for what is not UTF-8.
fn text(path: &Path) -> Option<String> {
    let bytes = bounded_read::read(path, MAX_METADATA_BYTES).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The files that were installed, relative to the directory of packages.
fn files(metadata: &Path) -> Vec<PathBuf> {
    let record = metadata.join("RECORD");
    let text = bounded_read::read_text(&record, MAX_METADATA_BYTES);
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let path = match line.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next()?,
                None => line.split(',').next()?,
            };
            let leads_out =
                path.starts_with(['/', '\\']) || path.split(['/', '\\']).any(|p| p == "..");
            (!leads_out).then(|| PathBuf::from(path))
        })
        .collect()
}
