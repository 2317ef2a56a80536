//! Turns a rule off in a TOML file with settings; everything else in it stays as it is.

use toml_edit::{DocumentMut, Item, Table as Section, TableLike, Value};

use super::Table;

/// The text with the rule turned off; `None` if it is not TOML, or has something else where our settings go.
pub fn turn_off(text: &str, table: Table, rule: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let root: &mut dyn TableLike = document.as_table_mut();
    let settings = match table {
        Table::Top => root,
        Table::Tool => {
            let mut tool = Section::new();
            tool.set_implicit(true);
            let tool = root.entry("tool").or_insert(Item::Table(tool));
            let ours = Item::Table(Section::new());
            let ours = tool.as_table_like_mut()?.entry("spawnsafe").or_insert(ours);
            ours.as_table_like_mut()?
        }
    };
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
    let written = document.to_string();
    Some(match text.contains("\r\n") {
        true => written.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => written,
    })
}
