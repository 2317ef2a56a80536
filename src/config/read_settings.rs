//! From a tree of settings to options and problems, all of them.

use super::settings_reader::SettingsReader;
use super::{Options, SETTINGS, SettingNode, SettingProblem, SettingValue, setting};

/// Reads every setting of a table; keys of `elsewhere` are passed over, `rules` are the codes that
/// settings may name.
pub fn read(
    node: &SettingNode,
    elsewhere: &[&str],
    rules: &[&str],
) -> (Options, Vec<SettingProblem>) {
    let mut reader = SettingsReader::new(rules);
    let mut options = Options::default();
    let SettingValue::Table(entries) = &node.value else {
        if node.value != SettingValue::Null {
            reader.wrong(node, "", "a table of settings");
        }
        return (options, reader.problems);
    };
    for entry in entries {
        match setting(&entry.key) {
            Some(setting) => (setting.read)(&mut reader, &entry.node, &mut options),
            None if elsewhere.contains(&entry.key.as_str()) => {}
            None => {
                let known = SETTINGS.iter().map(|setting| setting.key);
                reader.unknown("setting", &entry.key, entry.key_range.clone(), "", known);
            }
        }
    }
    (options, reader.problems)
}
