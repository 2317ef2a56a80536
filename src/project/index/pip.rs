//! What pip is set up with: its variables, then its files.

use std::path::{Path, PathBuf};

use super::index_address::IndexAddress;
use super::indexes::{IndexStrategy, Indexes, is_yes, no_index};
use crate::config::{SettingNode, from_cfg};
use crate::project::{Variables, bounded_read};

/// Longer files are not read.
const MAX_PIP_CONFIG_BYTES: u64 = 1 << 20;
/// Where a setting may stand for what is done here, the strongest first.
const SECTIONS: [&str; 3] = ["download", "install", "global"];
/// The settings that say which index to ask.
const INDEXES: [&str; 2] = ["index-url", "extra-index-url"];

/// pip's settings.
pub(super) struct Pip<'v> {
    variables: &'v Variables,
    /// Its files, the strongest first.
    files: Vec<(PathBuf, SettingNode)>,
}

/// A setting: its words, and who says so.
struct PipSetting {
    words: Vec<String>,
    origin: String,
}

impl<'v> Pip<'v> {
    pub(super) fn new(variables: &'v Variables) -> Self {
        let read = |path: PathBuf| {
            let text = bounded_read::read_text(&path, MAX_PIP_CONFIG_BYTES).ok()?;
            Some((path, from_cfg(&text)))
        };
        Self {
            variables,
            files: paths(variables).into_iter().filter_map(read).collect(),
        }
    }

    /// Whether its variables say which index to ask.
    pub(super) fn has_variables(&self) -> bool {
        let no_index = self.in_variables("no-index");
        let is_none = no_index.is_some_and(|setting| setting.is_yes());
        is_none || INDEXES.iter().any(|key| self.in_variables(key).is_some())
    }

    /// The indexes that it asks, all of which count alike; `default` is asked where no setting names the first.
    pub(super) fn indexes(&self, default: &dyn Fn() -> Option<String>) -> Result<Indexes, String> {
        if let Some(setting) = self.setting("no-index").filter(PipSetting::is_yes) {
            return Err(no_index("pip", &setting.origin));
        }
        let mut found = self.nothing();
        let first = self.first("index-url").or_else(default);
        found.has_default = first.is_some();
        let extra = self.setting("extra-index-url");
        let extra = extra.map(|setting| setting.words).unwrap_or_default();
        for url in first.into_iter().chain(extra) {
            found.places.push(IndexAddress::at(&url, self.variables)?);
        }
        if self.setting("find-links").is_some() {
            found.leave_out("what pip's `find-links` lead to");
        }
        Ok(found)
    }

    /// No index, and how pip asks those that it has.
    pub(super) fn nothing(&self) -> Indexes {
        let variable = |name: &str| self.variables.get(name).map(str::to_owned);
        let certificates = self
            .first("cert")
            .or_else(|| variable("REQUESTS_CA_BUNDLE"))
            .or_else(|| variable("CURL_CA_BUNDLE"))
            .or_else(|| variable("SSL_CERT_FILE"));
        Indexes {
            places: Vec::new(),
            choice: IndexStrategy::All,
            has_default: false,
            unasked: Vec::new(),
            certificates: certificates.map(PathBuf::from),
            proxy: self.first("proxy"),
        }
    }

    fn setting(&self, key: &str) -> Option<PipSetting> {
        self.in_variables(key).or_else(|| self.in_files(key))
    }

    /// A setting of one word.
    fn first(&self, key: &str) -> Option<String> {
        self.setting(key)?.words.into_iter().next()
    }

    /// A setting of the environment: `index-url` is `PIP_INDEX_URL`.
    fn in_variables(&self, key: &str) -> Option<PipSetting> {
        let name = format!("PIP_{}", key.to_uppercase().replace('-', "_"));
        let words = self.variables.get(&name)?.split_whitespace();
        let words = words.map(str::to_owned).collect();
        PipSetting::of(words, || format!("the variable {name}"))
    }

    /// A setting of its files.
    fn in_files(&self, key: &str) -> Option<PipSetting> {
        let mut places = SECTIONS
            .iter()
            .flat_map(|section| self.files.iter().map(move |file| (section, file)));
        places.find_map(|(section, (path, file))| {
            let origin = || format!("`{key}` in {}", path.display());
            PipSetting::of(words(file, section, key), origin)
        })
    }
}

impl PipSetting {
    /// pip ignores a setting that is empty.
    fn of(words: Vec<String>, origin: impl FnOnce() -> String) -> Option<Self> {
        (!words.is_empty()).then(|| Self {
            words,
            origin: origin(),
        })
    }

    fn is_yes(&self) -> bool {
        self.words.first().is_some_and(|word| is_yes(word))
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
    let users = [
        within(of("APPDATA"), "pip/pip.ini"),
        within(of("XDG_CONFIG_HOME"), "pip/pip.conf"),
        within(home.clone(), ".config/pip/pip.conf"),
        within(home.clone(), "Library/Application Support/pip/pip.conf"),
        within(home.clone(), ".pip/pip.conf"),
        within(home, "pip/pip.ini"),
    ];
    // Where the file that is named exists, pip does not read those of the user.
    let users = match named.as_deref().is_some_and(Path::exists) {
        true => Vec::new(),
        false => users.to_vec(),
    };
    let environments = [
        named,
        within(environment(), "pip.conf"),
        within(environment(), "pip.ini"),
    ];
    let everybody = [
        within(of("PROGRAMDATA"), "pip/pip.ini"),
        Some(PathBuf::from("/etc/xdg/pip/pip.conf")),
        Some(PathBuf::from("/etc/pip.conf")),
    ];
    let paths = environments.into_iter().chain(users).chain(everybody);
    paths.flatten().collect()
}

/// The words of a key in a section.
fn words(file: &SettingNode, section: &str, key: &str) -> Vec<String> {
    let is_ours = |name: &str| name.to_lowercase().replace('_', "-") == key;
    let keys = file
        .get(section)
        .map(SettingNode::entries)
        .unwrap_or_default();
    let found = keys.iter().find(|entry| is_ours(&entry.key));
    let lines = found.map(|entry| entry.node.items()).unwrap_or_default();
    let words = lines
        .iter()
        .filter_map(SettingNode::text)
        .flat_map(str::split_whitespace);
    words.map(str::to_owned).collect()
}
