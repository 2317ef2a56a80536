//! One file with settings, read.

use std::fmt;
use std::path::{Path, PathBuf};

use super::bounded_read;

use crate::config::{
    Options, SettingNode, SettingProblem, TomlTable, declared, declared_in_setup,
    declared_in_setup_cfg, from_toml,
};
use crate::rules::codes;
use crate::syntax::Document;
use crate::text::{Text, printable_line};

/// Longer files are not read.
const MAX_SETTINGS_BYTES: u64 = 4 << 20;

/// A file that can hold settings, and what it says.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// Its settings; `None` when it has none of ours.
    pub options: Option<Options>,
    /// What the project that it describes declares; `None` when it describes none.
    pub declared: Option<Options>,
}

/// A file with settings that cannot be used.
#[derive(Clone, Debug)]
pub struct SettingsError {
    /// Its path.
    pub path: PathBuf,
    /// Its text; empty when it cannot be read.
    pub text: String,
    /// Everything that is wrong.
    pub problems: Vec<SettingProblem>,
}

impl SettingsFile {
    /// The names of files with settings, the strongest first.
    pub const NAMES: [&str; 3] = ["spawnsafe.toml", ".spawnsafe.toml", "pyproject.toml"];

    /// The names of files that can only declare something, the strongest first.
    pub const DECLARING: [&str; 2] = ["setup.cfg", "setup.py"];

    /// Reads a file; `None` when there is no such file.
    pub fn read(path: &Path) -> Result<Option<Self>, SettingsError> {
        let error = |text: &str, problems| SettingsError {
            path: path.to_owned(),
            text: text.to_owned(),
            problems,
        };
        let bytes = match bounded_read::read(path, MAX_SETTINGS_BYTES) {
            Ok(bytes) => bytes,
            Err(reason) if is_absent(&reason) => return Ok(None),
            Err(reason) => {
                let message = format!("it cannot be read: {}", plain(&reason));
                return Err(error("", vec![whole(message)]));
            }
        };
        let text = String::from_utf8(bytes).map_err(|wrong| {
            let at = wrong.utf8_error().valid_up_to();
            let line = 1 + memchr::memchr_iter(b'\n', &wrong.as_bytes()[..at]).count();
            let message = format!("it is not UTF-8: byte {at}, line {line}");
            error("", vec![whole(message)])
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if path.file_name().is_some_and(|name| name == "setup.cfg") {
            return Ok(Some(Self {
                options: None,
                declared: declared_in_setup_cfg(text),
            }));
        }
        if path.file_name().is_some_and(|name| name == "setup.py") {
            return Ok(Some(Self {
                options: None,
                declared: declared_in_setup(&Document::read_only(text.to_owned())),
            }));
        }
        let table = if path
            .file_name()
            .is_some_and(|name| name == "pyproject.toml")
        {
            TomlTable::Tool
        } else {
            TomlTable::Top
        };
        let (root, options, problems) = from_toml(text, table, &codes());
        if problems.is_empty() {
            Ok(Some(Self {
                options,
                declared: (table == TomlTable::Tool)
                    .then(|| declared(&root as &SettingNode))
                    .flatten(),
            }))
        } else {
            Err(error(text, problems))
        }
    }
}

impl SettingsError {
    /// One line for each problem: where, and what is wrong.
    pub fn lines(&self, path: &str) -> Vec<String> {
        let text = Text::new(self.text.clone());
        let place = |problem: &SettingProblem| match &problem.range {
            Some(range) => {
                let (line, column) = text.line_and_column(range.start);
                format!("{path}:{line}:{column}")
            }
            None => path.to_owned(),
        };
        self.problems
            .iter()
            .map(|problem| format!("{}: {}", place(problem), printable_line(&problem.message)))
            .collect()
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines(&self.path.to_string_lossy()).join("\n"))
    }
}

impl std::error::Error for SettingsError {}

fn whole(message: String) -> SettingProblem {
    SettingProblem {
        range: None,
        setting: String::new(),
        message,
    }
}

/// A directory of that name, or a file where a directory should be, is no file of settings.
fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory)
}

/// The reason without Rust's "(os error 13)".
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    reason.to_lowercase()
}
