//! Reads the values of settings, and collects what is wrong with them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use super::{
    Level, Override, SettingNode, SettingProblem, SettingValue, minors, nearest, pattern_error,
};
use crate::world::{Platform, Worlds};

/// The platforms of a list of names.
pub fn platforms<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Worlds, String> {
    names.into_iter().try_fold(Worlds::NONE, |all, name| {
        let worlds = match name {
            "all" => Some(Worlds::ALL),
            _ => Platform::named(name).map(Worlds::platform),
        };
        worlds.map(|worlds| all | worlds).ok_or_else(|| {
            let known = Platform::ALL.map(Platform::name);
            let known = known.into_iter().chain(["all", "win32", "darwin"]);
            match name {
                "unix" | "posix" => format!(
                    "`{name}` is a family of platforms; name its members, such as `linux` and `macos`"
                ),
                _ => unknown("platform", name, known),
            }
        })
    })
}

/// "unknown platform `widows`; did you mean `windows`? Use …".
fn unknown<'k>(what: &str, word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let guess = nearest(word, known.iter().copied())
        .map(|guess| format!("; did you mean `{guess}`?"))
        .unwrap_or_default();
    format!(
        "unknown {what} `{word}`{guess} (allowed: {})",
        known.join(", ")
    )
}

/// Collects what is wrong while it reads.
pub(super) struct SettingsReader<'r> {
    rules: &'r [&'r str],
    pub(super) problems: Vec<SettingProblem>,
}

