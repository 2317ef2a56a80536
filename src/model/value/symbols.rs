//! Values that are not known yet: what a function is given, until a call of it says what that is.

use std::sync::Arc;

use crate::limits::reached;
use crate::model::value::merged_options::resolved;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::world::Worlds;

/// Values nested deeper than this are not looked into.
const MAX_SYMBOL_DEPTH: u32 = 6;

impl FunctionId {
    /// The one at this place.
    pub(in crate::model) fn at(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

impl ClassId {
    /// The one at this place.
    pub(in crate::model) fn at(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

impl Value {
    /// Whether nothing is known of it here, though a call may say what it is.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Unknown
            | Self::Falsy
            | Self::Perhaps(_)
            | Self::Imported(_)
            | Self::Parameter(..)
            | Self::Member(_) => true,
            Self::Any(_) => !self.is_callable(),
            _ => false,
        }
    }

    /// Calls `visit` with every parameter, and everything that is made somewhere, in the value.
    pub(in crate::model) fn each_symbol(&self, visit: &mut dyn FnMut(&Self)) {
        self.each_symbol_within(visit, MAX_SYMBOL_DEPTH);
    }

    fn each_symbol_within(&self, visit: &mut dyn FnMut(&Self), depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            reached("nested values");
            return;
        };
        match self {
            Self::Parameter(..) | Self::Made(..) | Self::Object(_, Some(_)) => visit(self),
            Self::Member(member) => member.0.each_symbol_within(visit, depth),
            Self::Each(item) => item.each_symbol_within(visit, depth),
            Self::Items(items) => {
                items
                    .iter()
                    .for_each(|item| item.each_symbol_within(visit, depth));
            }
            Self::Dict(entries) => {
                for (_, value) in entries.iter() {
                    let parts = value.parts(Worlds::ALL);
                    parts.for_each(|(_, value)| value.each_symbol_within(visit, depth));
                }
            }
            _ => {}
        }
    }

    /// The value with what `known` says in the place of each symbol; what it leaves open stays.
    pub(in crate::model) fn replaced(
        &self,
        worlds: Worlds,
        known: &mut dyn FnMut(Worlds, &Self) -> Option<Partition>,
    ) -> Partition {
        self.replaced_within(worlds, known, MAX_SYMBOL_DEPTH)
    }

    fn replaced_within(
        &self,
        worlds: Worlds,
        known: &mut dyn FnMut(Worlds, &Self) -> Option<Partition>,
        depth: u32,
    ) -> Partition {
        let same = || Partition::always(self.clone());
        let Some(depth) = depth.checked_sub(1) else {
            reached("nested values");
            return same();
        };
        match self {
            Self::Parameter(..) | Self::Member(_) | Self::Made(..) | Self::Object(_, Some(_)) => {
                known(worlds, self).unwrap_or_else(same)
            }
            Self::Each(item) => {
                let item = item.replaced_within(worlds, known, depth);
                item.then(worlds, |_, item| match item {
                    Self::Unknown => Partition::UNKNOWN,
                    item => Partition::always(Self::Each(Arc::new(item.clone()))),
                })
            }
            Self::Items(items) => {
                let items = items.iter().map(|item| {
                    let item = item.replaced_within(worlds, known, depth);
                    item.single(worlds).cloned().unwrap_or(Self::Unknown)
                });
                Partition::always(Self::Items(items.collect()))
            }
            Self::Dict(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let value = value.then(worlds, |worlds, value| {
                        value.replaced_within(worlds, known, depth)
                    });
                    (key.clone(), value)
                });
                let entries = resolved(entries.collect(), worlds);
                Partition::always(Self::Dict(entries.into()))
            }
            _ => same(),
        }
    }
}

impl Partition {
    /// Each part with what `known` says in the place of its symbols.
    pub(in crate::model) fn replaced(
        &self,
        within: Worlds,
        known: &mut dyn FnMut(Worlds, &Value) -> Option<Self>,
    ) -> Self {
        self.then(within, |worlds, value| value.replaced(worlds, known))
    }
}
