//! A tree of settings as it was written, whatever the format, with the bytes of each part.

use std::ops::Range;

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingNode {
    /// Its bytes; `None` where there is no text (settings that an editor sends).
    pub range: Option<Range<usize>>,
    /// The value.
    pub value: SettingValue,
}

/// One `key = value`.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingEntry {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_range: Option<Range<usize>>,
    /// The value.
    pub node: SettingNode,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// Nothing: JSON's `null`.
    Null,
    /// A string.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A list.
    List(Vec<SettingNode>),
    /// A table, in the order of the text.
    Table(Vec<SettingEntry>),
    /// A fraction or a date, which no setting takes.
    Other(&'static str),
}

impl SettingValue {
    /// What it is, with its article.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "a string",
            Self::Flag(_) => "a boolean",
            Self::Integer(_) => "a number",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

impl SettingNode {
    /// The bytes of a string without its quotes.
    pub fn inside(&self) -> Option<Range<usize>> {
        let range = self.range.clone()?;
        Some(range.start + 1..range.end.checked_sub(1)?)
    }

    /// The value under this key, if it is a table that has one.
    pub fn get(&self, key: &str) -> Option<&SettingNode> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            SettingValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn items(&self) -> &[SettingNode] {
        match &self.value {
            SettingValue::List(items) => items,
            _ => &[],
        }
    }

    /// The entries, if it is a table.
    pub fn entries(&self) -> &[SettingEntry] {
        match &self.value {
            SettingValue::Table(entries) => entries,
            _ => &[],
        }
    }
}
