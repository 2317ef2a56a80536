//! The settings that an editor sends.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::config::{Options, from_json};
use crate::project::{Layer, SettingsFile, SettingsSource};
use crate::rules::codes;

use super::interpreter;

/// What an editor says in one scope: for all, or for one folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct EditorSettings {
    /// What it was read from.
    pub(crate) sent: SentSettings,
    /// The directory that paths in it are relative to.
    base: PathBuf,
    /// Its settings by name.
    said: Map<String, Value>,
    /// Who wins where files and editor disagree.
    pub(crate) preference: Preference,
    /// Which files are checked.
    pub(crate) mode: Option<CheckMode>,
    /// How much is logged.
    pub(crate) log_level: Option<String>,
    /// The settings themselves, the strongest first.
    pub(crate) layers: Vec<Layer>,
    /// The interpreter that the user has chosen.
    pub(crate) interpreter: Option<PathBuf>,
    /// The file with settings that it names.
    pub(crate) file: Option<PathBuf>,
    /// What cannot be used, one sentence each.
    pub(crate) problems: Vec<String>,
}

/// Settings as an editor sends them; `null` where it sends none.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentSettings {
    /// Our own.
    pub(crate) settings: Value,
    /// Those of its support for Python.
    pub(crate) python: Value,
}

impl SentSettings {
    /// What came in one piece.
    pub(crate) fn whole(settings: &Value) -> Self {
        let inner = settings.get("settings").unwrap_or(settings);
        let python = inner.get("python").cloned().unwrap_or_default();
        let mut settings = settings.clone();
        for at in ["", "/settings"] {
            if let Some(Value::Object(all)) = settings.pointer_mut(at) {
                all.remove("python");
            }
        }
        Self { settings, python }
    }

    /// What came, and where nothing came, what came before.
    pub(crate) fn or(self, before: &Self) -> Self {
        let or = |new: Value, old: &Value| if new.is_null() { old.clone() } else { new };
        Self {
            settings: or(self.settings, &before.settings),
            python: or(self.python, &before.python),
        }
    }
}

/// Who wins where files and editor disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Preference {
    /// The targets of a project are its own policy, not a matter of taste.
    #[default]
    FilesystemFirst,
    /// The editor's settings win.
    EditorFirst,
    /// The editor's settings are not read.
    FilesystemOnly,
    /// Files with settings are not read.
    EditorOnly,
}

/// Which files are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CheckMode {
    /// Those that are open.
    #[default]
    OpenFilesOnly,
    /// All of the workspace.
    Workspace,
    /// None.
    Off,
}

/// Settings of the editor's side, which are no settings of the check.
const OF_THE_EDITOR: [&str; 12] = [
    "enable",
    "path",
    "import-strategy",
    "interpreter",
    "configuration",
    "configuration-preference",
    "diagnostic-mode",
    "log-level",
    "log-file",
    "trace",
    "trace.server",
    "show-notifications",
];

impl EditorSettings {
    /// Reads settings in any of the forms in which clients send them; paths are relative to `base`.
    pub(crate) fn read(sent: SentSettings, base: &Path) -> Self {
        let settings: Map<String, Value> = unwrap(&sent.settings)
            .into_iter()
            .flatten()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (kebab_case(name), value.clone()))
            .collect();
        let mut editor = Self {
            interpreter: interpreter::chosen(settings.get("interpreter"), &sent.python, base),
            said: settings.clone(),
            base: base.to_owned(),
            sent,
            ..Self::default()
        };
        editor.preference = editor.choice(&settings, "configuration-preference", &PREFERENCES);
        editor.mode = settings
            .contains_key("diagnostic-mode")
            .then(|| editor.choice(&settings, "diagnostic-mode", &MODES));
        let log_level = settings.get("log-level").and_then(Value::as_str);
        editor.log_level = log_level.map(str::to_owned);
        let configuration = settings.get("configuration").cloned();
        let (options, problems) = from_json(&Value::Object(settings), &OF_THE_EDITOR, &codes());
        let problems = problems.into_iter().map(|problem| problem.message);
        editor.problems.extend(problems);
        editor.add_layer(options, SettingsSource::Editor, base);
        match configuration {
            Some(Value::String(path)) if !path.is_empty() => editor.add_file(&base.join(path)),
            Some(inline @ Value::Object(_)) => {
                let (options, problems) = from_json(&inline, &[], &codes());
                let problems = problems.into_iter().map(|problem| problem.message);
                editor.problems.extend(problems);
                editor.add_layer(options, SettingsSource::Editor, base);
            }
            _ => {}
        }
        editor
    }

    /// The same settings, with the file that they name as it is now.
    pub(crate) fn read_again(&self) -> Self {
        Self::read(self.sent.clone(), &self.base)
    }

    /// Whether it means the same.
    pub(crate) fn means_the_same_as(&self, other: &Self) -> bool {
        self.said == other.said
            && self.interpreter == other.interpreter
            && (self.base == other.base || self.layers.is_empty() && self.file.is_none())
    }

    fn add_layer(&mut self, options: Options, source: SettingsSource, base: &Path) {
        if options != Options::default() {
            let base = base.to_owned();
            self.layers.push(Layer {
                source,
                base,
                options,
            });
        }
    }

    fn add_file(&mut self, path: &Path) {
        self.file = Some(path.to_owned());
        match SettingsFile::read(path) {
            Ok(Some(file)) => {
                let base = path.parent().map_or_else(PathBuf::new, Path::to_owned);
                let source = SettingsSource::File(path.to_owned());
                self.add_layer(file.options.unwrap_or_default(), source, &base);
            }
            Ok(None) => self.problems.push(format!(
                "`configuration`: {} does not exist",
                path.display()
            )),
            Err(error) => self.problems.push(error.to_string()),
        }
    }

    fn choice<T: Copy + Default>(
        &mut self,
        settings: &Map<String, Value>,
        name: &str,
        choices: &[(&str, T)],
    ) -> T {
        let Some(value) = settings.get(name) else {
            return T::default();
        };
        if let Some((_, choice)) = choices.iter().find(|(known, _)| value == known) {
            return *choice;
        }
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        self.problems.push(format!(
            "`{name}` is {value}; it must be one of {}",
            known.join(", ")
        ));
        T::default()
    }
}

const PREFERENCES: [(&str, Preference); 4] = [
    ("filesystemFirst", Preference::FilesystemFirst),
    ("editorFirst", Preference::EditorFirst),
    ("filesystemOnly", Preference::FilesystemOnly),
    ("editorOnly", Preference::EditorOnly),
];

const MODES: [(&str, CheckMode); 3] = [
    ("openFilesOnly", CheckMode::OpenFilesOnly),
    ("workspace", CheckMode::Workspace),
    ("off", CheckMode::Off),
];

/// The settings inside `{"settings": …}`, `{"spawnsafe": …}`, both, or neither.
fn unwrap(sent: &Value) -> Option<&Map<String, Value>> {
    let mut settings = sent.as_object()?;
    for wrapper in ["settings", "spawnsafe"] {
        match settings.get(wrapper) {
            Some(Value::Object(inner)) => settings = inner,
            Some(_) => return None,
            None => {}
        }
    }
    Some(settings)
}

/// `targetPlatforms` as editors write it is `target-platforms` as files do.
fn kebab_case(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(character.to_ascii_lowercase());
    }
    kebab
}
