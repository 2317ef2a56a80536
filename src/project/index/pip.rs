//! What pip is set up with: its variables, then its files.

use std::path::PathBuf;

use crate::config::{Node, from_cfg};
use crate::project::{Variables, bounded};

/// Longer files are not read.
const LONGEST: u64 = 1 << 20;
/// Where a setting may stand for what is done here, the strongest first.
const SECTIONS: [&str; 3] = ["download", "install", "global"];

/// pip's settings.
pub(super) struct Pip<'v> {
    variables: &'v Variables,
    /// Its files, the strongest first.
    files: Vec<Node>,
}

impl<'v> Pip<'v> {
    pub(super) fn new(variables: &'v Variables) -> Self {
        let read = |path: PathBuf| bounded::read_text(&path, LONGEST).ok();
        let texts = paths(variables).into_iter().filter_map(read);
        Self {
            variables,
            files: texts.map(|text| from_cfg(&text)).collect(),
        }
    }

    /// A setting of the environment: `index-url` is `PIP_INDEX_URL`.
    pub(super) fn variable(&self, key: &str) -> Option<String> {
        let name = format!("PIP_{}", key.to_uppercase().replace('-', "_"));
        self.variables.get(&name).map(str::to_owned)
    }

    /// A setting of its files.
    pub(super) fn in_files(&self, key: &str) -> Option<String> {
        let of = |section: &&str| self.files.iter().find_map(|file| value(file, section, key));
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

/// The first word of the value of a key in a section.
fn value(file: &Node, section: &str, key: &str) -> Option<String> {
    let is_ours = |name: &str| name.to_lowercase().replace('_', "-") == key;
    let mut keys = file.get(section)?.entries().iter();
    let lines = keys.find(|entry| is_ours(&entry.key))?.node.items();
    let mut words = lines
        .iter()
        .filter_map(|line| line.text()?.split_whitespace().next());
    words.next().map(str::to_owned)
}
