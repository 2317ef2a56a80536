//! Methods of strings and dictionaries that guards are made of.

use std::sync::Arc;

use crate::model::eval::arguments::CallArguments;
use crate::model::value::merged_options::is_rest;
use crate::model::value::subscripts::any_value;
use crate::model::value::{Partition, Value};
use crate::world::Worlds;

/// Methods of strings and dictionaries that guards are made of.
pub(in crate::model) fn method_of(
    owner: &Value,
    name: &str,
    argument: &Value,
    arguments: &CallArguments,
    worlds: Worlds,
) -> Partition {
    let string = |text: String| Partition::always(Value::Str(text.into()));
    match (owner, name) {
        (Value::Str(text), "encode") => Partition::always(Value::Bytes(Arc::clone(text))),
        (Value::Bytes(text), "decode") => Partition::always(Value::Str(Arc::clone(text))),
        (Value::Bytes(text), _) => {
            let text = Value::Str(Arc::clone(text));
            let given = method_of(&text, name, &decoded(argument), arguments, worlds);
            given.then(worlds, |_, value| Partition::always(encoded(value)))
        }
        (Value::Str(_) | Value::Prefix(_), "startswith" | "endswith") => {
            let options: Vec<&Value> = match argument {
                Value::Items(items) => items.iter().collect(),
                other => vec![other],
            };
            let mut decided = Some(false);
            for option in options {
                match begins_or_ends(owner, name, option) {
                    Some(true) => return Partition::always(Value::Bool(true)),
                    Some(false) => {}
                    None => decided = None,
                }
            }
            decided.map_or(Partition::UNKNOWN, |value| {
                Partition::always(Value::Bool(value))
            })
        }
        (Value::Str(text), "lower" | "casefold") => string(text.to_lowercase()),
        (Value::Str(text), "upper") => string(text.to_uppercase()),
        (Value::Str(text), "join") => match argument {
            Value::Items(items) => {
                let texts = items.iter().map(|item| match item {
                    Value::Str(item) => Some(&**item),
                    _ => None,
                });
                let texts: Option<Vec<&str>> = texts.collect();
                texts.map_or(Partition::UNKNOWN, |texts| string(texts.join(text)))
            }
            _ => Partition::UNKNOWN,
        },
        (Value::Str(text), "strip") => string(text.trim().to_owned()),
        (Value::Str(text) | Value::Prefix(text), "split") => {
            let whole = matches!(owner, Value::Str(_));
            split(text, argument, whole && arguments.all.len() < 2)
        }
        (Value::Prefix(text), "lower" | "casefold") => {
            Partition::always(Value::Prefix(text.to_lowercase().into()))
        }
        (Value::Dict(entries), "get") if argument.is_open() => any_value(entries, worlds),
        (Value::Dict(entries), "values" | "items") => {
            let all: Option<Vec<Value>> = entries
                .iter()
                .map(|(key, value)| {
                    let value = value.single(worlds)?.clone();
                    Some(match name {
                        "values" => value,
                        _ => Value::Items([key.clone(), value].into()),
                    })
                })
                .collect();
            all.map_or(Partition::UNKNOWN, |all| {
                Partition::always(Value::Items(all.into()))
            })
        }
        (Value::Dict(entries), "get") if entries.iter().any(|(key, _)| is_rest(key)) => {
            match argument {
                Value::Str(key) if arguments.positional(1).is_none() => owner.entry(key),
                _ => Partition::UNKNOWN,
            }
        }
        (Value::Dict(entries), "get") => match entries.iter().find(|(key, _)| key == argument) {
            Some((_, value)) => value.clone(),
            None if matches!(argument, Value::Str(_) | Value::Int(_)) => arguments
                .positional(1)
                .map_or_else(
                    || Partition::always(Value::None),
                    |(_, value)| value.clone(),
                )
                .then(worlds, |_, value| Partition::always(value.clone())),
            None => Partition::UNKNOWN,
        },
        _ => Partition::UNKNOWN,
    }
}

/// Bytes as the text that they are, alone or in a collection.
pub(in crate::model) fn decoded(value: &Value) -> Value {
    match value {
        Value::Bytes(text) => Value::Str(Arc::clone(text)),
        Value::Items(items) => Value::Items(items.iter().map(decoded).collect()),
        other => other.clone(),
    }
}

fn encoded(value: &Value) -> Value {
    match value {
        Value::Str(text) => Value::Bytes(Arc::clone(text)),
        Value::Items(items) => Value::Items(items.iter().map(encoded).collect()),
        other => other.clone(),
    }
}

/// What `text.split(separator)` gives; of a text that goes on, the parts that are complete.
fn split(text: &str, separator: &Value, whole: bool) -> Partition {
    let Value::Str(separator) = separator else {
        return Partition::UNKNOWN;
    };
    if separator.is_empty() {
        return Partition::UNKNOWN;
    }
    let mut parts: Vec<Value> = text
        .split(&**separator)
        .map(|part| Value::Str(part.into()))
        .collect();
    if !whole && let Some(last) = parts.last_mut() {
        *last = match last {
            Value::Str(part) if !part.is_empty() => Value::Prefix(Arc::clone(part)),
            _ => Value::Unknown,
        };
    }
    Partition::always(Value::Items(parts.into()))
}

fn begins_or_ends(owner: &Value, name: &str, option: &Value) -> Option<bool> {
    let Value::Str(option) = option else {
        return None;
    };
    match (owner, name) {
        (Value::Str(text), "startswith") => Some(text.starts_with(&**option)),
        (Value::Str(text), _) => Some(text.ends_with(&**option)),
        (Value::Prefix(text), "startswith") => {
            if text.starts_with(&**option) {
                return Some(true);
            }
            (!option.starts_with(&**text)).then_some(false)
        }
        _ => None,
    }
}
