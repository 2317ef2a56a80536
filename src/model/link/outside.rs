//! Other modules' functions and classes among those of the document, brought in when it uses them.
//!
//! Their numbers are moved behind the document's, and so are their bytes: each module's start at a
//! multiple of [`BYTES`], where no document ends.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Place;
use crate::model::children::records::{Handed, Spawn};
use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::calls::{Call, ImportedCall, Passed};
use crate::model::summary::definitions::Definitions;
use crate::model::value::shifted::Shift;
use crate::model::value::{CALLED, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// No file that is read is as long.
const BYTES: usize = 1 << 24;
/// So many modules are brought in at most.
const MOST: usize = 24;
/// A name is followed through so many modules at most.
const DEPTH: u32 = 6;

/// What was brought in.
#[derive(Debug, Default)]
pub(in crate::model) struct Outside {
    /// Nothing is: a module is looked at for what it says itself.
    pub(in crate::model) alone: bool,
    /// The document has to do with child processes, by itself or by what it imports.
    pub(in crate::model) minds_children: bool,
    /// Modules that the document imports while it is imported itself.
    pub(in crate::model) imports: Vec<Name>,
    /// Where each module is, by name.
    places: HashMap<Name, Option<usize>>,
    modules: Vec<(Arc<Definitions>, Shift)>,
    /// Children that functions of other modules start.
    pub(in crate::model) spawns: Vec<Spawn>,
    /// Their calls of functions of further modules.
    calls: Vec<ImportedCall>,
}

/// Whether a place is in another module.
pub(crate) fn is_outside(range: &Range<usize>) -> bool {
    range.start >= BYTES
}

/// The modules that places can be in.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<Arc<Definitions>>);

impl Places {
    /// Where a place is.
    pub(crate) fn of(&self, range: &Range<usize>) -> Place {
        let module = range.start / BYTES;
        let definitions = module.checked_sub(1).and_then(|at| self.0.get(at));
        match definitions {
            Some(definitions) => {
                let start = module * BYTES;
                definitions.place(&(range.start - start..range.end.saturating_sub(start)))
            }
            None => Place::Here(range.clone()),
        }
    }
}

impl Outside {
    pub(in crate::model) fn places(&self) -> Places {
        let modules = self.modules.iter();
        Places(modules.map(|(module, _)| Arc::clone(module)).collect())
    }
}

impl Evaluator<'_> {
    /// The value with what other modules define in the place of their names.
    pub(in crate::model) fn known(&mut self, value: Partition) -> Partition {
        let named = |value: &Value| match value {
            Value::Imported(_) => true,
            Value::Member(member) => matches!(member.0, Value::Imported(_)),
            _ => false,
        };
        if self.outside.alone || !value.parts(Worlds::ALL).any(|(_, value)| named(value)) {
            return value;
        }
        value.then(Worlds::ALL, |_, part| match part {
            Value::Imported(name) => self.imported(&name.0, &name.1, DEPTH),
            Value::Member(member) if named(part) && &*member.1 == CALLED => {
                let function = self.known(Partition::always(member.0.clone()));
                match function.single(self.reach) {
                    Some(Value::Class(id)) => Partition::always(Value::Object(*id, None)),
                    Some(Value::Function(id)) => self.outcome(*id).value,
                    _ => Partition::UNKNOWN,
                }
            }
            other => Partition::always(other.clone()),
        })
    }

    fn imported(&mut self, module: &Name, name: &Name, depth: u32) -> Partition {
        let same = || Partition::always(Value::Imported(Arc::new((module.clone(), name.clone()))));
        // Who has nothing to do with child processes need not know.
        let depth = depth.checked_sub(1).filter(|_| self.outside.minds_children);
        let (Some(depth), Some(at)) = (depth, self.bring(module)) else {
            return same();
        };
        let (definitions, shift) = &self.outside.modules[at];
        let Some(value) = definitions.names.get(name) else {
            return same();
        };
        let value = value.shifted(shift);
        match value.single(self.reach) {
            Some(Value::Imported(further)) => self.imported(&further.0, &further.1, depth),
            _ => value,
        }
    }

    /// Notes that a module is imported while the document is.
    pub(in crate::model) fn note_import(&mut self, module: &str) {
        if self.owner.is_none() && !self.called {
            self.outside.imports.push(module.into());
        }
    }

    /// The place at which one of the document's imports fixes the default start method.
    pub(in crate::model) fn fixed_by_import(&mut self) -> Option<(Worlds, Range<usize>)> {
        let mut due = self.outside.imports.clone();
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for module in &due {
                let Some(at) = self.bring(module) else {
                    continue;
                };
                let (definitions, shift) = &self.outside.modules[at];
                if let Some((worlds, range)) = definitions.fixed.first() {
                    return Some((*worlds, shift.range(range)));
                }
                next.extend(definitions.imports.iter().cloned());
            }
            due = next;
        }
        None
    }

    fn bring(&mut self, module: &Name) -> Option<usize> {
        if let Some(known) = self.outside.places.get(module) {
            return *known;
        }
        let minds = self.outside.minds_children;
        let may = !self.outside.alone && self.outside.modules.len() < MOST;
        let definitions = may.then(|| self.surroundings.definitions(module, minds));
        let place = self.outside.modules.len();
        let found = definitions.flatten();
        let known = found.is_some().then_some(place);
        self.outside.places.insert(Name::clone(module), known);
        if let Some(definitions) = found {
            self.add(&definitions, place);
        }
        known
    }

    fn add(&mut self, definitions: &Arc<Definitions>, place: usize) {
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let shift = Shift {
            functions: number(self.functions.len()),
            classes: number(self.classes.len()),
            makes: number(self.spawning.makes.len()),
            bytes: (place + 1) * BYTES,
        };
        self.outside.modules.push((Arc::clone(definitions), shift));
        for make in &definitions.makes {
            let mut make = make.clone();
            make.range = shift.range(&make.range);
            for (_, value) in &mut make.arguments {
                *value = value.shifted(&shift);
            }
            self.spawning.makes.push(make);
        }
        for info in &definitions.functions {
            let mut info = info.clone();
            info.base += shift.bytes;
            info.class = info.class.map(|class| shift.class(class));
            info.depth = usize::MAX;
            if let Some(outcome) = &mut info.outcome {
                outcome.value = outcome.value.shifted(&shift);
            }
            self.functions.push(info);
        }
        for info in &definitions.classes {
            let mut info = info.clone();
            info.place = shift.range(&info.place);
            info.bases
                .iter_mut()
                .for_each(|base| *base = shift.class(*base));
            for value in info.attributes.values_mut() {
                *value = value.shifted(&shift);
            }
            info.assigned = info.assigned.moved(|assigned| {
                assigned.value = assigned.value.shifted(&shift);
                assigned.range = shift.range(&assigned.range);
                assigned.owner = assigned.owner.map(|owner| shift.function(owner));
            });
            for field in info.fields.iter_mut().flatten() {
                field.range = shift.range(&field.range);
                field.default = field.default.as_ref().map(|value| value.shifted(&shift));
            }
            self.classes.push(info);
        }
        let spawns = definitions.spawns.iter().filter(|one| one.owner.is_some());
        let spawns = spawns.map(|one| shifted(one, &shift));
        self.outside.spawns.extend(spawns);
        let awaiting = definitions.awaiting.iter().map(|one| shifted(one, &shift));
        self.spawning.awaiting.extend(awaiting);
        let calls = definitions.calls.iter().filter(|one| one.owner.is_some());
        let calls = calls.map(|one| shifted_call(one, &shift));
        self.spawning.calls.extend(calls);
        for call in &definitions.imported_calls {
            let mut call = call.clone();
            call.call = shifted_call(&call.call, &shift);
            call.site = call.site.shifted(&shift);
            self.outside.calls.push(call);
        }
        let uses = definitions.uses.iter().filter(|one| one.owner.is_some());
        let uses = uses.map(|one| one.shifted(&shift));
        self.function_uses.extend(uses);
        let events = definitions.events.iter();
        self.events.extend(events.map(|one| one.shifted(&shift)));
        self.complete_classes(shift.classes as usize);
    }

    /// Puts the classes and instances of further modules into classes that were brought in.
    fn complete_classes(&mut self, first: usize) {
        for at in first..self.classes.len() {
            let bases = std::mem::take(&mut self.classes[at].imported_bases);
            for base in bases {
                let base = self.known(Partition::always(base));
                if let Some(Value::Class(base)) = base.single(self.reach) {
                    let base = *base;
                    self.classes[at].bases.push(base);
                }
            }
            let mut assigned = std::mem::take(&mut self.classes[at].assigned);
            for value in assigned.values_mut() {
                *value = self.known(std::mem::take(value));
            }
            self.classes[at].assigned = assigned;
        }
    }

    /// Lets calls of further modules' functions count that functions of other modules make.
    pub(in crate::model) fn follow_imported_calls(&mut self) {
        while let Some(one) = self.outside.calls.pop() {
            let callee = self.known(Partition::always(one.callee.clone()));
            let Some(callee) = callee.single(one.call.worlds).cloned() else {
                continue;
            };
            let (callee, filled) = match &callee {
                Value::Function(id) => (*id, 0),
                Value::Class(id) => match self.initialiser(*id) {
                    Some(id) => (id, 1),
                    None => continue,
                },
                _ => continue,
            };
            self.function_uses.push(one.site.of_function(callee));
            self.spawning.calls.push(Call {
                callee,
                filled,
                ..one.call
            });
        }
    }
}

