//! Settings: target worlds, rule levels, files to leave out.
//!
//! A source of settings (a TOML file, the editor's JSON, the command line, what a project's
//! metadata declares) is read into [`Options`]; layers of them make the [`Config`] of a document.

mod add_settings;
mod declared_targets;
mod from_cfg;
mod from_json;
mod from_setup;
mod from_toml;
mod from_yaml;
mod node;
mod options;
mod patterns;
mod problem;
mod python;
mod read_settings;
mod schema;
mod setting;
mod settings_reader;
mod turn_off;
mod value_schemas;

use std::collections::BTreeMap;

pub use add_settings::add_settings;
pub use declared_targets::{
    claimed_minor, claimed_platforms, declared, declared_in_script, declared_in_setup,
    declared_in_setup_cfg,
};
pub use from_cfg::from_cfg;
pub use from_json::from_json;
pub use from_setup::from_setup;
pub use from_toml::{TomlTable, from_toml};
pub use from_yaml::from_yaml;
pub use node::{SettingEntry, SettingNode, SettingValue};
pub use options::{Options, Override};
pub use patterns::{Patterns, pattern_error};
pub use problem::{SettingProblem, nearest};
pub(crate) use python::is_mere_version;
pub use python::minors;
pub use read_settings::read;
pub use schema::schema;
pub use setting::{MAX_FILE_MEGABYTES, SETTINGS, Setting, setting};
pub use settings_reader::platforms;
pub use turn_off::turn_off;

use crate::finding::Severity;
use crate::world::{Platform, SUPPORTED_MINORS, Worlds};

/// What to check one document for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The worlds in which the code has to work.
    pub targets: Worlds,
    /// Levels of rules by code, where they differ from the rule's own.
    pub levels: BTreeMap<String, Level>,
}

impl Config {
    /// The platforms that are targets when nothing else is said.
    pub const PLATFORMS: [Platform; 3] = [Platform::Linux, Platform::Macos, Platform::Windows];

    /// Every version on these platforms.
    pub fn default_platforms() -> Worlds {
        Self::PLATFORMS
            .into_iter()
            .fold(Worlds::NONE, |all, platform| {
                all | Worlds::platform(platform)
            })
    }

    /// Every platform with the supported versions.
    pub fn default_python() -> Worlds {
        Worlds::minors(|minor| SUPPORTED_MINORS.contains(&minor))
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            targets: Self::default_platforms() & Self::default_python(),
            levels: BTreeMap::new(),
        }
    }
}

/// How a rule is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// As it is by default, or as a weaker setting says; a rule that is off by default speaks.
    On,
    /// Always with this severity.
    At(Severity),
}

impl Level {
    /// Every level, with its name in settings.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("error", Self::At(Severity::Error)),
        ("warn", Self::At(Severity::Warning)),
        ("info", Self::At(Severity::Info)),
        ("off", Self::Off),
    ];

    /// The level of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, level)| level)
    }

    /// The name in settings.
    pub fn name(self) -> &'static str {
        Self::NAMED
            .into_iter()
            .find(|(_, level)| *level == self)
            .map_or("off", |(name, _)| name)
    }
}
