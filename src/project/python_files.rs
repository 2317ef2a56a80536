//! The Python files below directories.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ::ignore::{DirEntry, WalkBuilder, WalkState};

use super::ignore_files::unusable;
use super::settings_file::plain;
use super::{Discovery, Settings, SettingsError, SettingsFile, is_metadata};

/// The files that were found, and what went wrong on the way.
#[derive(Debug, Default)]
pub struct PythonFiles {
    /// The files, as absolute paths.
    pub found: BTreeSet<PathBuf>,
    /// Files that name the packages of a project.
    pub requirements: BTreeSet<PathBuf>,
    /// Paths that could not be looked at, and why.
    pub unreadable: BTreeMap<PathBuf, String>,
    /// Files with settings that cannot be used; what is below them was passed over.
    pub wrong_settings: BTreeMap<PathBuf, Arc<SettingsError>>,
}

/// Finds the files that these absolute paths stand for: files themselves, and what is below directories.
/// Whoever stands in `current` has named them; with `None` nobody has.
pub fn files<'p>(
    roots: impl IntoIterator<Item = &'p PathBuf>,
    current: Option<&Path>,
    discovery: &Arc<Discovery>,
) -> PythonFiles {
    let all = Arc::new(Mutex::new(PythonFiles::default()));
    // Scripts name a directory once for each file that changed in it.
    let roots: BTreeSet<&PathBuf> = roots.into_iter().collect();
    for root in roots {
        match std::fs::metadata(root) {
            Err(error) => with(&all, |all| {
                all.unreadable.insert(root.clone(), plain(&error));
            }),
            Ok(metadata) if metadata.is_dir() => walk(root, current, discovery, &all),
            Ok(_) => match discovery.settings_of(root) {
                Ok(settings) => {
                    if !(is_forced(&settings) && settings.covers(root)) {
                        with(&all, |all| all.file(root.clone()));
                    }
                }
                Err(error) => with(&all, |all| all.wrong(error)),
            },
        }
    }
    std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner))
}

impl PythonFiles {
    fn file(&mut self, path: PathBuf) {
        if is_metadata(&path) {
            self.requirements.insert(path);
        } else {
            self.found.insert(path);
        }
    }

    fn wrong(&mut self, error: Arc<SettingsError>) {
        self.wrong_settings.insert(error.path.clone(), error);
    }
}

fn with(all: &Mutex<PythonFiles>, change: impl FnOnce(&mut PythonFiles)) {
    change(&mut all.lock().unwrap_or_else(PoisonError::into_inner));
}

fn walk(
    root: &Path,
    current: Option<&Path>,
    discovery: &Arc<Discovery>,
    all: &Arc<Mutex<PythonFiles>>,
) {
    let settings = match discovery.settings(root) {
        Ok(settings) => settings,
        Err(error) => return with(all, |all| all.wrong(error)),
    };
    if is_forced(&settings) && settings.covers_directory(root) {
        return;
    }
    // Somebody who names .venv wants to see what is in there; a project may well lie in a directory
    // that is called `build`, or below one.
    let inside = current.is_some_and(|current| current != root)
        && !is_project(root)
        && root
            .file_name()
            .is_some_and(|name| settings.excludes_by_default(name));
    let respect = settings.first(|options| options.respect_gitignore);
    let respect = respect.is_none_or(|(_, respect)| respect);
    if respect && let Some((path, reason)) = root.ancestors().find_map(unusable) {
        return with(all, |all| drop(all.unreadable.insert(path, reason)));
    }
    let filter = {
        let (discovery, all) = (Arc::clone(discovery), Arc::clone(all));
        move |entry: &DirEntry| {
            keeps(entry, inside, &discovery, &all) && (!respect || is_usable(entry, &all))
        }
    };
    let walker = WalkBuilder::new(root)
        .hidden(false)
        .follow_links(false)
        .require_git(false)
        .ignore(respect)
        .git_ignore(respect)
        .git_global(respect)
        .git_exclude(respect)
        .parents(respect)
        .filter_entry(filter)
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if is_file && is_python(entry.path()) {
                        with(all, |all| all.file(entry.into_path()));
                    } else if is_file && is_metadata(entry.path()) {
                        with(all, |all| {
                            all.requirements.insert(entry.into_path());
                        });
                    }
                }
                Err(error) => {
                    let (path, reason) = explain(&error, root);
                    with(all, |all| drop(all.unreadable.insert(path, reason)));
                }
            }
            WalkState::Continue
        })
    });
}

/// Whether a directory is one that a project begins in.
fn is_project(directory: &Path) -> bool {
    SettingsFile::NAMES
        .iter()
        .chain(&SettingsFile::DECLARING)
        .chain(&[".git"])
        .any(|name| directory.join(name).exists())
}

/// Whether even paths that were named are left out.
fn is_forced(settings: &Settings) -> bool {
    let forced = settings.first(|options| options.force_exclude);
    forced.is_some_and(|(_, forced)| forced)
}

/// Whether the walk goes on with an entry.
fn keeps(entry: &DirEntry, inside: bool, discovery: &Discovery, all: &Mutex<PythonFiles>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    match discovery.settings_of(entry.path()) {
        Ok(settings) => {
            let by_default =
                is_directory && !inside && settings.excludes_by_default(entry.file_name());
            !by_default && !settings.excludes(entry.path(), is_directory)
        }
        Err(error) => {
            with(all, |all| all.wrong(error));
            false
        }
    }
}

/// Whether the walk can read what a directory says about what to leave out.
fn is_usable(entry: &DirEntry, all: &Mutex<PythonFiles>) -> bool {
    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
    let unusable = is_directory.then(|| unusable(entry.path())).flatten();
    let is_usable = unusable.is_none();
    if let Some((path, reason)) = unusable {
        with(all, |all| drop(all.unreadable.insert(path, reason)));
    }
    is_usable
}

/// Whether a walk takes this for Python or a notebook: by its extension, or by its first line.
fn is_python(path: &Path) -> bool {
    match path.extension() {
        Some(extension) => ["py", "pyi", "pyw", "ipynb"]
            .iter()
            .any(|known| extension == *known),
        None => has_python_line(path).unwrap_or(false),
    }
}

fn has_python_line(path: &Path) -> std::io::Result<bool> {
    let mut start = [0; 128];
    let length = std::fs::File::open(path)?.read(&mut start)?;
    let line = start[..length].split(|byte| *byte == b'\n').next();
    Ok(line.is_some_and(|line| {
        line.starts_with(b"#!") && memchr::memmem::find(line, b"python").is_some()
    }))
}

/// The path and the reason of an error of the walk.
fn explain(error: &::ignore::Error, root: &Path) -> (PathBuf, String) {
    use ::ignore::Error::{Loop, WithDepth, WithLineNumber, WithPath};
    match error {
        WithPath { path, err } => (path.clone(), explain(err, root).1),
        WithDepth { err, .. } | WithLineNumber { err, .. } => explain(err, root),
        Loop { child, .. } => (child.clone(), "it is a link to a directory above it".into()),
        other => {
            let reason = other.io_error().map_or_else(|| other.to_string(), plain);
            (root.to_owned(), reason)
        }
    }
}
