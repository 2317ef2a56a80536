//! The distributions of an environment, by their metadata.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::import_names::{import_names, is_aside};
use super::index::normalised;
use super::{Environment, bounded};
use crate::config::minors;
use crate::syntax::is_identifier;
use crate::world::Worlds;

/// Longer metadata are not read.
const LONGEST: u64 = 64 << 20;

/// An installed distribution.
#[derive(Debug)]
pub struct Distribution {
    /// Its name, as it writes it.
    pub name: String,
    /// Its version.
    pub version: String,
    metadata: PathBuf,
    names: OnceLock<Vec<String>>,
}

impl Distribution {
    /// The modules to import for it.
    pub fn import_names(&self) -> &[String] {
        self.names.get_or_init(|| {
            let files = files(&self.metadata);
            let names = import_names(&self.name, files.iter().map(PathBuf::as_path));
            match names.is_empty() {
                true => self.declared_names(),
                false => names,
            }
        })
    }
}

impl Distribution {
    /// What older tools wrote down, and those that install a link to the sources; else its own name.
    fn declared_names(&self) -> Vec<String> {
        let declared = text(&self.metadata.join("top_level.txt")).unwrap_or_default();
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
}

/// The distributions by normalised name; where there are two, the first one on the path.
pub(super) fn distributions(environment: &Environment) -> HashMap<String, Distribution> {
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
                    metadata: path,
                    names: OnceLock::new(),
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

/// The worlds in which what is installed here would be installed, by top-level module; elsewhere
/// another release would be, of which nothing is known.
pub(super) fn limits(environment: &Environment) -> HashMap<String, Worlds> {
    let mut limits: HashMap<String, Worlds> = HashMap::new();
    for distribution in distributions(environment).values() {
        let Some(required) = requires_python(&distribution.metadata) else {
            continue;
        };
        let tops: HashSet<String> = files(&distribution.metadata)
            .iter()
            .filter_map(|file| {
                let first = file.iter().next()?.to_str()?;
                Some(first.strip_suffix(".py").unwrap_or(first).to_owned())
            })
            .collect();
        for top in tops {
            // Where several share a name, all of them have to be there.
            let limit = limits.entry(top).or_insert(Worlds::ALL);
            *limit &= required;
        }
    }
    limits
}

/// The worlds that `Requires-Python` of a distribution allows; `None`: it says nothing.
fn requires_python(metadata: &Path) -> Option<Worlds> {
    let head = text(&metadata.join("METADATA"))?;
    let headers = head.split("\n\n").next().unwrap_or("");
    let required = headers
        .lines()
        .find_map(|line| line.strip_prefix("Requires-Python:"))?;
    minors(required.trim()).ok()
}

/// A text, with something else for what is not UTF-8.
fn text(path: &Path) -> Option<String> {
    let bytes = bounded::read(path, LONGEST).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The files that were installed, relative to the directory of packages.
fn files(metadata: &Path) -> Vec<PathBuf> {
    let record = metadata.join("RECORD");
    let text = bounded::read_text(&record, LONGEST);
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
