//! Settings from TOML.

use toml::de::{DeTable, DeValue};

use super::{Entry, Node, Options, Problem, Value, read};

/// Where the settings are in a TOML file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// At the top: `spawnsafe.toml`.
    Top,
    /// Under `[tool.spawnsafe]`: `pyproject.toml`.
    Tool,
}

/// Reads the settings of a TOML text; no options when it has no table of ours.
/// The tree is the whole text, for [`super::declared()`]; `rules` are the codes that settings may name.
pub fn from_toml(
    text: &str,
    table: Table,
    rules: &[&str],
) -> (Node, Option<Options>, Vec<Problem>) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let root = Node {
        range: Some(0..text.len()),
        value: table_value(tree.get_ref()),
    };
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| Problem {
            range: error.span().or(Some(0..0)),
            setting: String::new(),
            message: format!("this is not TOML: {}", error.message().trim()),
        })
        .collect();
    let ours = match table {
        Table::Top => Some(&root),
        Table::Tool => root.get("tool").and_then(|tool| tool.get("spawnsafe")),
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

fn table_value(table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_range: Some(key.span()),
        node: Node {
            range: Some(value.span()),
            value: self::value(value.get_ref()),
        },
    });
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_by_key(|entry| entry.key_range.as_ref().map(|range| range.start));
    Value::Table(entries)
}

fn value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("a number"), Value::Integer),
        DeValue::Float(_) => Value::Other("a number"),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Node {
                    range: Some(item.span()),
                    value: self::value(item.get_ref()),
                })
                .collect(),
        ),
        DeValue::Table(table) => table_value(table),
    }
}
