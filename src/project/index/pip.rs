//! What pip is set up with: its variables, then its files.

use std::path::PathBuf;

use crate::project::{Variables, bounded};

/// Longer files are not read.
const LONGEST: u64 = 1 << 20;
/// Where a setting may stand for what is done here, the strongest first.
const SECTIONS: [&str; 3] = ["download", "install", "global"];

/// pip's settings.
pub(super) struct Pip<'v> {
    variables: &'v Variables,
    /// The texts of its files, the strongest first.
    files: Vec<String>,
}

impl<'v> Pip<'v> {
    pub(super) fn new(variables: &'v Variables) -> Self {
        let read = |path: PathBuf| bounded::read_text(&path, LONGEST).ok();
        Self {
            variables,
            files: paths(variables).into_iter().filter_map(read).collect(),
        }
    }

    /// A setting of the environment: `index-url` is `PIP_INDEX_URL`.
    pub(super) fn variable(&self, key: &str) -> Option<String> {
        let name = format!("PIP_{}", key.to_uppercase().replace('-', "_"));
        self.variables.get(&name).map(str::to_owned)
    }

    /// A setting of its files.
    pub(super) fn in_files(&self, key: &str) -> Option<String> {
        let of = |section: &&str| {
            let mut files = self.files.iter();
            files.find_map(|text| value(text, section, key))
        };
        SECTIONS.iter().find_map(of)
    }
}

/// pip's files, the strongest first.
fn paths(variables: &Variables) -> Vec<PathBuf> {
    let of = |name: &str| variables.get(name).map(PathBuf::from);
    let within = |base: Option<PathBuf>, path: &str| base.map(|base| base.join(path));
    let home = of("HOME").or_else(|| of("USERPROFILE"));
    let named = of("PIP_CONFIG_FILE");
    let nothing = ["/dev/null", "nul", "NUL"];
    if named
        .as_deref()
        .is_some_and(|path| nothing.iter().any(|nothing| path.as_os_str() == *nothing))
    {
        return Vec::new();
    }
    let environment = || of("VIRTUAL_ENV").or_else(|| of("CONDA_PREFIX"));
    let paths = [
        named,
        within(environment(), "pip.conf"),
        within(environment(), "pip.ini"),
        within(of("APPDATA"), "pip/pip.ini"),
        within(of("XDG_CONFIG_HOME"), "pip/pip.conf"),
        within(home.clone(), ".config/pip/pip.conf"),
        within(home.clone(), "Library/Application Support/pip/pip.conf"),
        within(home.clone(), ".pip/pip.conf"),
        within(home, "pip/pip.ini"),
        within(of("PROGRAMDATA"), "pip/pip.ini"),
        Some(PathBuf::from("/etc/xdg/pip/pip.conf")),
        Some(PathBuf::from("/etc/pip.conf")),
    ];
    paths.into_iter().flatten().collect()
}

/// The value of a key in a section, which may go on in further, indented lines; the first word of it.
fn value(text: &str, wanted: &str, key: &str) -> Option<String> {
    let (mut section, mut is_ours) = ("", false);
    let mut value = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            if is_ours && value.is_none() {
                value = trimmed.split_whitespace().next();
            }
        } else if let Some(name) = trimmed.strip_prefix('[') {
            section = name.trim_end_matches(']').trim();
            is_ours = false;
        } else if let Some((name, rest)) = trimmed.split_once(['=', ':']) {
            is_ours = section == wanted && name.trim().to_lowercase().replace('_', "-") == key;
            if is_ours {
                value = rest.split_whitespace().next();
            }
        }
    }
    value.map(str::to_owned)
}
