//! In `spawnsafe.toml` and `[tool.spawnsafe]`: settings, rules, and the values they take.

use serde_json::Value as Json;
use tower_lsp::lsp_types::CompletionItemKind;

use super::CompletionCandidate;
use crate::config::{Level, SETTINGS, TomlTable, setting};
use crate::rules::RULES;
use crate::server::methods::hover::about_rule;
use crate::server::toml;
use crate::server::uri::Uri;

/// What can be written behind this text; nothing outside of our tables.
pub(super) fn candidates(uri: &Uri, before: &str) -> Option<Vec<CompletionCandidate>> {
    let within = within(uri, before)?;
    let line = before.rsplit(['\n', '\r']).next()?;
    if line.contains('#') {
        return None;
    }
    let key_of_line = line.split_once('=').map(|(key, _)| key.trim());
    match (within.as_str(), key_of_line.or_else(|| open_list(before))) {
        ("", None) => Some(keys()),
        ("", Some(key)) => Some(values(
            &(setting(key)?.schema)(&crate::rules::codes()),
            line,
        )),
        ("rules", None) => Some(rules()),
        ("rules", Some(_)) => Some(levels(line)),
        _ => None,
    }
}

/// The table that the text ends in, below ours: `rules`, or nothing for our own.
fn within(uri: &Uri, before: &str) -> Option<String> {
    let header = before.lines().rev().skip(1).find_map(|line| {
        let line = line.trim();
        line.strip_prefix('[')?
            .split_once(']')
            .map(|(name, _)| name)
    });
    let name: String = header
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match toml::table(uri) {
        TomlTable::Top => Some(name),
        TomlTable::Tool => {
            let below = name.strip_prefix("tool.spawnsafe")?;
            match below.strip_prefix('.') {
                Some(rest) => Some(rest.to_owned()),
                None => below.is_empty().then(String::new),
            }
        }
    }
}

/// The key of a list that was begun on an earlier line.
fn open_list(before: &str) -> Option<&str> {
    let (key, value) = before.rsplit_once('=')?;
    let open = value.matches('[').count() > value.matches(']').count();
    open.then(|| key.rsplit(['\n', '\r']).next().unwrap_or(key).trim())
}

fn keys() -> Vec<CompletionCandidate> {
    let keys = SETTINGS.iter().map(|setting| CompletionCandidate {
        label: setting.key.to_owned(),
        insert: Some(format!("{} = ", setting.key)),
        kind: CompletionItemKind::PROPERTY,
        documentation: setting.meaning.to_owned(),
    });
    keys.collect()
}

fn rules() -> Vec<CompletionCandidate> {
    let rules = RULES.iter().map(|rule| CompletionCandidate {
        label: rule.code.to_owned(),
        insert: Some(format!("{} = ", rule.code)),
        kind: CompletionItemKind::PROPERTY,
        documentation: about_rule(rule),
    });
    rules.collect()
}

fn levels(line: &str) -> Vec<CompletionCandidate> {
    let levels = Level::NAMED.into_iter();
    levels.map(|(name, _)| value(name, line, "")).collect()
}

/// The values that a schema lists.
fn values(schema: &Json, line: &str) -> Vec<CompletionCandidate> {
    if schema["type"] == "boolean" {
        let flags = ["true", "false"].into_iter();
        return flags.map(|flag| plain(flag, "")).collect();
    }
    let listed = ["/oneOf/0/enum", "/items/enum", "/enum", "/examples"];
    let listed = listed
        .into_iter()
        .find_map(|at| schema.pointer(at)?.as_array());
    let names = listed.into_iter().flatten().filter_map(Json::as_str);
    names.map(|name| value(name, line, "")).collect()
}

/// A string, with quotes unless there is one already.
fn value(name: &str, line: &str, documentation: &str) -> CompletionCandidate {
    let open = line.matches('"').count() % 2 == 1;
    let mut candidate = plain(name, documentation);
    candidate.insert = (!open).then(|| format!("\"{name}\""));
    candidate
}

fn plain(name: &str, documentation: &str) -> CompletionCandidate {
    CompletionCandidate {
        label: name.to_owned(),
        insert: None,
        kind: CompletionItemKind::ENUM_MEMBER,
        documentation: documentation.to_owned(),
    }
}
