//! Adds settings to a TOML file; everything else in it stays as it is.

use toml_edit::{DocumentMut, Item, Table as Section, TableLike, Value};

use super::TomlTable;

/// The text with these settings, where it does not have them; `None` if it is not TOML, or has something else
/// where our settings go.
pub fn add_settings(text: &str, table: TomlTable, settings: &[(&str, Value)]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let ours = ours(document.as_table_mut(), table)?;
    for (key, value) in settings {
        if ours.get(key).is_none() {
            ours.insert(key, Item::Value(value.clone()));
        }
    }
    Some(with_line_ends_of(text, &document.to_string()))
}

/// The table with our settings, made if need be.
pub(super) fn ours(root: &mut dyn TableLike, table: TomlTable) -> Option<&mut dyn TableLike> {
    Some(match table {
        TomlTable::Top => root,
        TomlTable::Tool => {
            let mut tool = Section::new();
            tool.set_implicit(true);
            let tool = root.entry("tool").or_insert(Item::Table(tool));
            let ours = Item::Table(Section::new());
            let ours = tool.as_table_like_mut()?.entry("spawnsafe").or_insert(ours);
            ours.as_table_like_mut()?
        }
    })
}

/// What was written, with the line ends of the text that it comes from.
pub(super) fn with_line_ends_of(text: &str, written: &str) -> String {
    match text.contains("\r\n") {
        true => written.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => written.to_owned(),
    }
}
