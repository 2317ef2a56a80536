//! Things that have other numbers after an edit, since a body makes more of them, fewer, or others.

use std::ops::Range;

use crate::model::value::{MakeId, Value};
use crate::world::Worlds;

/// Which numbers there are in the place of older ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Renumbering(Vec<Remade>);

/// What one run of a body makes in the place of what it made.
#[derive(Clone, Debug, PartialEq)]
struct Remade {
    /// The old numbers of what is not made any more, and the new ones of what was not.
    gone: Range<u32>,
    new: Range<u32>,
}

impl Remade {
    /// By how much what comes behind is moved.
    fn by(&self) -> i64 {
        i64::from(self.new.end) - i64::from(self.gone.end)
    }
}

impl Renumbering {
    /// Whether all numbers are what they were.
    pub(in crate::model) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what a run makes otherwise, behind those that are known: the old numbers of what is gone, and those of what
    /// is new.
    pub(in crate::model) fn push(&mut self, gone: Range<usize>, new: Range<usize>) {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let numbers = |range: Range<usize>| number(range.start)..number(range.end);
        let (gone, new) = (numbers(gone), numbers(new));
        self.0.push(Remade { gone, new });
    }

    /// The last one behind which this number was.
    fn before(&self, number: u32) -> Option<&Remade> {
        let behind = self.0.partition_point(|remade| remade.gone.start <= number);
        behind.checked_sub(1).map(|at| &self.0[at])
    }

    /// The number that a thing has now; `None` if it is gone.
    pub(super) fn of(&self, id: MakeId) -> Option<MakeId> {
        let Some(remade) = self.before(id.0) else {
            return Some(id);
        };
        let moved = u32::try_from(i64::from(id.0) + remade.by()).ok();
        moved.filter(|_| !remade.gone.contains(&id.0)).map(MakeId)
    }

    /// Whether nothing of this number was made before.
    pub(in crate::model) fn is_new(&self, id: MakeId) -> bool {
        self.0.iter().any(|remade| remade.new.contains(&id.0))
    }

    /// Whether something in a value has another number.
    pub(super) fn concerns(&self, value: &Value) -> bool {
        let first = self.0.first();
        first.is_some_and(|first| has_thing_from(value, first.gone.start))
    }
}

/// Whether a value is, or holds, something with this number or one behind it.
fn has_thing_from(value: &Value, first: u32) -> bool {
    let within = |inner: &Value| has_thing_from(inner, first);
    match value {
        Value::Object(_, Some(made)) | Value::Made(made, _) => made.0 >= first,
        Value::Member(member) => within(&member.0),
        Value::Method(method) => within(&method.0),
        Value::Each(item) => within(item),
        Value::Any(items) | Value::Items(items) => items.iter().any(within),
        Value::Dict(entries) => entries.iter().any(|(key, value)| {
            within(key) || value.parts(Worlds::ALL).any(|(_, value)| within(value))
        }),
        _ => false,
    }
}
