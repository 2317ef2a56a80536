//! Items and slices of known values: `sys.version_info[:2]`, `sys.platform[:3]`, a dictionary's.

use std::sync::Arc;

use crate::model::value::library_names::{minors, named};
use crate::model::value::{Partition, Value};
use crate::world::Worlds;

pub(in crate::model) fn sliced(owner: &Value, from: Option<i64>, to: Option<i64>) -> Partition {
    let value = match (owner, from, to) {
        (Value::Version(None), None | Some(0), Some(length @ 1..=2)) => {
            Value::Version(usize::try_from(length).ok())
        }
        // What comes behind the minor version is not known anyway.
        (Value::Version(None), None | Some(0), Some(3..)) => Value::Version(None),
        (Value::Str(text) | Value::Prefix(text), None | Some(0), Some(length @ 0..)) => {
            let whole = matches!(owner, Value::Str(_));
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            match text.char_indices().nth(length) {
                Some((end, _)) => Value::Str(text[..end].into()),
                None if whole || text.chars().count() == length => Value::Str(Arc::clone(text)),
                None => Value::Unknown,
            }
        }
        (Value::Bytes(text), ..) => {
            let text = Value::Str(Arc::clone(text));
            return sliced(&text, from, to).then(Worlds::ALL, |_, part| match part {
                Value::Str(part) => Partition::always(Value::Bytes(Arc::clone(part))),
                _ => Partition::UNKNOWN,
            });
        }
        _ => Value::Unknown,
    };
    Partition::always(value)
}

pub(in crate::model) fn item(owner: &Value, index: &Value, worlds: Worlds) -> Partition {
    match (owner, index) {
        (Value::Version(_), Value::Int(0)) => Partition::always(Value::Int(3)),
        (Value::Version(length), Value::Int(1)) if *length != Some(1) => minors(worlds),
        (Value::Str(text) | Value::Prefix(text), Value::Int(at)) => usize::try_from(*at)
            .ok()
            .and_then(|at| text.chars().nth(at))
            .map_or(Partition::UNKNOWN, |letter| {
                Partition::always(Value::Str(letter.to_string().into()))
            }),
        (Value::Items(items), open) if open.is_open() => {
            Value::any_of(items.iter()).map_or(Partition::UNKNOWN, Partition::always)
        }
        (Value::Dict(entries), open) if open.is_open() => any_value(entries, worlds),
        (Value::Items(items), Value::Int(at)) => usize::try_from(*at)
            .ok()
            .and_then(|at| items.get(at))
            .map_or(Partition::UNKNOWN, |item| Partition::always(item.clone())),
        (Value::Dict(entries), key) => entries
            .iter()
            .find(|(known, _)| known == key)
            .map_or(Partition::UNKNOWN, |(_, value)| value.clone()),
        (Value::Symbol(name), Value::Int(0)) if &**name == "platform.uname()" => {
            named("platform.uname().system")
        }
        _ => Partition::UNKNOWN,
    }
}

/// What any of the values of a dictionary may be, if all of them are callables.
pub(in crate::model) fn any_value(entries: &[(Value, Partition)], worlds: Worlds) -> Partition {
    let values: Option<Vec<&Value>> = entries
        .iter()
        .map(|(_, value)| value.single(worlds))
        .collect();
    let any = values.and_then(|values| Value::any_of(values.into_iter()));
    any.map_or(Partition::UNKNOWN, Partition::always)
}
