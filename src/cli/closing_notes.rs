//! What a check says at its end, once: what it did not follow or look at, and what to do about that, so that
//! silence is not taken for more than it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::check_file::ExaminedFile;
use super::report::counted;
use super::streams::Streams;
use crate::facts::fact;
use crate::finding::Finding;
use crate::project::{ImportResolution, Projects, Settings, SettingsSource};
use crate::world::{FIRST_MINOR, Platform, Worlds};

/// At most this many names are listed; the others are counted.
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
    /// The findings, by their files.
    counts: BTreeMap<PathBuf, FileCounts>,
    /// What files for Python 2 import that Python 3 does not have.
    of_python_2: BTreeSet<String>,
    /// Whether a `pyproject.toml` can hold the settings.
    has_pyproject: bool,
}

/// How many findings a file has.
#[derive(Clone, Copy, Debug, Default)]
struct FileCounts {
    all: usize,
    /// Those that are about Windows only, where nothing says which platforms the project is for.
    on_windows_only: usize,
    /// Those in a file for Python 2.
    for_python_2: usize,
}

impl ClosingNotes {
    /// Takes into account what is left of the findings of some files.
    pub(crate) fn update(&mut self, again: Self) {
        self.counts.extend(again.counts);
    }

    fn count(&self, of: impl Fn(&FileCounts) -> usize) -> usize {
        self.counts.values().map(of).sum()
    }

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
        let mut counts = FileCounts {
            all: file.findings.len(),
            ..FileCounts::default()
        };
        self.has_pyproject |= settings.root.join("pyproject.toml").is_file();
        let gone: Vec<&String> = imported
            .iter()
            .filter(|name| is_of_python_2(name))
            .collect();
        if !gone.is_empty() {
            let everywhere = |finding: &&Finding| finding.worlds.contains(file.targets);
            counts.for_python_2 = file.findings.iter().filter(everywhere).count();
            self.of_python_2.extend(gone.into_iter().cloned());
        }
        if settings.first(|options| options.platforms).is_none() {
            let windows = Worlds::platform(Platform::Windows);
            let here = file.findings.iter().filter(|finding| {
                let worlds = finding.worlds & file.targets;
                !worlds.is_empty() && (worlds - windows).is_empty()
            });
            counts.on_windows_only = here.count();
        }
        self.counts.insert(file.path.clone(), counts);
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
        let all = self.count(|file| file.all);
        let is_most = |count| count >= MIN_FINDINGS_FOR_HINT && count * 2 > all;
        let on_windows_only = self.count(|file| file.on_windows_only);
        if is_most(on_windows_only) {
            streams.note(&self.for_unix_only(&of_all(on_windows_only, all)));
        }
        let for_python_2 = self.count(|file| file.for_python_2);
        if is_most(for_python_2) {
            streams.note(&self.for_python_2(&of_all(for_python_2, all)));
        }
    }

    /// What the findings in files for Python 2 are, and how to leave such files out.
    fn for_python_2(&self, count: &str) -> String {
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
    fn for_unix_only(&self, count: &str) -> String {
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

/// "All 5", "4 of 5".
fn of_all(count: usize, all: usize) -> String {
    match all {
        all if all == count => format!("All {all}"),
        all => format!("{count} of {all}"),
    }
}
