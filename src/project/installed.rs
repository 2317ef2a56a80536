//! The distributions of an environment, by their metadata.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::import_names::import_names;
use super::index::normalised;
use super::{Environment, bounded};
use crate::config::minors;
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
            import_names(&self.name, files.iter().map(PathBuf::as_path))
        })
    }
}

/// The distributions by normalised name; where there are two, the first one on the path.
pub(super) fn distributions(environment: &Environment) -> HashMap<String, Distribution> {
    let mut found = HashMap::new();
    for directory in &environment.site_packages {
        let Ok(entries) = fs::read_dir(directory) else {
            continue;
        };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            let file_name = entry.file_name();
            let stem = file_name
                .to_str()
                .and_then(|name| name.strip_suffix(".dist-info"));
            let Some((name, version)) = stem.and_then(|stem| stem.rsplit_once('-')) else {
                continue;
            };
            found
                .entry(normalised(name))
                .or_insert_with(|| Distribution {
                    name: name.to_owned(),
                    version: version.to_owned(),
                    metadata: path,
                    names: OnceLock::new(),
                });
        }
    }
    found
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
    let head = bounded::read(&metadata.join("METADATA"), LONGEST).ok()?;
    let head = String::from_utf8_lossy(&head);
    let headers = head.split("\n\n").next().unwrap_or("");
    let required = headers
        .lines()
        .find_map(|line| line.strip_prefix("Requires-Python:"))?;
    minors(required.trim()).ok()
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
