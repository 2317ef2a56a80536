//! `setup.cfg` as a tree: sections, their keys, and the lines of each value.

use super::{SettingEntry, SettingNode, SettingValue};

/// Reads the text: a table of sections, each a table of keys, each a list with one string for every line
/// that is not empty. Keys are written with `_`, as setuptools reads them.
pub fn from_cfg(text: &str) -> SettingNode {
    let mut sections: Vec<SettingEntry> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        let place = start + line.len() - line.trim_start().len();
        if line.starts_with([' ', '\t']) {
            if let Some(key) = sections.last_mut().and_then(last) {
                push(key, trimmed, place);
            }
        } else if let Some(name) = trimmed.strip_prefix('[') {
            let name = name.split(']').next().unwrap_or(name).trim();
            sections.push(entry(name, place, SettingValue::Table(Vec::new())));
        } else if let Some((name, value)) = trimmed.split_once(['=', ':'])
            && let Some(SettingValue::Table(keys)) =
                sections.last_mut().map(|section| &mut section.node.value)
        {
            let mut key = entry(name.trim(), place, SettingValue::List(Vec::new()));
            key.key = key.key.replace('-', "_");
            let value_at = place + trimmed.len() - value.trim_start().len();
            push(&mut key, value.trim(), value_at);
            keys.push(key);
        }
    }
    SettingNode {
        range: Some(0..text.len()),
        value: SettingValue::Table(sections),
    }
}

fn entry(name: &str, at: usize, value: SettingValue) -> SettingEntry {
    SettingEntry {
        key: name.to_owned(),
        key_range: Some(at..at + name.len()),
        node: SettingNode { range: None, value },
    }
}

/// The key that a line which is indented belongs to.
fn last(section: &mut SettingEntry) -> Option<&mut SettingEntry> {
    match &mut section.node.value {
        SettingValue::Table(keys) => keys.last_mut(),
        _ => None,
    }
}

fn push(key: &mut SettingEntry, line: &str, at: usize) {
    if let SettingValue::List(lines) = &mut key.node.value
        && !line.is_empty()
    {
        lines.push(SettingNode {
            range: Some(at..at + line.len()),
            value: SettingValue::Text(line.to_owned()),
        });
    }
}
