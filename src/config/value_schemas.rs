//! The JSON schemas of values that several settings take.

use serde_json::{Map, Value as Json, json};

use super::Level;
use crate::world::Platform;

pub(super) fn platform_list() -> Json {
    let names: Vec<&str> = Platform::ALL
        .map(Platform::name)
        .into_iter()
        .chain(["all", "win32", "darwin"])
        .collect();
    let level = json!({"type": "string", "enum": names});
    json!({"oneOf": [
        level,
        {"type": "array", "items": level, "minItems": 1, "uniqueItems": true},
    ]})
}

pub(super) fn levels(rules: &[&str]) -> Json {
    let level = json!({"type": "string", "enum": Level::NAMED.map(|(name, _)| name)});
    let rules: Map<String, Json> = rules
        .iter()
        .map(|code| ((*code).to_owned(), level.clone()))
        .collect();
    json!({"type": "object", "properties": rules, "additionalProperties": false})
}

pub(super) fn rule_list(codes: &[&str]) -> Json {
    json!({"type": "array", "items": {"type": "string", "enum": codes}, "uniqueItems": true})
}

pub(super) fn pattern_list() -> Json {
    json!({"type": "array", "items": {"type": "string"}})
}

pub(super) fn strings() -> Json {
    json!({"type": "string"})
}
