//! Turns a rule off in a TOML file with settings; everything else in it stays as it is.

use toml_edit::{DocumentMut, Item, Table as Section, Value};

use super::TomlTable;
use super::add_settings::{ours, with_line_ends_of};

/// The text with the rule turned off; `None` if it is not TOML, or has something else where our settings go.
pub fn turn_off(text: &str, table: TomlTable, rule: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let settings = ours(document.as_table_mut(), table)?;
    let mut rules = Section::new();
    rules.set_dotted(true);
    let rules = settings.entry("rules").or_insert(Item::Table(rules));
    let rules = rules.as_table_like_mut()?;
    let mut off = Value::from("off");
    match rules.get_mut(rule) {
        Some(level) => {
            let level = level.as_value_mut()?;
            *off.decor_mut() = level.decor().clone();
            *level = off;
        }
        None => {
            rules.insert(rule, Item::Value(off));
        }
    }
    Some(with_line_ends_of(text, &document.to_string()))
}
