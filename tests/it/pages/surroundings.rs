//! What lies around a block: the other modules and the settings of its section.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use spawnsafe::config::{Config, Options, TomlTable, from_toml};
use spawnsafe::model::surroundings::{
    ChildNames, Definitions, Frozen, ImportFailure, Origin, Summary, Surroundings, TestedWorlds,
};
use spawnsafe::model::value::Partition;
use spawnsafe::syntax::Document;
use spawnsafe::world::Worlds;

/// The modules and settings that a section gave so far.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) number: usize,
    modules: BTreeMap<String, Arc<Summary>>,
    settings: Option<Options>,
    /// Of an executable that `PyInstaller` makes.
    specification: Option<String>,
}

impl Section {
    pub(super) fn new(number: usize) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// Takes the settings of a TOML block.
    pub(super) fn set(&mut self, toml: &str) -> Result<(), String> {
        let (_, options, problems) = from_toml(toml, TomlTable::Top, &spawnsafe::rules::codes());
        self.settings = options;
        match problems.first() {
            Some(problem) => Err(format!("{} {}", problem.setting, problem.message)),
            None => Ok(()),
        }
    }

    /// What to check a block for: `targets` of its own, else by settings, else all worlds.
    pub(super) fn config(&self, targets: Option<Worlds>) -> Config {
        let set = self.settings.as_ref().map(|options| Config {
            targets: options.platforms.unwrap_or_else(Config::default_platforms)
                & options.python.unwrap_or_else(Config::default_python),
            levels: options.rules.clone(),
        });
        let mut config = set.unwrap_or(Config {
            targets: Worlds::ALL,
            levels: BTreeMap::new(),
        });
        config.targets = targets.unwrap_or(config.targets);
        config
    }

    /// What lies around a block with this path.
    pub(super) fn around<'a>(&'a self, path: Option<&'a str>) -> Around<'a> {
        let directory = path.and_then(|path| path.rsplit_once('/'));
        Around {
            section: self,
            path,
            package: directory.map(|(directory, _)| directory.replace('/', ".")),
            origin: path.map_or(Origin::Module, Origin::of),
        }
    }

    /// Gives a module to the later blocks.
    pub(super) fn add(&mut self, path: &str, module: &Document) {
        if path.ends_with(".spec") {
            self.specification = Some(module.text().as_str().to_owned());
            return;
        }
        let dotted = path.trim_end_matches(".py").replace('/', ".");
        let name = dotted.trim_end_matches(".__init__").to_owned();
        let around = self.around(Some(path));
        let summary = Summary::of(module, &around, Worlds::ALL, (path, path), &|_| None);
        self.modules.insert(name, Arc::new(summary));
    }
}

/// What lies around one block.
#[derive(Debug)]
pub(super) struct Around<'a> {
    section: &'a Section,
    path: Option<&'a str>,
    package: Option<String>,
    origin: Origin,
}

impl Surroundings for Around<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        self.section.modules.get(name).cloned()
    }

    fn loaded(&self, name: &str) -> Option<Arc<Summary>> {
        self.module(name)
    }

    fn definitions(&self, _name: &str, _minds: bool) -> Option<Arc<Definitions>> {
        None
    }

    fn module_name(&self) -> Option<&str> {
        None
    }

    fn importers(&self) -> Vec<Arc<str>> {
        Vec::new()
    }

    fn child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn evaluated_child_names(&self, _name: &str) -> Arc<ChildNames> {
        Arc::default()
    }

    fn substituted(&self, _module: &str) -> Worlds {
        Worlds::NONE
    }

    fn required(&self, _module: &str) -> Worlds {
        Worlds::NONE
    }

    fn patch(&self, _failure: &ImportFailure) -> Option<Arc<str>> {
        None
    }

    fn tested(&self) -> Option<TestedWorlds> {
        None
    }

    fn frozen(&self) -> Option<Frozen> {
        let specification = self.section.specification.as_deref()?;
        let script = self.path?;
        spawnsafe::testing::frozen_by(Path::new("app.spec"), specification, script)
    }

    fn conftest(&self, _name: &str) -> Option<Partition> {
        None
    }

    fn imported_in(&self) -> Worlds {
        Worlds::ALL
    }

    fn used_in(&self, _names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        Vec::new()
    }

    fn imported_as(&self) -> Option<&str> {
        None
    }

    fn cancelled(&self) -> bool {
        false
    }

    fn patched(&self) -> Vec<String> {
        Vec::new()
    }

    fn package(&self) -> Option<&str> {
        self.package.as_deref()
    }

    fn origin(&self) -> Origin {
        self.origin
    }
}
