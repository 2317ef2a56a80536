//! Finding the settings of a file: the nearest file with settings above it, and the nearest
//! project that declares its targets.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::{Layer, Settings, SettingsError, SettingsFile, SettingsSource};
use crate::work_counts;

/// What the directory of a repository holds.
const REPOSITORIES: [&str; 2] = [".git", ".hg"];

type DiscoveredSettings = Result<Arc<Settings>, Arc<SettingsError>>;

/// Finds settings and remembers them by directory.
#[derive(Debug, Default)]
pub struct Discovery {
    over: Vec<Layer>,
    under: Vec<Layer>,
    within: Vec<PathBuf>,
    isolated: bool,
    known: Mutex<HashMap<PathBuf, DiscoveredSettings>>,
    /// The nearest directory with a file to read, at or above each directory.
    holders: Mutex<NearestAbove>,
    /// The same of repositories.
    repositories: Mutex<NearestAbove>,
}

/// The nearest directory, at or above each, that holds something.
#[derive(Debug, Default)]
struct NearestAbove {
    known: HashMap<PathBuf, Option<PathBuf>>,
}

impl NearestAbove {
    /// The nearest one that holds it; each directory is asked once.
    fn find(&mut self, directory: &Path, holds: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let mut passed = Vec::new();
        let mut found = None;
        for above in directory.ancestors() {
            if let Some(known) = self.known.get(above) {
                found.clone_from(known);
                break;
            }
            passed.push(above.to_owned());
            work_counts::count(|work| work.directories += 1);
            if holds(above) {
                found = Some(above.to_owned());
                break;
            }
        }
        let passed = passed.into_iter().map(|passed| (passed, found.clone()));
        self.known.extend(passed);
        found
    }
}

impl Discovery {
    /// Finds settings in files.
    pub fn new() -> Self {
        Self::default()
    }

    /// With layers that are stronger than any file.
    #[must_use]
    pub fn over(mut self, layers: Vec<Layer>) -> Self {
        self.over = layers;
        self
    }

    /// With layers that are weaker than any file with settings, but not than what is declared.
    #[must_use]
    pub fn under(mut self, layers: Vec<Layer>) -> Self {
        self.under = layers;
        self
    }

    /// With directories, given as absolute paths, that are projects where no file says where one begins: those that are
    /// open, or that the command is run for.
    #[must_use]
    pub fn within(mut self, directories: Vec<PathBuf>) -> Self {
        self.within = directories;
        self
    }

    /// Without looking at files with settings; what a project declares still counts.
    #[must_use]
    pub fn isolated(mut self) -> Self {
        self.isolated = true;
        self
    }

    /// The settings that hold in a directory, given as an absolute path.
    pub fn settings(&self, directory: &Path) -> DiscoveredSettings {
        if let Some(found) = self.lock().get(directory) {
            return found.clone();
        }
        let found = self.find(directory).map(Arc::new).map_err(Arc::new);
        self.lock().insert(directory.to_owned(), found.clone());
        found
    }

    /// The settings that hold for a file, given as an absolute path.
    pub fn settings_of(&self, file: &Path) -> DiscoveredSettings {
        self.settings(file.parent().unwrap_or(file))
    }

    /// Whether files with settings are not looked at.
    pub(super) fn is_isolated(&self) -> bool {
        self.isolated
    }

    /// How many layers are stronger than any file.
    pub(super) fn stronger(&self) -> usize {
        self.over.len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, DiscoveredSettings>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The nearest directory, this one or above it, that has a file to read.
    fn holder(&self, directory: &Path) -> Option<PathBuf> {
        let mut holders = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        holders.find(directory, |above| {
            let mut names = SettingsFile::NAMES
                .into_iter()
                .chain(SettingsFile::DECLARING);
            names.any(|name| std::fs::symlink_metadata(above.join(name)).is_ok())
        })
    }

    /// The nearest repository, this directory or above it.
    fn repository(&self, directory: &Path) -> Option<PathBuf> {
        let repositories = self.repositories.lock();
        let mut repositories = repositories.unwrap_or_else(PoisonError::into_inner);
        repositories.find(directory, |above| {
            REPOSITORIES.iter().any(|name| above.join(name).exists())
        })
    }

    /// Where the project of a directory begins that no file says anything of: its repository, or what the check is about.
    fn root_of(&self, directory: &Path) -> PathBuf {
        let repository = self.repository(directory);
        let marked = repository.into_iter().chain(self.holder(directory));
        let length = |path: &PathBuf| path.as_os_str().len();
        let about = self.within.iter().filter(|top| directory.starts_with(top));
        marked
            .max_by_key(length)
            .or_else(|| about.min_by_key(|top| length(top)).cloned())
            .unwrap_or_else(|| directory.to_owned())
    }

    fn find(&self, directory: &Path) -> Result<Settings, SettingsError> {
        let mut settings = None;
        let mut declared = None;
        let mut next = self.holder(directory);
        while let Some(above) = next {
            next = above.parent().and_then(|above| self.holder(above));
            for name in SettingsFile::NAMES {
                let path = above.join(name);
                let is_project = name == "pyproject.toml";
                let wanted =
                    settings.is_none() && !self.isolated || is_project && declared.is_none();
                let read = match wanted.then(|| SettingsFile::read(&path)) {
                    // Wrong settings hurt nobody who does not use them.
                    Some(Err(_)) if settings.is_some() || self.isolated => None,
                    Some(read) => read?,
                    None => None,
                };
                let Some(file) = read else {
                    continue;
                };
                if settings.is_none() && !self.isolated {
                    settings = file
                        .options
                        .map(|options| layer(SettingsSource::File(path.clone()), options));
                }
                if declared.is_none() {
                    declared = file
                        .declared
                        .map(|options| layer(SettingsSource::Declared(path), options));
                }
            }
            for name in SettingsFile::DECLARING {
                // One that says nothing of targets leaves that to the next.
                let says = |layer: &Layer| {
                    layer.options.platforms.is_some() || layer.options.python.is_some()
                };
                let is_elsewhere = |layer: &Layer| layer.base != above;
                if declared
                    .as_ref()
                    .is_some_and(|file| says(file) || is_elsewhere(file))
                {
                    break;
                }
                let path = above.join(name);
                let file = SettingsFile::read(&path).ok().flatten();
                let options = file.and_then(|file| file.declared);
                let found = options.map(|options| layer(SettingsSource::Declared(path), options));
                if declared.is_none() || found.as_ref().is_some_and(says) {
                    declared = found;
                }
            }
            if declared.is_some() && (settings.is_some() || self.isolated) {
                break;
            }
        }
        let root = settings
            .as_ref()
            .or(declared.as_ref())
            .map_or_else(|| self.root_of(directory), |layer| layer.base.clone());
        let mut layers = self.over.clone();
        layers.extend(settings);
        layers.extend(self.under.iter().cloned());
        layers.extend(declared);
        Ok(Settings::new(root, layers))
    }
}

/// A layer from a file, relative to the file's directory.
fn layer(source: SettingsSource, options: crate::config::Options) -> Layer {
    let base = match &source {
        SettingsSource::File(path) | SettingsSource::Declared(path) => {
            path.parent().map(Path::to_owned)
        }
        SettingsSource::CommandLine | SettingsSource::Editor => None,
    };
    Layer {
        base: base.unwrap_or_default(),
        source,
        options,
    }
}
