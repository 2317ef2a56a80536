//! The projects that files belong to, with what was found out about their modules.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use foldhash::HashMap;

use super::cancellation::Cancellation;
use super::conditional::{supply_of_environment, supply_of_project};
use super::environment::{Environment, Variables};
use super::file_view::FileView;
use super::index::{KnownRelease, Verdicts};
use super::installed::{Distribution, Distributions, Limits, Pins, distributions};
use super::modules::{Modules, SummaryCache};
use super::namespaces::KnownBases;
use super::package_name::normalised;
use super::questions::Purpose;
use super::roots::role;
use super::storage::Disk;
use super::{Settings, absolute, cache_directory};
use crate::model::surroundings::Origin;
use crate::world::{Platform, Worlds};

/// Projects and environments, remembered for as long as this lives.
#[derive(Debug, Default)]
pub struct Projects {
    variables: Variables,
    /// Where to keep what was found out.
    cache: Option<PathBuf>,
    environments: Mutex<HashMap<(PathBuf, Option<PathBuf>, Worlds), InstalledModules>>,
    own: Mutex<HashMap<(Vec<PathBuf>, Option<PathBuf>, Worlds), Arc<Modules>>>,
    /// Scripts in many directories import the same modules of their project.
    kept: Arc<SummaryCache>,
    /// The directories that modules are imported from.
    bases: KnownBases,
    /// Whether what is asked and read is noted, for what later runs take over.
    is_recorded: bool,
}

/// An environment and the modules in it.
#[derive(Clone, Debug)]
pub struct InstalledModules {
    /// The environment; `None`: there is none.
    pub environment: Option<Arc<Environment>>,
    /// What is installed.
    pub modules: Arc<Modules>,
    pub(super) distributions: Arc<Distributions>,
    /// The releases that the project will have no other of.
    pins: Pins,
    /// When something was last installed or removed.
    stamps: Vec<Option<SystemTime>>,
}

impl InstalledModules {
    /// The installed distribution of that name.
    pub fn distribution(&self, name: &str) -> Option<&Distribution> {
        self.distributions.get(&normalised(name))
    }
}

impl Projects {
    /// Projects of a process with these variables.
    pub fn new(variables: Variables) -> Self {
        Self {
            cache: cache_directory(&variables),
            variables,
            kept: Arc::new(SummaryCache::in_memory()),
            ..Self::default()
        }
    }

    /// With another cache directory, or none.
    #[must_use]
    pub fn with_cache(mut self, cache: Option<PathBuf>) -> Self {
        self.cache = cache;
        self
    }

    /// Noting what is asked and read, for what later runs take over.
    #[must_use]
    pub fn recorded(mut self) -> Self {
        self.is_recorded = true;
        self
    }

    /// Modules that are noted if that is wanted.
    fn with_notes(&self, modules: Modules) -> Arc<Modules> {
        Arc::new(match self.is_recorded {
            true => modules.recorded(),
            false => modules,
        })
    }

    /// The variables of the process.
    pub(super) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// What surrounds a file (an absolute path) that these settings hold for.
    pub fn surroundings_for(&self, file: &Path, settings: &Settings) -> FileView {
        let installed = self.installed(settings);
        let role = role(file, &settings.root, &self.bases);
        let prefix = installed
            .environment
            .as_ref()
            .map(|environment| environment.prefix.clone());
        let worlds = settings.all_targets();
        let key = (role.roots.clone(), prefix, worlds);
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let modules = own.entry(key).or_insert_with(|| {
            let base = Some(Arc::clone(&installed.modules));
            let supply = supply_of_project(&settings.root, &installed.distributions);
            let modules = Modules::new(Arc::new(Disk), role.roots, true, base)
                .within(seen(worlds, Worlds::NONE))
                .supplied(supply)
                .kept_with(&self.kept);
            self.with_notes(modules)
        });
        let mut module = role.module;
        if Origin::of(&file.to_string_lossy()) == Origin::Notebook {
            module.dotted.clear();
        }
        FileView {
            modules: Arc::clone(modules),
            file: file.to_owned(),
            module,
            stop: Cancellation::default(),
            purpose: Purpose::Check,
        }
    }

    /// The environment that holds for files with these settings.
    pub fn installed(&self, settings: &Settings) -> InstalledModules {
        let wanted = settings
            .first(|options| options.environment.as_deref())
            .map(|(layer, path)| absolute(Path::new(path), &layer.base));
        let worlds = settings.all_targets();
        let key = (settings.root.clone(), wanted, worlds);
        let mut known = self
            .environments
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(installed) = known.get(&key) {
            let now = stamps(installed.environment.as_deref());
            if installed.stamps == now {
                return installed.clone();
            }
            known.clear();
            self.forget_own();
        }
        let environment = Environment::find(&key.0, key.1.as_deref(), &self.variables);
        let roots = environment.as_ref().map(Environment::search_path);
        let pins = Pins::of(&key.0);
        let shared = known.iter().find(|((_, _, others), other)| {
            *others == worlds
                && other.environment.as_deref() == environment.as_ref()
                && other.pins == pins
        });
        let installed = shared.map_or_else(
            || {
                let distributions = environment.as_ref().map(distributions);
                let distributions = distributions.unwrap_or_default();
                let minor = environment
                    .as_ref()
                    .and_then(|environment| environment.minor);
                let home = minor.map_or(Worlds::NONE, Worlds::minor);
                let modules = Modules::new(Arc::new(Disk), roots.unwrap_or_default(), false, None)
                    .within(seen(worlds, home))
                    .limited(Limits::of(&distributions, minor, &pins))
                    .supplied(supply_of_environment(&distributions))
                    .kept_below(self.cache.as_deref());
                InstalledModules {
                    stamps: stamps(environment.as_ref()),
                    pins,
                    modules: self.with_notes(modules),
                    distributions: Arc::new(distributions),
                    environment: environment.map(Arc::new),
                }
            },
            |(_, installed)| installed.clone(),
        );
        known.insert(key, installed.clone());
        installed
    }

    /// The releases of a package that `spawnsafe releases` has judged.
    pub(super) fn releases(&self, package: &str) -> Vec<KnownRelease> {
        Verdicts::below(self.cache.as_deref()).releases(package)
    }

    /// Forgets what the modules of projects are, after files changed. What is installed is looked
    /// at again by itself when that changes.
    pub fn forget_own(&self) {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.clear();
        self.bases.forget();
    }
}

/// The worlds that modules are looked at in: the targets, and their Pythons on the usual platforms,
/// so that what a module refuses on purpose is told from what seems to fail everywhere; and the Python
/// that it is installed for, in which nothing but the platform can be to blame.
fn seen(targets: Worlds, home: Worlds) -> Worlds {
    let minors = home | Worlds::minors(|minor| targets.overlaps(Worlds::minor(minor)));
    let usual = [Platform::Linux, Platform::Macos, Platform::Windows];
    let platforms = targets.platforms().chain(usual);
    platforms.fold(targets, |all, platform| {
        all | (Worlds::platform(platform) & minors)
    })
}

/// When the directories that packages are in were last changed.
fn stamps(environment: Option<&Environment>) -> Vec<Option<SystemTime>> {
    let changed = |directory: &PathBuf| {
        let metadata = std::fs::metadata(directory).ok()?;
        metadata.modified().ok()
    };
    environment.map_or_else(Vec::new, |environment| {
        environment.site_packages.iter().map(changed).collect()
    })
}
