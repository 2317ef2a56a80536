//! The settings: the only list of them.

use serde_json::{Value as Json, json};

use super::settings_reader::SettingsReader;
use super::value_schemas::{levels, pattern_list, platform_list, rule_list, strings};
use super::{Options, SettingNode};

/// The highest value of `max-file-size`, in megabytes: from 16 MiB on, a byte's number stands for a place in another module.
pub const MAX_FILE_MEGABYTES: u64 = 15;

/// A setting: its name, what it means, and how it is read.
pub struct Setting {
    /// The name, kebab-case.
    pub key: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// The values that it takes, as JSON schema, given the codes of the rules.
    pub schema: fn(&[&str]) -> Json,
    pub(super) read: fn(&mut SettingsReader<'_>, &SettingNode, &mut Options),
}

/// The setting of that name.
pub fn setting(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// Every setting.
pub static SETTINGS: &[Setting] = &[
    Setting {
        key: "target-platforms",
        meaning: "The platforms that the code has to work on. Default: what the project's `Operating System ::` classifiers say, else linux, macos and windows.",
        schema: |_| platform_list(),
        read: |reader, node, options| {
            options.platforms = reader.platforms(node, "target-platforms");
        },
    },
    Setting {
        key: "target-python",
        meaning: "The versions of Python that the code has to work with, as a version specifier. Default: the project's `requires-python`, else every supported version.",
        schema: |_| json!({"type": "string", "examples": [">=3.10", ">=3.9,<3.14", "3.12"]}),
        read: |reader, node, options| options.python = reader.python(node, "target-python"),
    },
    Setting {
        key: "rules",
        meaning: "How each rule is reported.",
        schema: levels,
        read: |reader, node, options| options.rules = reader.levels(node, "rules"),
    },
    Setting {
        key: "exclude",
        meaning: "Patterns of files and directories that are not checked, as in a .gitignore, instead of the default ones.",
        schema: |_| pattern_list(),
        read: |reader, node, options| options.exclude = reader.patterns(node, "exclude"),
    },
    Setting {
        key: "extend-exclude",
        meaning: "Patterns of files and directories that are not checked, on top of `exclude` or the default ones.",
        schema: |_| pattern_list(),
        read: |reader, node, options| {
            options.extend_exclude = reader.patterns(node, "extend-exclude").unwrap_or_default();
        },
    },
    Setting {
        key: "force-exclude",
        meaning: "Whether files that are named on the command line are left out, too, when a pattern excludes them.",
        schema: |_| json!({"type": "boolean", "default": false}),
        read: |reader, node, options| options.force_exclude = reader.flag(node, "force-exclude"),
    },
    Setting {
        key: "respect-gitignore",
        meaning: "Whether files that .gitignore, .ignore and git's own settings exclude are left out.",
        schema: |_| json!({"type": "boolean", "default": true}),
        read: |reader, node, options| {
            options.respect_gitignore = reader.flag(node, "respect-gitignore");
        },
    },
    Setting {
        key: "max-file-size",
        meaning: "The size in megabytes above which a Python file is skipped, with a notice. Default: 8.",
        schema: |_| json!({"type": "integer", "minimum": 1, "maximum": MAX_FILE_MEGABYTES}),
        read: |reader, node, options| {
            options.max_file_size = reader.number(node, "max-file-size", 1..=MAX_FILE_MEGABYTES);
        },
    },
    Setting {
        key: "per-file-ignores",
        meaning: "Rules that are off in some files, by pattern.",
        schema: |rules| json!({"type": "object", "additionalProperties": rule_list(rules)}),
        read: |reader, node, options| {
            let more = reader.per_file_ignores(node, "per-file-ignores");
            options.overrides.splice(0..0, more);
        },
    },
    Setting {
        key: "overrides",
        meaning: "Other targets and levels for some files; where two match, the later one wins.",
        schema: |rules| {
            json!({"type": "array", "items": {
                "type": "object",
                "properties": {
                    "files": pattern_list(),
                    "target-platforms": platform_list(),
                    "target-python": {"type": "string"},
                    "rules": levels(rules),
                },
                "required": ["files"],
                "additionalProperties": false,
            }})
        },
        read: |reader, node, options| {
            let more = reader.overrides(node, "overrides");
            options.overrides.extend(more);
        },
    },
    Setting {
        key: "environment",
        meaning: "The path of the Python environment that the code runs in. Default: the one beside the code.",
        schema: |_| strings(),
        read: |reader, node, options| options.environment = reader.text(node, "environment"),
    },
    Setting {
        key: "baseline",
        meaning: "The path of a file with known findings, which are not reported.",
        schema: |_| strings(),
        read: |reader, node, options| options.baseline = reader.text(node, "baseline"),
    },
];
