//! YAML as a tree, with bounds: what is aliased is not followed, so that no text grows by being read.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{SettingEntry, SettingNode, SettingValue};
use crate::limits::reached;

/// Longer texts are not read.
const MAX_YAML_BYTES: usize = 1 << 20;
/// What is nested deeper is not read.
const MAX_YAML_DEPTH: usize = 64;

/// Reads the first document of a text; `None` if it is no YAML, too long or too deep. Every scalar is a
/// string, as it is written.
pub fn from_yaml(text: &str) -> Option<SettingNode> {
    if text.len() > MAX_YAML_BYTES {
        reached("characters in a YAML file");
        return None;
    }
    let bytes = Bytes::of(text);
    let mut open: Vec<OpenNode> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let range = bytes.range(&span);
        let node = |value| SettingNode {
            range: Some(range.clone()),
            value,
        };
        let done = match event {
            Event::Scalar(text, ..) => node(SettingValue::Text(text.into_owned())),
            Event::Alias(_) => node(SettingValue::Other("an alias")),
            Event::SequenceStart(..) if open.len() < MAX_YAML_DEPTH => {
                open.push(OpenNode::List(range.start, Vec::new()));
                continue;
            }
            Event::MappingStart(..) if open.len() < MAX_YAML_DEPTH => {
                open.push(OpenNode::Table(range.start, Vec::new(), None));
                continue;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) | Event::DocumentEnd => return None,
            Event::SequenceEnd | Event::MappingEnd => {
                let bracket = text[range.start..].starts_with([']', '}']);
                open.pop()?.closed(bracket.then_some(range.start + 1))
            }
            _ => continue,
        };
        match open.last_mut() {
            Some(around) => around.add(done),
            None => return Some(done),
        }
    }
    None
}

/// A list or a table that is not at its end.
enum OpenNode {
    List(usize, Vec<SettingNode>),
    /// With the key whose value comes next.
    Table(usize, Vec<SettingEntry>, Option<SettingNode>),
}

impl OpenNode {
    fn add(&mut self, node: SettingNode) {
        match self {
            Self::List(_, items) => items.push(node),
            Self::Table(_, entries, key) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push(SettingEntry {
                    key: key.text().unwrap_or_default().to_owned(),
                    key_range: key.range,
                    node,
                }),
            },
        }
    }

    /// The list or table; without a bracket it ends where its last part does.
    fn closed(self, bracket: Option<usize>) -> SettingNode {
        let (start, last, value) = match self {
            Self::List(start, items) => {
                let last = items.last().and_then(|item| item.range.clone());
                (start, last, SettingValue::List(items))
            }
            Self::Table(start, entries, _) => {
                let last = entries.last().and_then(|entry| entry.node.range.clone());
                (start, last, SettingValue::Table(entries))
            }
        };
        let end = bracket.or(last.map(|last| last.end)).unwrap_or(start);
        SettingNode {
            range: Some(start..end.max(start)),
            value,
        }
    }
}

/// Where each character of a text is; nothing where it is the byte of that number.
struct Bytes {
    starts: Option<Vec<usize>>,
    length: usize,
}

impl Bytes {
    fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(at, _)| at).collect();
        Self {
            starts: (!text.is_ascii()).then(starts),
            length: text.len(),
        }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let byte = |character: usize| match &self.starts {
            Some(starts) => starts.get(character).copied().unwrap_or(self.length),
            None => character.min(self.length),
        };
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }
}
