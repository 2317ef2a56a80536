//! The settings that hold for files: layers of options, the strongest first.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::python_source::PythonSource;
use crate::config::{Config, Level, Options, Override, Patterns};
use crate::world::Worlds;

/// Where a layer of settings comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsSource {
    /// Options of the command line.
    CommandLine,
    /// The settings of the editor.
    Editor,
    /// A file with settings.
    File(PathBuf),
    /// What a project's metadata in this file declares.
    Declared(PathBuf),
}

/// Options from one source; their paths and patterns are relative to `base`.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Where they come from.
    pub source: SettingsSource,
    /// The directory that they are relative to.
    pub base: PathBuf,
    /// What it says.
    pub options: Options,
}

/// The settings that hold below a directory.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The directory of the settings, else of the project's metadata, else of the files.
    pub root: PathBuf,
    layers: Vec<CompiledLayer>,
    config: Arc<Config>,
}

/// A layer with its patterns compiled.
#[derive(Clone, Debug)]
struct CompiledLayer {
    layer: Layer,
    exclude: Patterns,
    overrides: Vec<Patterns>,
}

/// Directories that hold no source code of the project, left out unless `exclude` is set.
pub const DEFAULT_EXCLUDE: &[&str] = &[
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pixi",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
];

impl Settings {
    /// Puts layers together, the strongest first.
    pub fn new(root: PathBuf, layers: Vec<Layer>) -> Self {
        let mut replaced = false;
        let layers = layers
            .into_iter()
            .map(|layer| {
                let options = &layer.options;
                let first = options.exclude.as_ref().filter(|_| !replaced);
                replaced |= options.exclude.is_some();
                let excluded = first.into_iter().flatten().chain(&options.extend_exclude);
                CompiledLayer {
                    exclude: Patterns::new(&layer.base, excluded.map(String::as_str)),
                    overrides: options
                        .overrides
                        .iter()
                        .map(|section| {
                            Patterns::new(&layer.base, section.files.iter().map(String::as_str))
                        })
                        .collect(),
                    layer,
                }
            })
            .collect();
        let mut settings = Self {
            root,
            layers,
            config: Arc::default(),
        };
        settings.config = Arc::new(settings.with_overrides(|_| false));
        settings
    }

    /// The layers, the strongest first.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().map(|ready| &ready.layer)
    }

    /// The first layer that sets something, and what it sets.
    pub fn first<'s, T: 's>(
        &'s self,
        get: impl Fn(&'s Options) -> Option<T>,
    ) -> Option<(&'s Layer, T)> {
        self.layers()
            .find_map(|layer| Some((layer, get(&layer.options)?)))
    }

    /// How many megabytes this file may have to be checked.
    pub fn max_file_size(&self, file: &Path) -> u64 {
        let set = self.first(|options| options.max_file_size);
        let set = set.filter(|_| !PythonSource::is_notebook(file));
        set.map_or_else(|| PythonSource::largest(file), |(_, size)| size)
    }

    /// What to check this file for.
    pub fn config(&self, file: &Path) -> Arc<Config> {
        let matches = |patterns: &Patterns| patterns.covers(file, false);
        if self
            .layers
            .iter()
            .any(|ready| ready.overrides.iter().any(matches))
        {
            Arc::new(self.with_overrides(matches))
        } else {
            Arc::clone(&self.config)
        }
    }

    /// What is asked of a file, one after the other, the strongest first: of each layer the overrides that match it, the
    /// last one first, then the layer itself.
    pub fn steps_for(&self, file: &Path) -> impl Iterator<Item = (&Layer, Option<&Override>)> {
        self.layers.iter().flat_map(move |ready| {
            let layer = &ready.layer;
            let overrides = ready.overrides.iter().zip(&layer.options.overrides).rev();
            let matching = overrides.filter(move |(patterns, _)| patterns.covers(file, false));
            let matching = matching.map(move |(_, section)| (layer, Some(section)));
            matching.chain([(layer, None)])
        })
    }

    /// The targets of all files that the settings hold for, with all overrides.
    pub fn all_targets(&self) -> Worlds {
        let overrides = self.layers().flat_map(|layer| &layer.options.overrides);
        let (platforms, python) = overrides.fold(
            (self.config.targets, self.config.targets),
            |(platforms, python), section| {
                (
                    platforms | section.platforms.unwrap_or(Worlds::NONE),
                    python | section.python.unwrap_or(Worlds::NONE),
                )
            },
        );
        let all = |worlds: Worlds| {
            let platforms = worlds.platforms().map(Worlds::platform);
            platforms.fold(Worlds::NONE, |all, section| all | section)
        };
        let versions = Worlds::minors(|minor| python.overlaps(Worlds::minor(minor)));
        all(platforms) & versions
    }

    /// Whether a walk leaves this entry out, whatever is above it.
    pub fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        self.layers
            .iter()
            .any(|ready| ready.exclude.matches(path, is_directory))
    }

    /// Whether the default patterns leave out a directory of this name.
    pub fn excludes_by_default(&self, name: &std::ffi::OsStr) -> bool {
        self.first(|options| options.exclude.as_ref()).is_none()
            && DEFAULT_EXCLUDE.iter().any(|default| name == *default)
    }

    /// Whether the file, or a directory below the root that it is in, is left out.
    pub fn covers(&self, file: &Path) -> bool {
        self.covers_with(file, file.parent())
    }

    /// Whether the directory, or one below the root that it is in, is left out.
    pub fn covers_directory(&self, directory: &Path) -> bool {
        self.covers_with(directory, Some(directory))
    }

    fn covers_with(&self, path: &Path, directory: Option<&Path>) -> bool {
        let is_directory = directory == Some(path);
        let below = directory.and_then(|directory| directory.strip_prefix(&self.root).ok());
        self.layers
            .iter()
            .any(|ready| ready.exclude.covers(path, is_directory))
            || below.is_some_and(|below| below.iter().any(|name| self.excludes_by_default(name)))
    }

    fn with_overrides(&self, matches: impl Fn(&Patterns) -> bool) -> Config {
        let mut platforms = None;
        let mut python = None;
        let mut config = Config::default();
        // From the weakest to the strongest, so that the last word stays.
        for ready in self.layers.iter().rev() {
            let options = &ready.layer.options;
            let base = Override {
                files: Vec::new(),
                platforms: options.platforms,
                python: options.python,
                rules: options.rules.clone(),
            };
            let matching = ready.overrides.iter().zip(&options.overrides);
            let matching = matching.filter(|(patterns, _)| matches(patterns));
            for section in std::iter::once(&base).chain(matching.map(|(_, section)| section)) {
                platforms = section.platforms.or(platforms);
                python = section.python.or(python);
                for (rule, level) in &section.rules {
                    let known = config.levels.get(rule);
                    if *level != Level::On || known.is_none_or(|known| *known == Level::Off) {
                        config.levels.insert(rule.clone(), *level);
                    }
                }
            }
        }
        config.targets = targets(platforms, python);
        config
    }
}

fn targets(platforms: Option<Worlds>, python: Option<Worlds>) -> Worlds {
    platforms.unwrap_or_else(Config::default_platforms)
        & python.unwrap_or_else(Config::default_python)
}
