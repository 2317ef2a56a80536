//! What a run changes of what was there before it: as it was before, and as it is now.

use std::hash::Hash;

use foldhash::{HashMap, HashSet};

use crate::model::children::records::MadeObject;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::growing_lists::Lengths;
use crate::model::eval::journal::StateChange;
use crate::model::link::other_modules::ModuleNumber;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::thing_numbers::Renumbering;
use crate::model::value::{ClassId, FunctionId, MakeId};
use crate::syntax::ast::Name;

/// What changes are about that was there before them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunChanges {
    pub(super) functions: HashMap<FunctionId, FunctionInfo>,
    pub(super) classes: HashMap<ClassId, ClassInfo>,
    pub(super) makes: HashMap<MakeId, MadeObject>,
    pub(super) patched: HashMap<String, bool>,
    pub(super) places: HashMap<Name, Option<ModuleNumber>>,
    /// Classes whose methods assign something to `self`.
    pub(super) assigned: HashSet<ClassId>,
}

impl RunChanges {
    /// What changes are about, as it was before them.
    pub(super) fn before(changes: &[StateChange], start: &Lengths) -> Self {
        let mut before = Self::default();
        // Of several changes of one thing the first one knows what was before.
        for change in changes {
            match change {
                StateChange::Function(id, info) if (id.0 as usize) < start.functions => {
                    let known = before.functions.entry(*id);
                    known.or_insert_with(|| (**info).clone());
                }
                StateChange::Class(id, info) if (id.0 as usize) < start.classes => {
                    let known = before.classes.entry(*id);
                    known.or_insert_with(|| (**info).clone());
                }
                StateChange::Make(id, make) if (id.0 as usize) < start.makes => {
                    let known = before.makes.entry(*id);
                    known.or_insert_with(|| (**make).clone());
                }
                StateChange::Patched(name, was) => {
                    before.patched.entry(name.clone()).or_insert(*was);
                }
                StateChange::Place(name, place) => {
                    let known = before.places.entry(Name::clone(name));
                    known.or_insert(*place);
                }
                StateChange::Assigned(id, ..) if (id.0 as usize) < start.classes => {
                    before.assigned.insert(*id);
                }
                StateChange::Function(..)
                | StateChange::Class(..)
                | StateChange::Assigned(..)
                | StateChange::Make(..)
                | StateChange::FunctionNumber(..)
                | StateChange::MakeNumber(..)
                | StateChange::Derived(..) => {}
            }
        }
        before
    }

    /// Adds what others were that are not known here.
    pub(super) fn add(&mut self, others: Self) {
        let Self {
            functions,
            classes,
            makes,
            patched,
            places,
            assigned: _,
        } = others;
        add_unknown(&mut self.functions, functions);
        add_unknown(&mut self.classes, classes);
        add_unknown(&mut self.makes, makes);
        add_unknown(&mut self.patched, patched);
        add_unknown(&mut self.places, places);
    }

    /// The same where things have other numbers, without those that are gone.
    pub(super) fn renumber(&mut self, renumbering: &Renumbering) {
        if renumbering.is_empty() {
            return;
        }
        let shift = Shift::of_numbers(renumbering.clone());
        self.shift(&shift);
        let makes = std::mem::take(&mut self.makes).into_iter();
        let makes = makes.map(|(id, make)| (shift.made(id), make));
        self.makes = makes.filter(|(id, _)| *id != MakeId::GONE).collect();
    }

    /// The same things as they are now.
    pub(super) fn now(&self, evaluator: &Evaluator<'_>) -> Self {
        let functions = self.functions.keys();
        let classes = self.classes.keys().chain(&self.assigned);
        let makes = self.makes.keys();
        Self {
            functions: functions
                .map(|id| (*id, evaluator.functions[id.0 as usize].clone()))
                .collect(),
            classes: classes
                .map(|id| (*id, evaluator.classes[id.0 as usize].clone()))
                .collect(),
            makes: makes
                .map(|id| (*id, evaluator.spawning.makes[id.0 as usize].clone()))
                .collect(),
            patched: self
                .patched
                .keys()
                .map(|name| (name.clone(), evaluator.patched.contains(name)))
                .collect(),
            places: self
                .places
                .keys()
                .map(|name| {
                    let place = evaluator.outside.places.get(name).copied();
                    (Name::clone(name), place)
                })
                .collect(),
            assigned: self.assigned.clone(),
        }
    }
}

/// Adds what others were that are not known yet.
pub(super) fn add_unknown<K: Eq + Hash, V>(known: &mut HashMap<K, V>, others: HashMap<K, V>) {
    for (key, value) in others {
        known.entry(key).or_insert(value);
    }
}

impl Shiftable for RunChanges {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            functions,
            classes,
            makes,
            patched: _,
            places: _,
            assigned: _,
        } = self;
        functions.shift(shift);
        classes.shift(shift);
        makes.shift(shift);
    }
}
