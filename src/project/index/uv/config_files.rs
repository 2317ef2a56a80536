//! What the files of uv say about indexes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::project::{Variables, bounded_read};

/// Longer files are not read.
const MAX_UV_CONFIG_BYTES: u64 = 4 << 20;

/// What a file sets.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct UvSettings {
    pub(super) index: Vec<UvIndex>,
    pub(super) index_url: Option<String>,
    pub(super) extra_index_url: Vec<String>,
    pub(super) no_index: bool,
    pub(super) find_links: Vec<String>,
    pub(super) index_strategy: Option<String>,
    /// Where packages come from, by name.
    pub(super) sources: BTreeMap<String, PackageSources>,
}

/// An index.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct UvIndex {
    pub(super) name: Option<String>,
    pub(super) url: String,
    pub(super) default: bool,
    pub(super) explicit: bool,
    pub(super) format: String,
    pub(super) authenticate: String,
    pub(super) ignore_error_codes: Vec<u16>,
}

/// Where a package comes from: one source, or some with markers.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum PackageSources {
    One(PackageSource),
    Many(Vec<PackageSource>),
}

#[derive(Clone, Deserialize)]
pub(super) struct PackageSource {
    /// The name of an index; `None`: it comes from elsewhere.
    pub(super) index: Option<String>,
    pub(super) marker: Option<String>,
}

/// The files that hold in a directory.
#[derive(Default)]
pub(super) struct UvFiles {
    /// The strongest first.
    pub(super) all: Vec<(PathBuf, UvSettings)>,
    /// The project's own, where packages are pinned to an index.
    pub(super) project: UvSettings,
}

/// A `pyproject.toml`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Project {
    tool: Tools,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tools {
    uv: Option<UvSettings>,
}

impl PackageSources {
    pub(super) fn all(&self) -> &[PackageSource] {
        match self {
            Self::One(source) => std::slice::from_ref(source),
            Self::Many(many) => many,
        }
    }
}

impl UvFiles {
    /// The nearest file above a directory, then those of the user and of the system, unless others
    /// or none are wanted. Where packages are pinned counts always.
    pub(super) fn find(variables: &Variables, current: &Path) -> Result<Self, String> {
        let of = |name: &str| variables.get(name).map(PathBuf::from);
        let mut files = Self::default();
        let named = of("UV_CONFIG_FILE");
        let usual = named.is_none() && variables.get("UV_NO_CONFIG").is_none();
        for directory in current.ancestors() {
            if usual {
                files.add(directory.join("uv.toml"))?;
            }
            let path = directory.join("pyproject.toml");
            let project = read::<Project>(&path)?.and_then(|project| project.tool.uv);
            if let Some(settings) = &project {
                files.project = settings.clone();
            }
            let is_here = project.is_some() || !files.all.is_empty();
            // Beside `uv.toml` it only says where packages come from.
            if usual && files.all.is_empty() {
                files.all.extend(project.map(|settings| (path, settings)));
            }
            if is_here {
                break;
            }
        }
        if let Some(named) = named {
            files.add(current.join(named))?;
        }
        let home = of("HOME").map(|home| home.join(".config"));
        let user = of("XDG_CONFIG_HOME").or(home);
        let etc = Some(PathBuf::from("/etc"));
        let bases = [user, of("APPDATA"), etc, of("PROGRAMDATA")];
        for base in bases.into_iter().flatten().filter(|_| usual) {
            files.add(base.join("uv").join("uv.toml"))?;
        }
        Ok(files)
    }

    fn add(&mut self, path: PathBuf) -> Result<(), String> {
        self.all
            .extend(read(&path)?.map(|settings| (path, settings)));
        Ok(())
    }
}

/// What a file says, if there is one. The wrong index would give a wrong answer; so what cannot be
/// understood is an error.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, String> {
    let Ok(text) = bounded_read::read_text(path, MAX_UV_CONFIG_BYTES) else {
        return Ok(None);
    };
    let read = toml::from_str(&text);
    read.map(Some)
        .map_err(|error| format!("{}: {}", path.display(), error.message()))
}
