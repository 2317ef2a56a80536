//! Records at another place: those of a module among a document's, and those behind an edit.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use foldhash::HashMap;

use crate::model::value::thing_numbers::Renumbering;
use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// No file that is read is as long.
pub(in crate::model) const BYTES_PER_MODULE: usize = 1 << 24;

/// By how much the numbers of functions, classes and things, and bytes, are moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Shift {
    pub(in crate::model) functions: u32,
    pub(in crate::model) classes: u32,
    pub(in crate::model) makes: u32,
    /// Numbers of things that an edit has changed.
    pub(in crate::model) renumbered: Renumbering,
    pub(in crate::model) bytes: isize,
    /// Which bytes stand at the start of something, and which at its end.
    pub(in crate::model) starts: MovedBytes,
    pub(in crate::model) ends: MovedBytes,
    /// Whether there were any that neither stay nor are moved.
    pub(in crate::model) between: Cell<bool>,
}

/// Which bytes are moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct MovedBytes {
    /// Those before this one stay.
    pub(in crate::model) stay: usize,
    /// From this one on they are moved; those between become the one before which they stay.
    pub(in crate::model) from: usize,
    /// From this one on they stay.
    pub(in crate::model) until: usize,
}

impl Default for MovedBytes {
    fn default() -> Self {
        Self {
            stay: 0,
            from: 0,
            until: usize::MAX,
        }
    }
}

impl Shift {
    /// Bytes before one of a text stay, and from another one on they are moved, as far as the text goes.
    pub(in crate::model) fn of_bytes(stay: usize, from: usize, bytes: isize) -> Self {
        Self::within(stay, from, BYTES_PER_MODULE, bytes)
    }

    /// The same, up to another one.
    pub(in crate::model) fn within(stay: usize, from: usize, until: usize, bytes: isize) -> Self {
        let part = MovedBytes { stay, from, until };
        Self {
            bytes,
            starts: part,
            ends: part,
            ..Self::default()
        }
    }

    /// Things have other numbers.
    pub(in crate::model) fn of_numbers(renumbered: Renumbering) -> Self {
        Self {
            renumbered,
            ..Self::default()
        }
    }

    pub(in crate::model) fn function(&self, id: FunctionId) -> FunctionId {
        FunctionId(id.0 + self.functions)
    }

    pub(in crate::model) fn class(&self, id: ClassId) -> ClassId {
        ClassId(id.0 + self.classes)
    }

    pub(in crate::model) fn made(&self, id: MakeId) -> MakeId {
        match self.renumbered.of(id) {
            Some(id) => MakeId(id.0 + self.makes),
            None => {
                self.between.set(true);
                MakeId::GONE
            }
        }
    }

    /// Where a byte at which something starts is then.
    pub(in crate::model) fn start(&self, byte: usize) -> usize {
        self.byte(byte, self.starts)
    }

    /// Where a byte at which something ends is then.
    pub(in crate::model) fn end(&self, byte: usize) -> usize {
        self.byte(byte, self.ends)
    }

    fn byte(&self, byte: usize, part: MovedBytes) -> usize {
        if byte >= part.until {
            byte
        } else if byte >= part.from {
            byte.saturating_add_signed(self.bytes)
        } else if byte < part.stay {
            byte
        } else {
            self.between.set(true);
            part.stay
        }
    }

    /// Where the base of something is then that starts at a byte; before the text, perhaps, if some of that is gone.
    pub(in crate::model) fn base(&self, base: usize, start: usize) -> usize {
        base.wrapping_add(self.start(start)).wrapping_sub(start)
    }

    pub(in crate::model) fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.start(range.start)..self.end(range.end)
    }

    /// Whether the numbers in a value stay what they are.
    fn keeps(&self, value: &Value) -> bool {
        self.keeps_offsets() && !self.renumbered.concerns(value)
    }

    fn keeps_numbers(&self) -> bool {
        self.keeps_offsets() && self.renumbered.is_empty()
    }

    fn keeps_offsets(&self) -> bool {
        self.functions == 0 && self.classes == 0 && self.makes == 0
    }
}

/// What can be moved. Whoever has fields takes itself apart, so that none is forgotten: see [`shiftable`].
pub(in crate::model) trait Shiftable {
    /// Moves it.
    fn shift(&mut self, shift: &Shift);
}

