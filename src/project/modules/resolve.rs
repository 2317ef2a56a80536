//! From a dotted name to a file, as Python searches its path.

use std::path::{Path, PathBuf};

use crate::project::storage::Storage;

/// What a dotted name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResolvedModule {
    /// A module with this source.
    File {
        /// Its path.
        path: PathBuf,
        /// The entry of the search path that it was found below.
        root: PathBuf,
        /// It is the `__init__` of a package.
        package: bool,
    },
    /// A package without `__init__`: these directories.
    Namespace(Vec<PathBuf>),
    /// It is there, and there is no source to read.
    Stub,
}

/// Finds a dotted name below the entries of a search path.
pub(crate) fn resolve(
    storage: &dyn Storage,
    roots: &[PathBuf],
    name: &str,
) -> Option<ResolvedModule> {
    let mut places: Vec<(PathBuf, PathBuf)> = roots
        .iter()
        .map(|root| (root.clone(), root.clone()))
        .collect();
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() || part.contains(['/', '\\', '\0', ':']) {
            return None;
        }
        match step(storage, &places, part)? {
            found if parts.peek().is_none() => return Some(found.0),
            (
                ResolvedModule::File { package: true, .. } | ResolvedModule::Namespace(_),
                directories,
            ) => {
                places = directories;
            }
            _ => return None,
        }
    }
    None
}

type SearchDirectories = Vec<(PathBuf, PathBuf)>;

fn step(
    storage: &dyn Storage,
    places: &SearchDirectories,
    part: &str,
) -> Option<(ResolvedModule, SearchDirectories)> {
    let mut portions = SearchDirectories::new();
    for (place, root) in places {
        let directory = place.join(part);
        if let Some(found) = regular(storage, place, root, part, &directory) {
            return Some((found, vec![(directory, root.clone())]));
        }
        if storage.is_directory(&directory) {
            portions.push((directory, root.clone()));
        }
    }
    let directories = portions.iter().map(|(place, _)| place.clone()).collect();
    (!portions.is_empty()).then_some((ResolvedModule::Namespace(directories), portions))
}

fn regular(
    storage: &dyn Storage,
    place: &Path,
    root: &Path,
    part: &str,
    directory: &Path,
) -> Option<ResolvedModule> {
    let file = |path: PathBuf, package| {
        storage.is_file(&path).then(|| ResolvedModule::File {
            path,
            root: root.to_owned(),
            package,
        })
    };
    let stub = |path: PathBuf| storage.is_file(&path).then_some(ResolvedModule::Stub);
    file(directory.join("__init__.py"), true)
        .or_else(|| file(place.join(format!("{part}.py")), false))
        .or_else(|| stub(directory.join("__init__.pyi")))
        .or_else(|| stub(place.join(format!("{part}.pyi"))))
}
