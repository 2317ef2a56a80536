//! Items and slices of known values: `sys.version_info[:2]`, `sys.platform[:3]`, a dictionary's.

use std::sync::Arc;

use crate::model::eval::arguments::CallArguments;
use crate::model::value::library_names::{minors, named};
use crate::model::value::merged_options::is_rest;
use crate::model::value::{AT, OR, Partition, Value};
use crate::world::Worlds;

/// The name of a member that is what a collection holds for a text: `options["name"]`.
fn member_of_key(key: &str) -> String {
    format!("[{key}]")
}

/// The text for which a member is what a collection holds.
pub(in crate::model) fn key_of(member: &str) -> Option<&str> {
    let key = member.strip_prefix('[')?.strip_suffix(']')?;
    (!key.is_empty()).then_some(key)
}

impl Value {
    /// What a dictionary holds for a text; nothing where it is known that it holds nothing.
    pub(in crate::model) fn entry(&self, key: &str) -> Partition {
        match self {
            Self::Dict(entries) => Self::entry_in(entries, key),
            Self::Parameter(..) | Self::Member(_) if self.is_of_parameter() && !key.is_empty() => {
                let member = member_of_key(key).into();
                Partition::always(Self::Member(Arc::new((self.clone(), member))))
            }
            _ => Partition::UNKNOWN,
        }
    }

    /// Whether it is what a function is given, or a part of that.
    pub(in crate::model) fn is_of_parameter(&self) -> bool {
        match self {
            Self::Parameter(..) => true,
            Self::Member(member) => match &member.0 {
                Self::Items(both) if [OR, AT].contains(&&*member.1) => {
                    both.iter().any(Self::is_of_parameter)
                }
                of => of.is_of_parameter(),
            },
            _ => false,
        }
    }
}

/// What `entries.get(key)` and `entries.pop(key, None)` give of a dictionary.
pub(in crate::model) fn entry_of(
    owner: &Value,
    arguments: &CallArguments,
    worlds: Worlds,
) -> Partition {
    let default = arguments.positional(1);
    let is_none = |value: &Partition| value.single(worlds) == Some(&Value::None);
    match arguments.value(0, "").single(worlds) {
        Some(Value::Str(key)) if default.is_none_or(|(_, default)| is_none(default)) => {
            owner.entry(key)
        }
        _ => Partition::UNKNOWN,
    }
}

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
        (Value::Dict(entries), open) if open.is_open() => {
            let any = any_value(entries, worlds);
            match any == Partition::UNKNOWN && open.is_of_parameter() {
                true => Partition::always(owner.with(open, AT)),
                false => any,
            }
        }
        (Value::Items(items), Value::Int(at)) => usize::try_from(*at)
            .ok()
            .and_then(|at| items.get(at))
            .map_or(Partition::UNKNOWN, |item| Partition::always(item.clone())),
        (Value::Dict(entries), Value::Str(key)) if entries.iter().any(|(key, _)| is_rest(key)) => {
            owner.entry(key)
        }
        (Value::Dict(entries), key) => entries
            .iter()
            .find(|(known, _)| known == key)
            .map_or(Partition::UNKNOWN, |(_, value)| value.clone()),
        (Value::Parameter(..) | Value::Member(_), Value::Str(key)) => owner.entry(key),
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
