//! Settings from JSON, as editors send them.

use serde_json::Value as Json;

use super::{Options, SettingEntry, SettingNode, SettingProblem, SettingValue, read};

/// Reads settings; keys of `elsewhere` are somebody else's and passed over, `rules` are the codes
/// that settings may name.
pub fn from_json(
    json: &Json,
    elsewhere: &[&str],
    rules: &[&str],
) -> (Options, Vec<SettingProblem>) {
    read(&node(json), elsewhere, rules)
}

fn node(json: &Json) -> SettingNode {
    let value = match json {
        Json::Null => SettingValue::Null,
        Json::Bool(flag) => SettingValue::Flag(*flag),
        Json::Number(number) => number
            .as_i64()
            .map_or(SettingValue::Other("a number"), SettingValue::Integer),
        Json::String(text) => SettingValue::Text(text.clone()),
        Json::Array(items) => SettingValue::List(items.iter().map(node).collect()),
        Json::Object(object) => SettingValue::Table(
            object
                .iter()
                .map(|(key, json)| SettingEntry {
                    key: key.clone(),
                    key_range: None,
                    node: node(json),
                })
                .collect(),
        ),
    };
    SettingNode { range: None, value }
}
