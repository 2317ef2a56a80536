//! Where the modules of a project are, and what a file is imported as.

use std::path::{Path, PathBuf};

use super::module_name::ModuleName;
use super::namespaces::{KnownBases, SOURCES, above_packages};
use super::storage::{Disk, Storage};

/// The place of a file among the modules of its project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ModuleRole {
    /// The entries of the search path that belong to the project.
    pub(super) roots: Vec<PathBuf>,
    /// What it is imported as.
    pub(super) module: ModuleName,
}

/// What a file is imported as, below these entries of the search path: the name that the packages
/// around it give it, else its path below the innermost entry.
pub(super) fn name_below(file: &Path, roots: &[PathBuf]) -> ModuleName {
    let directory = file.parent().unwrap_or(file);
    let top = above_packages(directory);
    // Packages without `__init__` may be around the outermost one, and where the sources begin there may be one too many.
    let is_source = |root: &Path| {
        let name = root.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| SOURCES.contains(&name)) && directory.starts_with(root)
    };
    let above = roots
        .iter()
        .filter(|root| top.starts_with(root) || is_source(root));
    let base = above.max_by_key(|root| root.as_os_str().len());
    let base = base.map_or(top, PathBuf::as_path);
    ModuleName::of_file(file.strip_prefix(base).unwrap_or(file))
}

/// What a file is, in a project with this directory.
pub(super) fn role(file: &Path, project: &Path, known: &KnownBases) -> ModuleRole {
    let directory = file.parent().unwrap_or(file);
    let sources = SOURCES.map(|name| project.join(name));
    let base = known.base(directory, project);
    let top = base.directory.as_path();
    // Packages without `__init__` are imported from where the sources begin, unless they say something else.
    let namespace = sources
        .iter()
        .find(|source| directory.starts_with(source))
        .filter(|source| top != source.as_path() && !base.is_said);
    let mut roots = vec![top.to_owned()];
    roots.extend(namespace.cloned());
    // Where nothing says where the project begins, it may be taken for a package's directory.
    if directory.starts_with(project) && !Disk.is_file(&project.join("__init__.py")) {
        roots.extend(
            sources
                .iter()
                .filter(|source| Disk.is_directory(source))
                .cloned(),
        );
        roots.push(project.to_owned());
    }
    // What is run as a script inside of a package imports what is beside it.
    if !Disk.is_file(&directory.join("__init__.py")) && above_packages(directory) != directory {
        roots.push(directory.to_owned());
    }
    let mut seen = std::collections::HashSet::new();
    roots.retain(|root| seen.insert(root.clone()));
    let base = namespace.map_or(top, PathBuf::as_path);
    let inside = file.strip_prefix(base).unwrap_or(file);
    ModuleRole {
        roots,
        module: ModuleName::of_file(inside),
    }
}
