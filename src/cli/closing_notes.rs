//! What a check says at its end, once: what it did not follow or look at, and what to do about that, so that
//! silence is not taken for more than it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::check_file::ExaminedFile;
use super::report::counted;
use super::streams::Streams;
use crate::facts::fact;
use crate::finding::Finding;
use crate::project::{ImportResolution, Projects, Settings, SettingsSource};
use crate::world::{FIRST_MINOR, Platform, Worlds};

/// So many names are listed; the rest is counted.
const MAX_LISTED_NAMES: usize = 3;
/// With fewer findings nobody needs a hint about all of them.
const MIN_FINDINGS_FOR_HINT: usize = 5;

/// What there is to say.
#[derive(Debug, Default)]
pub(crate) struct ClosingNotes {
    followed: ImportResolution,
    /// The modules that were checked themselves, by their names.
    checked: BTreeSet<String>,
    /// What is wrong with what the project declares of itself.
    unclear: BTreeSet<(PathBuf, String)>,
    findings: usize,
    /// Those that are about Windows only, where nothing says which platforms the project is for.
    on_windows_only: usize,
    /// Those that are in files for Python 2, and what these import that Python 3 does not have.
    for_python_2: usize,
    of_python_2: BTreeSet<String>,
    /// Whether a `pyproject.toml` can hold the settings.
    has_pyproject: bool,
}

impl ClosingNotes {
    /// Takes a file that was checked into account.
    pub(crate) fn add(
        &mut self,
        projects: &Projects,
        settings: &Settings,
        examined: &ExaminedFile,
    ) {
        let file = &examined.checked;
        let imported = &examined.imported;
        self.followed.add(projects, settings, &file.path, imported);
        self.checked.extend(module_name(&file.path));
        for layer in settings.layers() {
            if let (SettingsSource::Declared(path), Some(problem)) =
                (&layer.source, &layer.options.unclear)
            {
                self.unclear.insert((path.clone(), problem.clone()));
            }
        }
        self.findings += file.findings.len();
        self.has_pyproject |= settings.root.join("pyproject.toml").is_file();
        let gone: Vec<&String> = imported
            .iter()
            .filter(|name| is_of_python_2(name))
            .collect();
        if !gone.is_empty() {
            let everywhere = |finding: &&Finding| finding.worlds.contains(file.targets);
            self.for_python_2 += file.findings.iter().filter(everywhere).count();
            self.of_python_2.extend(gone.into_iter().cloned());
        }
        if settings.first(|options| options.platforms).is_none() {
            let windows = Worlds::platform(Platform::Windows);
            let here = file.findings.iter().filter(|finding| {
                let worlds = finding.worlds & file.targets;
                !worlds.is_empty() && (worlds - windows).is_empty()
            });
            self.on_windows_only += here.count();
        }
    }

    /// Says it.
    pub(crate) fn say(&self, streams: &Streams) {
        for (path, problem) in &self.unclear {
            streams.warning(&format!("{}: {problem}", streams.shown(path)));
        }
        self.say_environment(streams);
        let unread = &self.followed.unread;
        if !unread.is_empty() {
            let shown: Vec<String> = unread.iter().map(|path| streams.shown(path)).collect();
            streams.warning(&format!(
                "{} not checked, or only in part (too long, or not text): {}",
                counted(unread.len(), "imported module"),
                listed(&shown)
            ));
        }
        if self.on_windows_only >= MIN_FINDINGS_FOR_HINT && self.on_windows_only * 2 > self.findings
        {
            streams.note(&self.for_unix_only());
        }
        if self.for_python_2 >= MIN_FINDINGS_FOR_HINT && self.for_python_2 * 2 > self.findings {
            streams.note(&self.for_python_2());
        }
    }

