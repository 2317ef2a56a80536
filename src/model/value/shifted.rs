//! Values of another module as they are among those of the document.

use std::sync::Arc;

use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::world::Worlds;

/// By how much the numbers of a module's functions, classes and things, and its bytes, are moved.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::model) struct Shift {
    pub(in crate::model) functions: u32,
    pub(in crate::model) classes: u32,
    pub(in crate::model) makes: u32,
    pub(in crate::model) bytes: usize,
}

impl Shift {
    pub(in crate::model) fn function(&self, id: FunctionId) -> FunctionId {
        FunctionId(id.0 + self.functions)
    }

    pub(in crate::model) fn class(&self, id: ClassId) -> ClassId {
        ClassId(id.0 + self.classes)
    }

    pub(in crate::model) fn made(&self, id: MakeId) -> MakeId {
        MakeId(id.0 + self.makes)
    }

    pub(in crate::model) fn range(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        range.start + self.bytes..range.end + self.bytes
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
            Self::Each(item) => Self::Each(Arc::new(item.shifted(shift))),
            Self::Items(items) => Self::Items(items.iter().map(|one| one.shifted(shift)).collect()),
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
