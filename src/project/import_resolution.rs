//! Which imports of the project's files lead somewhere, and from which environment: what a check says at
//! its end, so that silence is not taken for more than it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::modules::Target;
use super::{Environment, Projects, Settings, SettingsSource, absolute};
use crate::facts::fact;

/// What became of the imports of files.
#[derive(Clone, Debug, Default)]
pub struct ImportResolution {
    /// The environments that were read, and whose packages are imported.
    pub environments: BTreeSet<(PathBuf, Option<u8>)>,
    /// Environments that settings or variables name and that are not there: what names them, and where they would be.
    pub absent: BTreeSet<(String, PathBuf)>,
    /// Modules that no environment was there for.
    pub without_environment: BTreeSet<String>,
    /// Environments that lack something that is imported.
    pub lacking: BTreeSet<PathBuf>,
    /// Modules that are not installed in the environment.
    pub not_installed: BTreeSet<String>,
    /// Files of modules that were too long to be looked at, or no text.
    pub unread: BTreeSet<PathBuf>,
}

impl ImportResolution {
    /// Looks at what a file imports.
    pub fn add(
        &mut self,
        projects: &Projects,
        settings: &Settings,
        file: &Path,
        imported: &BTreeSet<String>,
    ) {
        let view = projects.surroundings_for(file, settings);
        let installed = projects.installed(settings);
        let environment = installed.environment.as_deref();
        self.absent.extend(absent(projects, settings, environment));
        for module in imported.iter().filter(|module| !is_no_package(module)) {
            match view.modules.target(module) {
                Target::Installed => {
                    let known = environment
                        .map(|environment| (environment.prefix.clone(), environment.minor));
                    self.environments.extend(known);
                }
                Target::Own => {}
                Target::Absent if environment.is_none() => {
                    self.without_environment.insert(module.clone());
                }
                Target::Absent => {
                    let prefix = environment.map(|environment| environment.prefix.clone());
                    self.lacking.extend(prefix);
                    self.not_installed.insert(module.clone());
                }
            }
        }
        self.unread.extend(view.modules.unread());
        self.unread.extend(installed.modules.unread());
    }
}

/// Whether it is nothing that could be installed: what is run as the program, what only type checkers have, modules of Python 2.
fn is_no_package(module: &str) -> bool {
    matches!(module, "__main__" | "_typeshed")
        || fact(module).is_some_and(|fact| fact.exists().is_empty())
}

/// The environment that somebody names and that is none.
fn absent(
    projects: &Projects,
    settings: &Settings,
    found: Option<&Environment>,
) -> Option<(String, PathBuf)> {
    let named = settings.first(|options| options.environment.as_deref());
    if let Some((layer, path)) = named {
        let by = match &layer.source {
            SettingsSource::File(file) | SettingsSource::Declared(file) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                format!("`environment` in {name}")
            }
            SettingsSource::CommandLine => "`environment` on the command line".to_owned(),
            SettingsSource::Editor => "`environment` in the editor's settings".to_owned(),
        };
        let path = absolute(Path::new(path), &layer.base);
        return found.is_none().then_some((by, path));
    }
    ["VIRTUAL_ENV", "CONDA_PREFIX"]
        .into_iter()
        .find_map(|name| {
            let path = absolute(Path::new(projects.variables().get(name)?), &settings.root);
            (!path.is_dir()).then(|| (name.to_owned(), path))
        })
}
