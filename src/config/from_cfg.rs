//! `setup.cfg` as a tree: sections, their keys, and the lines of each value.

use super::{Entry, Node, Value};

/// Reads the text: a table of sections, each a table of keys, each a list with one string for every line
/// that is not empty. Keys are written with `_`, as setuptools reads them.
pub fn from_cfg(text: &str) -> Node {
    let mut sections: Vec<Entry> = Vec::new();
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
            sections.push(entry(name, place, Value::Table(Vec::new())));
        } else if let Some((name, value)) = trimmed.split_once(['=', ':'])
            && let Some(Value::Table(keys)) = sections.last_mut().map(|one| &mut one.node.value)
        {
            let mut key = entry(name.trim(), place, Value::List(Vec::new()));
            key.key = key.key.replace('-', "_");
            let value_at = place + trimmed.len() - value.trim_start().len();
            push(&mut key, value.trim(), value_at);
            keys.push(key);
        }
    }
    Node {
        range: Some(0..text.len()),
        value: Value::Table(sections),
    }
}

fn entry(name: &str, at: usize, value: Value) -> Entry {
    Entry {
        key: name.to_owned(),
        key_range: Some(at..at + name.len()),
        node: Node { range: None, value },
    }
}

/// The key that a line which is indented belongs to.
fn last(section: &mut Entry) -> Option<&mut Entry> {
    match &mut section.node.value {
        Value::Table(keys) => keys.last_mut(),
        _ => None,
    }
}

fn push(key: &mut Entry, line: &str, at: usize) {
    if let Value::List(lines) = &mut key.node.value
        && !line.is_empty()
    {
        lines.push(Node {
            range: Some(at..at + line.len()),
            value: Value::Text(line.to_owned()),
        });
    }
}
