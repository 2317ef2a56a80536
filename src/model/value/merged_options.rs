//! Dictionaries of which a part is what somebody passes: `{"workers": 2, **options}`, `options.setdefault("workers", 2)`.
//!
//! What is passed stands among the entries, as its own key: what comes behind it wins over it.

use crate::model::value::{Partition, Value};
use crate::world::Worlds;

/// An entry of a dictionary.
pub(in crate::model) type Entry = (Value, Partition);

impl Value {
    /// The entries of a dictionary, or what stands for those of a parameter.
    pub(in crate::model) fn as_entries(&self) -> Option<Vec<Entry>> {
        match self {
            Self::Dict(entries) => Some(entries.to_vec()),
            options if options.is_of_parameter() => {
                Some(vec![(options.clone(), Partition::always(options.clone()))])
            }
            _ => None,
        }
    }

    /// What a dictionary holds for a text; nothing where it is known that it holds nothing.
    pub(super) fn entry_in(entries: &[Entry], key: &str) -> Partition {
        let mut rest: Vec<&Self> = Vec::new();
        for (known, value) in entries.iter().rev() {
            match known {
                Self::Str(known) if **known == *key => return first_of(&rest, key, value),
                known if is_rest(known) => rest.push(known),
                known if known.is_open() => return Partition::UNKNOWN,
                _ => {}
            }
        }
        first_of(&rest, key, &Partition::always(Self::None))
    }
}

/// The first of these that holds something for a key, or else this.
fn first_of(rest: &[&Value], key: &str, default: &Partition) -> Partition {
    let Some((last, others)) = rest.split_first() else {
        return default.clone();
    };
    let default = first_of(others, key, default);
    default.then(Worlds::ALL, |worlds, default| {
        let passed = last.entry(key);
        let passed = passed.single(worlds);
        match (passed, default) {
            (Some(passed), Value::None) => Partition::always(passed.clone()),
            (Some(passed), default) => {
                let either = passed.or(default);
                either.map_or(Partition::UNKNOWN, Partition::always)
            }
            _ => Partition::UNKNOWN,
        }
    })
}

/// Whether an entry stands for all that somebody passes.
pub(in crate::model) fn is_rest(key: &Value) -> bool {
    matches!(key, Value::Parameter(..) | Value::Member(_))
}

/// A dictionary into which another one is put.
pub(in crate::model) fn merged(first: &[Entry], second: &[Entry]) -> Vec<Entry> {
    let again = |key: &Value| second.iter().any(|(other, _)| other == key);
    let first = first.iter().filter(|(key, _)| !again(key));
    first.chain(second).cloned().collect()
}

/// A dictionary that gets an entry where it has none of that key.
pub(in crate::model) fn with_default(
    entries: &[Entry],
    key: &Value,
    value: &Partition,
) -> Vec<Entry> {
    match entries.iter().any(|(known, _)| known == key) {
        true => entries.to_vec(),
        false => merged(&[(key.clone(), value.clone())], entries),
    }
}

/// A dictionary in which the values are known that stand for what is passed.
pub(super) fn resolved(entries: Vec<Entry>, worlds: Worlds) -> Vec<Entry> {
    if !entries.iter().any(|(key, _)| is_rest(key)) {
        return entries;
    }
    entries.into_iter().fold(Vec::new(), |all, (key, value)| {
        let more = match (is_rest(&key), value.single(worlds)) {
            (false, _) => vec![(key, value)],
            (true, Some(passed)) => passed
                .as_entries()
                .unwrap_or_else(|| vec![(Value::Unknown, Partition::UNKNOWN)]),
            (true, None) => vec![(Value::Unknown, Partition::UNKNOWN)],
        };
        merged(&all, &more)
    })
}
