//! Settings from TOML.

use toml::de::{DeTable, DeValue};

use super::{Options, SettingEntry, SettingNode, SettingProblem, SettingValue, read};

/// Where the settings are in a TOML file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TomlTable {
    /// At the top: `spawnsafe.toml`.
    Top,
    /// Under `[tool.spawnsafe]`: `pyproject.toml`.
    Tool,
}

/// Reads the settings of a TOML text; no options when it has no table of ours.
/// The tree is the whole text, for [`super::declared()`]; `rules` are the codes that settings may name.
pub fn from_toml(
    text: &str,
    table: TomlTable,
    rules: &[&str],
) -> (SettingNode, Option<Options>, Vec<SettingProblem>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let root = SettingNode {
        range: Some(0..text.len()),
        value: table_value(tree.get_ref()),
    };
    let mut problems: Vec<SettingProblem> = errors
        .iter()
        .map(|error| SettingProblem {
            range: error.span().or(Some(0..0)),
            setting: String::new(),
            message: format!("this is not TOML: {}", error.message().trim()),
        })
        .collect();
    let ours = match table {
        TomlTable::Top => Some(&root),
        TomlTable::Tool => root.get("tool").and_then(|tool| tool.get("spawnsafe")),
    };
    let options = ours.map(|node| {
        let (options, more) = read(node, &[], rules);
        // What comes out of a text that is not TOML has problems of its own making.
        if errors.is_empty() {
            problems.extend(more);
        }
        options
    });
    problems.sort_by_key(|problem| problem.range.as_ref().map(|range| range.start));
    (root, options, problems)
}

fn table_value(table: &DeTable<'_>) -> SettingValue {
    let entries = table.iter().map(|(key, value)| SettingEntry {
        key: key.get_ref().to_string(),
        key_range: Some(key.span()),
        node: SettingNode {
            range: Some(value.span()),
            value: self::value(value.get_ref()),
        },
    });
    let mut entries: Vec<SettingEntry> = entries.collect();
    entries.sort_by_key(|entry| entry.key_range.as_ref().map(|range| range.start));
    SettingValue::Table(entries)
}

fn value(value: &DeValue<'_>) -> SettingValue {
    match value {
        DeValue::String(text) => SettingValue::Text(text.to_string()),
        DeValue::Boolean(flag) => SettingValue::Flag(*flag),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(SettingValue::Other("a number"), SettingValue::Integer),
        DeValue::Float(_) => SettingValue::Other("a number"),
        DeValue::Datetime(_) => SettingValue::Other("a date"),
        DeValue::Array(items) => SettingValue::List(
            items
                .iter()
                .map(|item| SettingNode {
                    range: Some(item.span()),
                    value: self::value(item.get_ref()),
                })
                .collect(),
        ),
        DeValue::Table(table) => table_value(table),
    }
}
