//! Partitions of worlds into values.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::kinds::Value;
use crate::limits::reached;
use crate::world::Worlds;

/// More parts than this are not kept apart.
const MAX_PARTS: usize = 24;

/// What an expression is in each world: disjoint sets of worlds, each with a value.
/// Worlds in no part are unknown.
#[derive(Clone, Debug, PartialEq, Hash, Default, Serialize, Deserialize)]
pub struct Partition {
    parts: SmallVec<[(Worlds, Value); 1]>,
}

impl Partition {
    /// Nothing is known in any world.
    pub const UNKNOWN: Self = Self {
        parts: SmallVec::new_const(),
    };

    /// The same in every world.
    pub fn always(value: Value) -> Self {
        Self::within(Worlds::ALL, value)
    }

    /// This in these worlds, unknown elsewhere.
    pub fn within(worlds: Worlds, value: Value) -> Self {
        let mut partition = Self::default();
        partition.put(worlds, value);
        partition
    }

    /// `True` in the one, `False` in the other; unknown where both or neither.
    pub fn truth(when_true: Worlds, when_false: Worlds) -> Self {
        let mut partition = Self::default();
        partition.put(when_true - when_false, Value::Bool(true));
        partition.put(when_false - when_true, Value::Bool(false));
        partition
    }

    /// The parts that overlap these worlds; the rest of them, if any, last as unknown.
    pub fn parts(&self, within: Worlds) -> impl Iterator<Item = (Worlds, &Value)> {
        let known = self
            .parts
            .iter()
            .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds);
        let rest = within - known;
        self.parts
            .iter()
            .map(move |(worlds, value)| (*worlds & within, value))
            .chain([(rest, &Value::Unknown)])
            .filter(|(worlds, _)| !worlds.is_empty())
    }

    /// Calls `visit` with the value of every part.
    pub(in crate::model) fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        self.parts.iter().for_each(|(_, value)| visit(value));
    }

    /// The value, if it is the same in all of these worlds.
    pub fn single(&self, within: Worlds) -> Option<&Value> {
        let mut parts = self.parts(within);
        let (_, value) = parts.next()?;
        parts.next().is_none().then_some(value)
    }

    /// The worlds among these in which `keep` holds for the value.
    pub fn worlds(&self, within: Worlds, keep: impl Fn(&Value) -> bool) -> Worlds {
        self.parts(within)
            .filter(|(_, value)| keep(value))
            .fold(Worlds::NONE, |all, (worlds, _)| all | worlds)
    }

    /// Adds a part; the worlds must not be in another one.
    fn put(&mut self, worlds: Worlds, value: Value) {
        if worlds.is_empty() || value == Value::Unknown {
            return;
        }
        if let Some((known, _)) = self.parts.iter_mut().find(|(_, other)| *other == value) {
            *known |= worlds;
        } else if self.parts.len() < MAX_PARTS {
            self.parts.push((worlds, value));
        } else {
            reached("values that a name has on different platforms");
        }
    }

    /// Makes it `other` in these worlds.
    pub fn set(&mut self, worlds: Worlds, other: &Self) {
        for (known, _) in &mut self.parts {
            *known -= worlds;
        }
        self.parts.retain(|(known, _)| !known.is_empty());
        for (part, value) in other.parts(worlds) {
            self.put(part, value.clone());
        }
    }

    /// Makes it unknown in these worlds, unless `other` has the same value there. Where one is
    /// unbound it is the other: code that runs then would fail anyway.
    pub fn blur(&mut self, worlds: Worlds, other: &Self) {
        let mut blurred = Self::default();
        for (part, ours) in self.parts(worlds) {
            for (part, theirs) in other.parts(part) {
                if ours == theirs || *theirs == Value::Unbound {
                    blurred.put(part, ours.clone());
                } else if *ours == Value::Unbound {
                    blurred.put(part, theirs.clone());
                } else if let Some(both) = ours.either(theirs) {
                    blurred.put(part, both);
                }
            }
        }
        self.set(worlds, &blurred);
    }

    /// What `f` makes of each part.
    #[must_use]
    pub fn then(&self, within: Worlds, mut f: impl FnMut(Worlds, &Value) -> Self) -> Self {
        let mut result = Self::default();
        for (worlds, value) in self.parts(within) {
            for (part, value) in f(worlds, value).parts(worlds) {
                result.put(part, value.clone());
            }
        }
        result
    }

    /// Splits worlds into those where it can be true and those where it can be false.
    pub fn split(&self, within: Worlds) -> (Worlds, Worlds) {
        let when_true = self.worlds(within, |value| value.truth() != Some(false));
        let when_false = self.worlds(within, |value| value.truth() != Some(true));
        (when_true, when_false)
    }

    /// `"fork" on linux; "spawn" on windows|macos`, as pages write it.
    pub fn show(&self, within: Worlds) -> String {
        let parts: Vec<String> = self
            .parts(within)
            .map(|(worlds, value)| {
                if worlds == within {
                    value.to_string()
                } else {
                    format!("{value} on {}", worlds.show_within(within))
                }
            })
            .collect();
        parts.join("; ")
    }
}
