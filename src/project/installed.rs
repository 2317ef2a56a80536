//! The distributions of an environment, by their metadata.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Environment;
use super::import_names::import_names;
use super::index::normalised;

/// A longer list of files is not read.
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
        let Ok(entries) = std::fs::read_dir(directory) else {
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

/// The files that were installed, relative to the directory of packages.
fn files(metadata: &Path) -> Vec<PathBuf> {
    let record = metadata.join("RECORD");
    let is_short = std::fs::metadata(&record).is_ok_and(|file| file.len() <= LONGEST);
    let text = is_short
        .then(|| std::fs::read_to_string(&record).ok())
        .flatten();
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