fn shifted(spawn: &Spawn, shift: &Shift) -> Spawn {
    let mut spawn = spawn.clone();
    spawn.range = shift.range(&spawn.range);
    spawn.statement = shift.range(&spawn.statement);
    spawn.owner = spawn.owner.map(|owner| shift.function(owner));
    spawn.subject = spawn.subject.shifted(shift);
    spawn.needs = spawn.needs.map(|needs| needs.shifted(shift));
    spawn.receiver = spawn.receiver.map(|receiver| receiver.shifted(shift));
    spawn.worker = spawn.worker.map(|worker| shifted_handed(&worker, shift));
    let given = spawn.given.iter();
    spawn.given = given.map(|given| shifted_handed(given, shift)).collect();
    spawn
}

fn shifted_handed(handed: &Handed, shift: &Shift) -> Handed {
    Handed {
        range: shift.range(&handed.range),
        value: handed.value.shifted(shift),
        bound: handed.bound.as_ref().map(|bound| bound.shifted(shift)),
        ..handed.clone()
    }
}

fn shifted_call(call: &Call, shift: &Shift) -> Call {
    let passed = call.passed.iter().map(|one| Passed {
        kind: one.kind.clone(),
        handed: shifted_handed(&one.handed, shift),
    });
    Call {
        callee: shift.function(call.callee),
        passed: passed.collect(),
        range: shift.range(&call.range),
        statement: shift.range(&call.statement),
        owner: call.owner.map(|owner| shift.function(owner)),
        ..call.clone()
    }
}
