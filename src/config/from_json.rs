//! Settings from JSON, as editors send them.

use serde_json::Value as Json;

use super::{Entry, Node, Options, Problem, Value, read};

/// Reads settings; keys of `elsewhere` are somebody else's and passed over, `rules` are the codes
/// that settings may name.
pub fn from_json(json: &Json, elsewhere: &[&str], rules: &[&str]) -> (Options, Vec<Problem>) {
    read(&node(json), elsewhere, rules)
}

fn node(json: &Json) -> Node {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number
            .as_i64()
            .map_or(Value::Other("a number"), Value::Integer),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(node).collect()),
        Json::Object(object) => Value::Table(
            object
                .iter()
                .map(|(key, json)| Entry {
                    key: key.clone(),
                    key_range: None,
                    node: node(json),
                })
                .collect(),
        ),
    };
    Node { range: None, value }
}