/// Moves each field of a record that is named behind `moves`; the others must be named behind `keeps`.
macro_rules! shiftable {
    ($type:ty { moves $($moved:ident),*; keeps $($kept:ident),* }) => {
        impl $crate::model::value::shift::Shiftable for $type {
            fn shift(&mut self, shift: &$crate::model::value::shift::Shift) {
                let Self { $($moved,)* $($kept: _,)* } = self;
                $($crate::model::value::shift::Shiftable::shift($moved, shift);)*
            }
        }
    };
}
pub(in crate::model) use shiftable;

impl Shiftable for Range<usize> {
    fn shift(&mut self, shift: &Shift) {
        *self = shift.range(self);
    }
}

impl Shiftable for FunctionId {
    fn shift(&mut self, shift: &Shift) {
        *self = shift.function(*self);
    }
}

impl Shiftable for ClassId {
    fn shift(&mut self, shift: &Shift) {
        *self = shift.class(*self);
    }
}

impl Shiftable for MakeId {
    fn shift(&mut self, shift: &Shift) {
        *self = shift.made(*self);
    }
}

/// What has no place and no number.
macro_rules! unmoved {
    ($($type:ty),*) => {
        $(impl Shiftable for $type {
            fn shift(&mut self, _: &Shift) {}
        })*
    };
}
unmoved!(Worlds, Name);

impl<T: Shiftable> Shiftable for Option<T> {
    fn shift(&mut self, shift: &Shift) {
        if let Some(inner) = self {
            inner.shift(shift);
        }
    }
}

impl<T: Shiftable> Shiftable for Box<T> {
    fn shift(&mut self, shift: &Shift) {
        (**self).shift(shift);
    }
}

impl<T: Shiftable> Shiftable for Vec<T> {
    fn shift(&mut self, shift: &Shift) {
        self.iter_mut().for_each(|record| record.shift(shift));
    }
}

impl<K, V: Shiftable> Shiftable for HashMap<K, V> {
    fn shift(&mut self, shift: &Shift) {
        self.values_mut().for_each(|record| record.shift(shift));
    }
}

impl<A: Shiftable, B: Shiftable> Shiftable for (A, B) {
    fn shift(&mut self, shift: &Shift) {
        self.0.shift(shift);
        self.1.shift(shift);
    }
}

impl<A: Shiftable, B: Shiftable, C: Shiftable> Shiftable for (A, B, C) {
    fn shift(&mut self, shift: &Shift) {
        self.0.shift(shift);
        self.1.shift(shift);
        self.2.shift(shift);
    }
}

impl Shiftable for Value {
    fn shift(&mut self, shift: &Shift) {
        if !shift.keeps(self) {
            *self = self.shifted(shift);
        }
    }
}

impl Shiftable for Partition {
    fn shift(&mut self, shift: &Shift) {
        if shift.keeps_numbers() {
            return;
        }
        let keeps = |(_, value): (Worlds, &Value)| shift.keeps(value);
        if !self.parts(Worlds::ALL).all(keeps) {
            *self = self.shifted(shift);
        }
    }
}

impl Value {
    pub(in crate::model) fn shifted(&self, shift: &Shift) -> Self {
        match self {
            Self::Function(id) => Self::Function(shift.function(*id)),
            Self::Class(id) => Self::Class(shift.class(*id)),
            Self::Object(id, made) => {
                Self::Object(shift.class(*id), made.map(|made| shift.made(made)))
            }
            Self::Made(id, class) => Self::Made(shift.made(*id), Arc::clone(class)),
            Self::Parameter(id, at) => Self::Parameter(shift.function(*id), *at),
            Self::Member(member) => {
                Self::Member(Arc::new((member.0.shifted(shift), Arc::clone(&member.1))))
            }
            Self::Any(items) => Self::Any(items.iter().map(|item| item.shifted(shift)).collect()),
            Self::Each(item) => Self::Each(Arc::new(item.shifted(shift))),
            Self::Items(items) => {
                Self::Items(items.iter().map(|item| item.shifted(shift)).collect())
            }
            Self::Dict(entries) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(key, value)| (key.shifted(shift), value.shifted(shift)));
                Self::Dict(entries.collect())
            }
            Self::Method(method) => {
                Self::Method(Arc::new((method.0.shifted(shift), Arc::clone(&method.1))))
            }
            other => other.clone(),
        }
    }
}

impl Partition {
    pub(in crate::model) fn shifted(&self, shift: &Shift) -> Self {
        self.then(Worlds::ALL, |_, value| Self::always(value.shifted(shift)))
    }
}