impl<'r> SettingsReader<'r> {
    /// `rules` are the codes that settings may name.
    pub(super) fn new(rules: &'r [&'r str]) -> Self {
        Self {
            rules,
            problems: Vec::new(),
        }
    }

    fn say(&mut self, range: Option<Range<usize>>, setting: &str, message: String) {
        self.problems.push(SettingProblem {
            range,
            setting: setting.to_owned(),
            message,
        });
    }

    pub(super) fn wrong(&mut self, node: &SettingNode, setting: &str, expected: &str) {
        let found = node.value.kind();
        let name = if setting.is_empty() {
            "the settings are".to_owned()
        } else {
            format!("`{setting}` is")
        };
        self.say(
            node.range.clone(),
            setting,
            format!("{name} {found}; it must be {expected}"),
        );
    }

    pub(super) fn unknown<'k>(
        &mut self,
        what: &str,
        word: &str,
        range: Option<Range<usize>>,
        within: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let message = unknown(what, word, known);
        self.say(range, &join(within, word), message);
    }

    pub(super) fn text(&mut self, node: &SettingNode, setting: &str) -> Option<String> {
        let text = node.text().map(str::to_owned);
        if text.is_none() {
            self.wrong(node, setting, "a string");
        }
        text
    }

    pub(super) fn flag(&mut self, node: &SettingNode, setting: &str) -> Option<bool> {
        if let SettingValue::Flag(flag) = node.value {
            return Some(flag);
        }
        self.wrong(node, setting, "true or false");
        None
    }

    /// A whole number in this range.
    pub(super) fn number(
        &mut self,
        node: &SettingNode,
        setting: &str,
        range: RangeInclusive<u64>,
    ) -> Option<u64> {
        let number = match node.value {
            SettingValue::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let found = match node.value {
                SettingValue::Integer(number) => number.to_string(),
                _ => node.value.kind().to_owned(),
            };
            let (first, last) = range.into_inner();
            let message =
                format!("`{setting}` is {found}; it must be a whole number from {first} to {last}");
            self.say(node.range.clone(), setting, message);
        }
        number
    }

    /// The strings of a list; a problem for each element that is something else.
    fn texts<'n>(
        &mut self,
        node: &'n SettingNode,
        setting: &str,
        expected: &str,
    ) -> Option<Vec<(&'n str, &'n SettingNode)>> {
        let SettingValue::List(items) = &node.value else {
            self.wrong(node, setting, expected);
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            if let Some(text) = item.text() {
                texts.push((text, item));
            } else {
                let found = item.value.kind();
                let message = format!("`{setting}` has {found} in it; it must be {expected}");
                self.say(item.range.clone(), setting, message);
            }
        }
        Some(texts)
    }

    /// A list of platform names, or one name.
    pub(super) fn platforms(&mut self, node: &SettingNode, setting: &str) -> Option<Worlds> {
        let names = match node.text() {
            Some(name) => vec![(name, node)],
            None => self.texts(node, setting, "a list of platform names")?,
        };
        let mut all = Worlds::NONE;
        for (name, node) in &names {
            match platforms([*name]) {
                Ok(worlds) => all |= worlds,
                Err(message) => self.say(node.range.clone(), setting, message),
            }
        }
        if names.is_empty() {
            self.wrong_list(node, setting);
        }
        (!all.is_empty()).then_some(all)
    }

    fn wrong_list(&mut self, node: &SettingNode, setting: &str) {
        let message =
            format!("`{setting}` is empty; name at least one platform or leave the setting out");
        self.say(node.range.clone(), setting, message);
    }

    pub(super) fn python(&mut self, node: &SettingNode, setting: &str) -> Option<Worlds> {
        let text = self.text(node, setting)?;
        minors(&text)
            .map_err(|message| self.say(node.range.clone(), setting, message))
            .ok()
    }

    pub(super) fn patterns(&mut self, node: &SettingNode, setting: &str) -> Option<Vec<String>> {
        let texts = self.texts(node, setting, "a list of file patterns")?;
        for (text, node) in &texts {
            if let Some(message) = pattern_error(text) {
                self.say(node.range.clone(), setting, message);
            }
        }
        Some(texts.iter().map(|(text, _)| (*text).to_owned()).collect())
    }

    pub(super) fn levels(&mut self, node: &SettingNode, setting: &str) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        let SettingValue::Table(entries) = &node.value else {
            self.wrong(node, setting, "a table of rules and levels");
            return levels;
        };
        for entry in entries {
            self.rule(&entry.key, entry.key_range.clone(), setting);
            let at = join(setting, &entry.key);
            let Some(name) = self.text(&entry.node, &at) else {
                continue;
            };
            if let Some(level) = Level::named(&name) {
                levels.insert(entry.key.clone(), level);
            } else {
                let known = Level::NAMED.map(|(name, _)| name);
                let message = unknown("level", &name, known);
                self.say(entry.node.range.clone(), &at, message);
            }
        }
        levels
    }

    fn rule(&mut self, code: &str, range: Option<Range<usize>>, within: &str) {
        if !self.rules.contains(&code) {
            self.unknown("rule", code, range, within, self.rules.iter().copied());
        }
    }

    pub(super) fn per_file_ignores(&mut self, node: &SettingNode, setting: &str) -> Vec<Override> {
        let SettingValue::Table(entries) = &node.value else {
            self.wrong(node, setting, "a table of file patterns and lists of rules");
            return Vec::new();
        };
        let mut overrides = Vec::new();
        for entry in entries {
            if let Some(message) = pattern_error(&entry.key) {
                self.say(entry.key_range.clone(), setting, message);
            }
            let codes = self.texts(&entry.node, &join(setting, &entry.key), "a list of rules");
            let mut rules = BTreeMap::new();
            for (code, node) in codes.unwrap_or_default() {
                self.rule(code, node.range.clone(), setting);
                rules.insert(code.to_owned(), Level::Off);
            }
            overrides.push(Override {
                files: vec![entry.key.clone()],
                rules,
                ..Override::default()
            });
        }
        overrides
    }

    pub(super) fn overrides(&mut self, node: &SettingNode, setting: &str) -> Vec<Override> {
        let SettingValue::List(items) = &node.value else {
            self.wrong(node, setting, "a list of tables");
            return Vec::new();
        };
        items
            .iter()
            .map(|item| self.one_override(item, setting))
            .collect()
    }

    fn one_override(&mut self, node: &SettingNode, setting: &str) -> Override {
        const KEYS: [&str; 4] = ["files", "target-platforms", "target-python", "rules"];
        let mut section = Override::default();
        let SettingValue::Table(entries) = &node.value else {
            self.wrong(node, setting, "a table with `files`");
            return section;
        };
        for entry in entries {
            let at = join(setting, &entry.key);
            match entry.key.as_str() {
                "files" => section.files = self.patterns(&entry.node, &at).unwrap_or_default(),
                "target-platforms" => section.platforms = self.platforms(&entry.node, &at),
                "target-python" => section.python = self.python(&entry.node, &at),
                "rules" => section.rules = self.levels(&entry.node, &at),
                key => self.unknown("setting", key, entry.key_range.clone(), setting, KEYS),
            }
        }
        if node.get("files").is_none() {
            let message = "an override needs `files`, the patterns of the files that it is for";
            self.say(node.range.clone(), setting, message.to_owned());
        }
        section
    }
}

fn join(setting: &str, key: &str) -> String {
    if setting.is_empty() {
        key.to_owned()
    } else {
        format!("{setting}.{key}")
    }
}
