//! What a check says at its end, once: what it did not follow or look at, and what to do about that, so that
//! silence is not taken for more than it is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::examine::Examined;
use super::report::counted;
use super::streams::Streams;
use crate::project::{Followed, Projects, Settings, SettingsSource};
use crate::world::{Platform, Worlds};

/// So many names are listed; the rest is counted.
const LISTED: usize = 3;
/// With fewer findings nobody needs a hint about all of them.
const MANY: usize = 5;

/// What there is to say.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    followed: Followed,
    /// What is wrong with what the project declares of itself.
    unclear: BTreeSet<(PathBuf, String)>,
    findings: usize,
    /// Those that are about Windows only, where nothing says which platforms the project is for.
    on_windows_only: usize,
}

impl Closing {
    /// Takes a file that was checked into account.
    pub(crate) fn add(&mut self, projects: &Projects, settings: &Settings, one: &Examined) {
        let file = &one.checked;
        let imported = &one.imported;
        self.followed.add(projects, settings, &file.path, imported);
        for layer in settings.layers() {
            if let (SettingsSource::Declared(path), Some(problem)) =
                (&layer.source, &layer.options.unclear)
            {
                self.unclear.insert((path.clone(), problem.clone()));
            }
        }
        self.findings += file.findings.len();
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
                "{} not looked at, too long or no text: {}",
                counted(unread.len(), "imported module"),
                listed(&shown)
            ));
        }
        if self.on_windows_only >= MANY && self.on_windows_only * 2 > self.findings {
            streams.note(&format!(
                "{} of {} findings are about Windows only, and nothing says which platforms this project is for. If it is for Unix only, add to pyproject.toml (`spawnsafe init --write` does so):\n\n    [tool.spawnsafe]\n    target-platforms = [\"linux\", \"macos\"]\n",
                self.on_windows_only, self.findings
            ));
        }
    }

    fn say_environment(&self, streams: &Streams) {
        let followed = &self.followed;
        let modules: Vec<String> = followed.without_environment.iter().cloned().collect();
        let modules = match &modules[..] {
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
        if !followed.not_installed.is_empty() {
            let names: Vec<&str> = followed.not_installed.iter().map(String::as_str).collect();
            let names = names.join("`, `");
            streams.detail(&format!(
                "Not installed there, and not followed: `{names}`."
            ));
        }
    }
}

/// "`a`, `b`, `c` and 4 more"
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