    /// What the findings in files for Python 2 are, and how to leave such files out.
    fn for_python_2(&self) -> String {
        let count = match self.findings {
            all if all == self.for_python_2 => format!("All {all}"),
            all => format!("{} of {all}", self.for_python_2),
        };
        let modules: Vec<String> = self.of_python_2.iter().cloned().collect();
        let (file, header) = self.settings_file();
        format!(
            "{count} findings are in files for Python 2: no Python 3 has {}. spawnsafe checks Python 3.{FIRST_MINOR} and later; to leave such files out, add to {file}:\n\n{header}    extend-exclude = [\"PATTERN\"]\n",
            listed(&modules)
        )
    }

    /// Where settings of the project go, and the line above them.
    fn settings_file(&self) -> (&str, &str) {
        match self.has_pyproject {
            true => ("pyproject.toml", "    [tool.spawnsafe]\n"),
            false => ("a file spawnsafe.toml", ""),
        }
    }

    /// How to say that a project is for Unix only, to be copied.
    fn for_unix_only(&self) -> String {
        let count = match self.findings {
            all if all == self.on_windows_only => format!("All {all}"),
            all => format!("{} of {all}", self.on_windows_only),
        };
        let (file, header) = self.settings_file();
        format!(
            "{count} findings are about Windows only, and nothing says which platforms this project supports. If it does not support Windows, add to {file} (or run `spawnsafe init --write`):\n\n{header}    target-platforms = [\"linux\", \"macos\"]\n"
        )
    }

    fn say_environment(&self, streams: &Streams) {
        let followed = &self.followed;
        let unfollowed = self.others(&followed.without_environment);
        let modules = match &unfollowed[..] {
            [] => String::new(),
            modules => format!(", so these imports were not followed: {}", listed(modules)),
        };
        for (by, path) in &followed.absent {
            let environments = followed.environments.iter();
            let read: Vec<String> = environments
                .map(|(prefix, _)| streams.shown(prefix))
                .collect();
            let instead = match &read[..] {
                [] => modules.clone(),
                read => format!("; what was read is {}", listed(read)),
            };
            let shown = streams.shown(path);
            streams.warning(&format!(
                "{by} names `{shown}`, which is not an environment{instead}"
            ));
        }
        if followed.absent.is_empty() && !modules.is_empty() {
            streams.note(&format!(
                "No environment with packages was found{modules}. Activate one, or name one: `--config environment=PATH`."
            ));
        }
        for (prefix, minor) in &followed.environments {
            let version = minor.map_or(String::new(), |minor| format!(" (Python 3.{minor})"));
            let prefix = streams.shown(prefix);
            streams.detail(&format!("Packages are those of {prefix}{version}."));
        }
        if unfollowed.len() > MAX_LISTED_NAMES {
            streams.detail(&format!("Not followed: `{}`.", unfollowed.join("`, `")));
        }
        let not_installed = self.others(&followed.not_installed);
        if !not_installed.is_empty() && followed.environments.is_empty() {
            let lacking = followed.lacking.iter().map(|prefix| streams.shown(prefix));
            streams.note(&format!(
                "Nothing that is imported is installed in {}, so these imports were not followed: {}. Install the project there, or name another environment: `--config environment=PATH`.",
                lacking.collect::<Vec<_>>().join(" or "),
                listed(&not_installed)
            ));
        }
        if !not_installed.is_empty() {
            streams.detail(&format!(
                "Not installed there, and not followed: `{}`.",
                not_installed.join("`, `")
            ));
        }
    }

    /// Those of the modules that were not checked themselves, in whatever directory.
    fn others(&self, modules: &BTreeSet<String>) -> Vec<String> {
        modules.difference(&self.checked).cloned().collect()
    }
}

/// `app` for `app.py`, and for `app/__init__.py`.
fn module_name(file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_str()?;
    let name = match stem {
        "__init__" => file.parent()?.file_name()?.to_str()?,
        stem => stem,
    };
    Some(name.to_owned())
}

/// Whether no Python 3 has a module that Python 2 had.
fn is_of_python_2(module: &str) -> bool {
    module != "_typeshed" && fact(module).is_some_and(|fact| fact.exists().is_empty())
}

/// "`a`, `b`, `c` and 4 more"
fn listed(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(MAX_LISTED_NAMES)
        .map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_LISTED_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
