//! The JSON schema of the settings, made from their list.

use serde_json::{Map, Value as Json, json};

use super::{Level, SETTINGS};
use crate::world::Platform;

/// The JSON schema of `spawnsafe.toml` and of `[tool.spawnsafe]`, given the codes of the rules.
pub fn schema(rules: &[&str]) -> Json {
    let mut properties = Map::new();
    for setting in SETTINGS {
        let mut schema = json!({"description": setting.meaning});
        if let (Json::Object(into), Json::Object(from)) = (&mut schema, (setting.schema)(rules)) {
            into.extend(from);
        }
        properties.insert(setting.key.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "spawnsafe",
        "description": "Settings of spawnsafe: spawnsafe.toml, or [tool.spawnsafe] in pyproject.toml.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

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
