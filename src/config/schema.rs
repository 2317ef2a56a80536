//! The JSON schema of the settings, made from their list.

use serde_json::{Map, Value as Json, json};

use super::SETTINGS;

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
