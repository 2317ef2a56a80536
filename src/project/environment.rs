//! Python environments: found and read without running Python.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::path_files;
use super::{absolute, bounded_read};

/// Longer descriptions of an environment are not read.
const MAX_PYVENV_CFG_BYTES: u64 = 1 << 20;

/// Names of directories beside the code that may hold an environment.
const BESIDE: [&str; 6] = [
    ".venv",
    "venv",
    ".env",
    "env",
    ".conda",
    ".pixi/envs/default",
];

/// The variables of the process's environment that tell where Python is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// By name.
    pub values: BTreeMap<String, String>,
}

impl Variables {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self {
            values: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
        }
    }

    /// The value of a variable that is set to something.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

/// A Python environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its directory.
    pub prefix: PathBuf,
    /// The minor version of its Python 3, if it says so.
    pub minor: Option<u8>,
    /// The directories that packages are installed in.
    pub site_packages: Vec<PathBuf>,
}

impl Environment {
    /// The environment for code in a project: what the settings say (a directory, or an
    /// interpreter in one), the active one, the one beside the code, that of conda.
    pub fn find(root: &Path, wanted: Option<&Path>, variables: &Variables) -> Option<Self> {
        if let Some(wanted) = wanted {
            return Self::at(&absolute(wanted, root));
        }
        let active = |name| {
            variables
                .get(name)
                .map(|path| absolute(Path::new(path), root))
        };
        let beside = root
            .ancestors()
            .take(8)
            .flat_map(|above| BESIDE.map(|name| above.join(name)));
        active("VIRTUAL_ENV")
            .into_iter()
            .chain(active("UV_PROJECT_ENVIRONMENT"))
            .chain(beside)
            .chain(active("CONDA_PREFIX"))
            .find_map(|prefix| Self::in_prefix(&prefix))
    }

    /// The environment with this directory, or with this interpreter.
    pub fn at(path: &Path) -> Option<Self> {
        if path.is_dir() {
            return Self::in_prefix(path).or_else(|| Self::bare(path));
        }
        // What is not there may still be said to be an interpreter: a link that leads nowhere here.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_interpreter = name.starts_with("python") || name.starts_with("pypy");
        if !is_interpreter && !path.is_file() {
            return None;
        }
        // `bin/python`, or `python.exe` beside `Lib` or in `Scripts`.
        path.ancestors().skip(1).take(2).find_map(Self::in_prefix)
    }

    /// A directory that packages were installed into with `--target`.
    fn bare(path: &Path) -> Option<Self> {
        let mut entries = std::fs::read_dir(path).ok()?.filter_map(Result::ok);
        let is_target = entries.any(|entry| {
            let name = entry.file_name();
            name.to_string_lossy().ends_with(".dist-info")
        });
        is_target.then(|| Self {
            prefix: path.to_owned(),
            minor: None,
            site_packages: vec![path.to_owned()],
        })
    }

    fn in_prefix(prefix: &Path) -> Option<Self> {
        // Most places where one could be have nothing, and there are many.
        if !prefix.is_dir() {
            return None;
        }
        let settings =
            bounded_read::read_text(&prefix.join("pyvenv.cfg"), MAX_PYVENV_CFG_BYTES).ok();
        let value = |key: &str| {
            settings.as_deref()?.lines().find_map(|line| {
                let (name, value) = line.split_once('=')?;
                (name.trim() == key).then(|| value.trim().to_owned())
            })
        };
        let version = value("version").or_else(|| value("version_info"));
        let version = version.as_deref().and_then(minor);
        let mut site_packages = site_packages(prefix, version);
        if settings.is_none() && site_packages.is_empty() {
            return None;
        }
        let shares = value("include-system-site-packages");
        if shares.is_some_and(|shares| shares.eq_ignore_ascii_case("true"))
            && let Some(home) = value("home").map(PathBuf::from)
        {
            let base = match home.file_name() {
                Some(name) if name == "bin" => home.parent().unwrap_or(&home).to_owned(),
                _ => home,
            };
            site_packages.extend(self::site_packages(&base, version));
        }
        let version = version.or_else(|| only_version(prefix));
        Some(Self {
            prefix: prefix.to_owned(),
            minor: version.and_then(|minor| u8::try_from(minor).ok()),
            site_packages,
        })
    }

    /// Where installed modules are looked for: the directories of packages, and those that they
    /// name in files.
    pub fn search_path(&self) -> Vec<PathBuf> {
        let mut path = Vec::new();
        for directory in &self.site_packages {
            path.push(directory.clone());
            path.extend(path_files::entries(directory));
        }
        path
    }
}

/// The minor version in `3.12.1`, and in `python3.12`.
fn minor(version: &str) -> Option<u32> {
    let (_, minor) = version.split_once("3.")?;
    minor
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// The one version of Python that a directory has a library for, or that conda put there.
fn only_version(prefix: &Path) -> Option<u32> {
    let of = |directory: &str, starts: [&str; 2]| {
        let entries = std::fs::read_dir(prefix.join(directory)).ok()?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut minors: Vec<u32> = names
            .filter(|name| starts.iter().any(|start| name.starts_with(start)))
            .filter_map(|name| minor(&name))
            .collect();
        minors.sort_unstable();
        minors.dedup();
        minors.first().copied().filter(|_| minors.len() == 1)
    };
    of("conda-meta", ["python-3.", "pypy-3."]).or_else(|| of("lib", ["python3.", "pypy3."]))
}

/// `lib/python3.12/site-packages`, `Lib/site-packages`; where several versions share a directory, those
/// of this one, else the newest first.
fn site_packages(prefix: &Path, wanted: Option<u32>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for library in ["lib", "lib64", "local/lib"] {
        let Ok(entries) = std::fs::read_dir(prefix.join(library)) else {
            continue;
        };
        let mut versions: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .filter(|entry| {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                name.starts_with("python3") || name.starts_with("pypy3")
            })
            .map(|entry| entry.path())
            .collect();
        let minor = |path: &Path| minor(&path.file_name()?.to_string_lossy());
        // Debian's own packages are in a directory for all versions.
        let fits = |path: &Path| minor(path).is_none() || minor(path) == wanted;
        if wanted.is_some() && versions.iter().any(|path| minor(path) == wanted) {
            versions.retain(|path| fits(path));
        }
        versions.sort_by_key(|path| (minor(path), path.clone()));
        for version in versions.iter().rev() {
            for name in ["site-packages", "dist-packages"] {
                found.push(version.join(name));
            }
        }
    }
    found.push(prefix.join("Lib").join("site-packages"));
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| {
        let real = || path.canonicalize().ok();
        path.is_dir() && real().is_some_and(|real| seen.insert(real))
    });
    found
}
