//! Files with settings that are open in the editor.

use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::config::{SettingEntry, SettingNode, SettingValue, TomlTable, from_toml};
use crate::rules::codes;
use crate::text::{PositionEncoding, Text};

use super::convert;
use super::uri::Uri;

/// Where the settings are in the file with this name.
pub(crate) fn table(uri: &Uri) -> TomlTable {
    if uri.file_name() == "pyproject.toml" {
        TomlTable::Tool
    } else {
        TomlTable::Top
    }
}

/// What is wrong with the settings in a file.
pub(crate) fn diagnostics(
    uri: &Uri,
    text: &Text,
    encoding: PositionEncoding,
) -> Vec<lsp::Diagnostic> {
    // Other servers say what is wrong with a project that does not speak of us.
    if table(uri) == TomlTable::Tool && !text.as_str().contains("spawnsafe") {
        return Vec::new();
    }
    let (_, _, problems) = from_toml(text.as_str(), table(uri), &codes());
    let diagnostics = problems.into_iter().map(|problem| lsp::Diagnostic {
        range: convert::range_to_lsp(text, &problem.range.unwrap_or(0..0), encoding),
        severity: Some(lsp::DiagnosticSeverity::ERROR),
        code: Some(lsp::NumberOrString::String("settings".to_owned())),
        source: Some("spawnsafe".to_owned()),
        message: problem.message,
        ..Default::default()
    });
    diagnostics.collect()
}

/// The keys that lead to what stands at a byte, and its own bytes: `["rules", "unavailable-import"]`.
/// A string in a list counts as a key.
pub(crate) fn path_at(uri: &Uri, text: &Text, byte: usize) -> Option<(Vec<String>, Range<usize>)> {
    let (root, _, _) = from_toml(text.as_str(), table(uri), &codes());
    let settings = match table(uri) {
        TomlTable::Top => Some(&root),
        TomlTable::Tool => root.get("tool").and_then(|tool| tool.get("spawnsafe")),
    };
    let mut path = Vec::new();
    let range = find(settings?, byte, &mut path)?;
    Some((path, range))
}

fn find(node: &SettingNode, byte: usize, path: &mut Vec<String>) -> Option<Range<usize>> {
    let touches = |range: &Range<usize>| range.start <= byte && byte <= range.end;
    for SettingEntry {
        key,
        key_range,
        node,
    } in node.entries()
    {
        path.push(key.clone());
        if let Some(range) = key_range.clone().filter(touches) {
            return Some(range);
        }
        if let Some(range) = find(node, byte, path) {
            return Some(range);
        }
        path.pop();
    }
    let strings = node
        .items()
        .iter()
        .filter(|item| matches!(item.value, SettingValue::Text(_)));
    for item in strings {
        if let (Some(range), Some(text)) = (item.range.clone().filter(touches), item.text()) {
            path.push(text.to_owned());
            return Some(range);
        }
    }
    node.items().iter().find_map(|item| find(item, byte, path))
}
