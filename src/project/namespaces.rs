//! Packages without `__init__`, and the directories that modules in them are imported from.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;

use super::import_lines::each_import;
use super::import_names::is_aside;
use super::storage::{Disk, Storage};
use crate::limits::reached;
use crate::syntax::{is_identifier, with_packages};

/// Directories of a project that code is often kept in.
pub(super) const SOURCES: [&str; 3] = ["src", "lib", "python"];
/// A directory with more files is no package without `__init__`.
const MAX_NAMESPACE_FILES: usize = 256;

/// The directories that the modules in directories are imported from, remembered.
#[derive(Debug, Default)]
pub(super) struct KnownBases(Mutex<HashMap<(PathBuf, PathBuf), PackageBase>>);

/// The directory that the modules in a directory are imported from.
#[derive(Clone, Debug)]
pub(super) struct PackageBase {
    pub(super) directory: PathBuf,
    /// The package in it says that this is so.
    pub(super) is_said: bool,
}

impl KnownBases {
    /// The directory that the modules in a directory are imported from, in this project.
    pub(super) fn base(&self, directory: &Path, project: &Path) -> PackageBase {
        let key = (directory.to_owned(), project.to_owned());
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let base = base_of(directory, project);
        let found = PackageBase {
            directory: base.to_owned(),
            is_said: calls_itself(directory, base),
        };
        lock().insert(key, found.clone());
        found
    }

    /// Forgets them, after files changed.
    pub(super) fn forget(&self) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.clear();
    }
}

/// The directory that the outermost package around a directory is in. A directory without `__init__` in a package is
/// one of its packages, too.
pub(super) fn above_packages(directory: &Path) -> &Path {
    let mut top = directory;
    while let Some(above) = top.parent() {
        let is_inner = || !is_aside(&name_of(top)) && is_identifier(&name_of(top));
        if !(is_package(top) || is_package(above) && is_inner()) {
            break;
        }
        top = above;
    }
    top
}

fn base_of<'p>(directory: &'p Path, project: &'p Path) -> &'p Path {
    let inside = |top: &Path| {
        let is_source = || SOURCES.iter().any(|name| top == project.join(name));
        top != project && top.starts_with(project) && !is_source()
    };
    let mut top = above_packages(directory);
    if top == directory && inside(top) && !is_aside(&name_of(top)) {
        let level = relative_level(directory);
        let mut above = directory.ancestors().skip(level);
        if let Some(above) = above.next().filter(|above| above.starts_with(project)) {
            top = above_packages(above);
        }
    }
    if inside(top) && top != directory && is_imported_from(directory, top, project) {
        return project;
    }
    top
}

fn is_package(directory: &Path) -> bool {
    Disk.is_file(&directory.join("__init__.py"))
}

fn name_of(directory: &Path) -> String {
    let name = directory.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// How many packages the relative imports in a directory start from, at most.
fn relative_level(directory: &Path) -> usize {
    let mut most = 0;
    each_text(directory, |text| {
        each_import(text, &mut |import, _| most = most.max(import.level));
    });
    most
}

/// Whether the package in `top` that a directory is in calls itself by its whole path in the project.
fn is_imported_from(directory: &Path, top: &Path, project: &Path) -> bool {
    let depth = top.components().count() + 1;
    let mut around = directory.ancestors();
    let Some(package) = around.find(|above| above.components().count() == depth) else {
        return false;
    };
    let Ok(inside) = package.strip_prefix(project) else {
        return false;
    };
    let parts: Vec<String> = inside
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if !parts.iter().all(|part| is_identifier(part)) {
        return false;
    }
    imports_by_name(package, &parts.join("."))
}

/// Whether the package in `top` that a directory is in calls itself by its own name, as what is copied into a project does.
fn calls_itself(directory: &Path, top: &Path) -> bool {
    let mut around = directory.ancestors();
    let package = around.find(|above| above.parent() == Some(top));
    package
        .is_some_and(|package| is_package(package) && imports_by_name(package, &name_of(package)))
}

/// Whether a file in a directory imports this module, or one in it.
fn imports_by_name(directory: &Path, module: &str) -> bool {
    let mut says_so = false;
    each_text(directory, |text| {
        each_import(text, &mut |import, _| {
            says_so |=
                import.level == 0 && with_packages(&import.module).any(|name| name == module);
        });
    });
    says_so
}

/// Calls `visit` with the texts of the Python files in a directory, unless there are too many.
fn each_text(directory: &Path, mut visit: impl FnMut(&str)) {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let is_python = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "py");
    let mut files: Vec<PathBuf> = files.filter(is_python).collect();
    if files.len() > MAX_NAMESPACE_FILES {
        reached("files of a directory that may be a package");
        return;
    }
    files.sort();
    for file in files {
        if let Some(text) = Disk.text(&file) {
            visit(&text);
        }
    }
}
