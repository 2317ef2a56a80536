//! What bodies change that was there before they ran, and how it was then: so that changes can be taken back.

use std::cell::RefCell;

use foldhash::HashSet;

use crate::model::children::records::MadeObject;
use crate::model::eval::call_outcomes::CallOutcome;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::growing_lists::Lengths;
use crate::model::link::other_modules::ModuleNumber;
use crate::model::objects::self_assignments::SelfAssignment;
use crate::model::value::shift::{Shift, Shiftable, shiftable};
use crate::model::value::{ClassId, FunctionId, MakeId};
use crate::syntax::ast::Name;

/// The changes and the runs of bodies, in the order of time.
#[derive(Debug, Default)]
pub(in crate::model) struct Journal {
    /// Whether it is kept.
    on: bool,
    /// Something was changed that it cannot take back.
    pub(in crate::model) broken: bool,
    pub(in crate::model) changes: Vec<StateChange>,
    pub(in crate::model) runs: Vec<BodyRun>,
    /// How many runs are under way.
    pub(in crate::model) depth: usize,
    /// What each of them has read so far, by itself.
    reads: RefCell<Vec<Reads>>,
    /// What was read outside of all runs, by the statements of the module.
    reads_outside: RefCell<Reads>,
}

/// What a run reads of what other runs may change.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Reads {
    /// Functions, for what a call of them gives.
    pub(in crate::model) outcomes: HashSet<FunctionId>,
    /// Classes, for what their methods assign to `self`.
    pub(in crate::model) assigned: HashSet<ClassId>,
    /// Names of attributes, for whether anything is assigned to them.
    pub(in crate::model) attributes: HashSet<Name>,
}

impl Clone for Journal {
    /// A copy is there to be put together; nobody takes anything back in it.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Journal {
    /// Keeps it from now on.
    pub(in crate::model) fn start(&mut self) {
        self.on = true;
    }

    /// Somebody asks what a call of a function gives.
    pub(in crate::model) fn read_outcome(&self, id: FunctionId) {
        self.read(|reads| {
            reads.outcomes.insert(id);
        });
    }

    /// Somebody asks what the methods of a class assign to `self`.
    pub(in crate::model) fn read_assigned(&self, id: ClassId) {
        self.read(|reads| {
            reads.assigned.insert(id);
        });
    }

    /// Somebody asks whether anything is assigned to an attribute of this name.
    pub(in crate::model) fn read_attribute(&self, name: &Name) {
        self.read(|reads| {
            reads.attributes.insert(Name::clone(name));
        });
    }

    fn read(&self, note: impl FnOnce(&mut Reads)) {
        if self.on {
            match self.reads.borrow_mut().last_mut() {
                Some(reads) => note(reads),
                None => note(&mut self.reads_outside.borrow_mut()),
            }
        }
    }

    /// Whether something was read outside of all runs.
    pub(in crate::model) fn is_read_outside(&self, read: impl FnOnce(&Reads) -> bool) -> bool {
        read(&self.reads_outside.borrow())
    }

    /// Something changes that cannot be taken back.
    pub(in crate::model) fn give_up(&mut self) {
        self.broken = true;
    }
}

/// A moment to which an evaluation can go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Moment {
    pub(in crate::model) lengths: Lengths,
    pub(in crate::model) changes: usize,
    pub(in crate::model) fuel: u32,
    /// How many changes of the module's names there were, and how many of its imports of all names.
    pub(in crate::model) names: usize,
    pub(in crate::model) stars: usize,
    /// Whether annotations are lazy, and whether the module is done.
    pub(in crate::model) lazy: bool,
    pub(in crate::model) done: bool,
}

/// A run of the body of a function that sees nothing but the module.
#[derive(Clone, Debug)]
pub(in crate::model) struct BodyRun {
    pub(in crate::model) function: FunctionId,
    /// Somebody asked what a call gives; `None`: the run that notes what the body does.
    pub(in crate::model) asked: Option<CallQuestion>,
    /// How many others are around it.
    pub(in crate::model) depth: usize,
    /// What it reads, by itself.
    pub(in crate::model) reads: Reads,
    pub(in crate::model) start: Moment,
    pub(in crate::model) end: Moment,
}

/// How somebody asked what a call gives.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct CallQuestion {
    pub(in crate::model) quiet: u32,
    pub(in crate::model) busy: Vec<FunctionId>,
    pub(in crate::model) outcome: Option<CallOutcome>,
}

/// A change, with what was there before; once it is taken back, with what was there after.
#[derive(Debug)]
pub(in crate::model) enum StateChange {
    Function(FunctionId, Box<FunctionInfo>),
    Class(ClassId, Box<ClassInfo>),
    /// An assignment in the place of another one, which is kept here; or one at the end, which is once it is taken off.
    Assigned(ClassId, Option<SelfAssignment>),
    Make(MakeId, Box<MadeObject>),
    FunctionNumber(usize, Option<FunctionId>),
    MakeNumber(usize, Option<MakeId>),
    Derived((MakeId, usize), Option<MakeId>),
    Patched(String, bool),
    Place(Name, Option<ModuleNumber>),
}

shiftable!(BodyRun { moves asked; keeps function, depth, reads, start, end });
shiftable!(CallQuestion { moves outcome; keeps quiet, busy });

impl Shiftable for StateChange {
    fn shift(&mut self, shift: &Shift) {
        match self {
            Self::Function(_, info) => info.shift(shift),
            Self::Class(_, info) => info.shift(shift),
            Self::Assigned(_, kept) => kept.shift(shift),
            Self::Make(id, make) => {
                id.shift(shift);
                make.shift(shift);
            }
            Self::MakeNumber(_, id) => id.shift(shift),
            Self::Derived((of, call), id) => {
                of.shift(shift);
                *call = shift.start(*call);
                id.shift(shift);
            }
            Self::FunctionNumber(..) | Self::Patched(..) | Self::Place(..) => {}
        }
    }
}

/// Puts into a map what was there, and takes out what is.
macro_rules! swap_entry {
    ($map:expr, $key:expr, $value:expr) => {{
        let before = match $value.take() {
            Some(value) => $map.insert($key.clone(), value),
            None => $map.remove($key),
        };
        *$value = before;
    }};
}

impl StateChange {
    /// Takes the change back, or makes it again.
    pub(in crate::model) fn swap(&mut self, evaluator: &mut Evaluator<'_>) {
        match self {
            Self::Function(id, info) => {
                std::mem::swap(&mut evaluator.functions[id.0 as usize], info);
            }
            Self::Class(id, info) => std::mem::swap(&mut evaluator.classes[id.0 as usize], info),
            Self::Assigned(id, kept) => {
                let assigned = &mut evaluator.classes[id.0 as usize].assigned;
                *kept = match kept.take() {
                    Some(assignment) => assigned.note(assignment),
                    None => assigned.pop(),
                };
            }
            Self::Make(id, make) => {
                std::mem::swap(&mut evaluator.spawning.makes[id.0 as usize], make);
            }
            Self::FunctionNumber(address, id) => {
                swap_entry!(evaluator.function_ids, address, id);
            }
            Self::MakeNumber(address, id) => swap_entry!(evaluator.spawning.ids, address, id),
            Self::Derived(key, id) => swap_entry!(evaluator.spawning.derived, key, id),
            Self::Place(name, place) => swap_entry!(evaluator.outside.places, name, place),
            Self::Patched(name, was) => {
                *was = match *was {
                    true => !evaluator.patched.insert(name.clone()),
                    false => evaluator.patched.remove(name),
                };
            }
        }
    }
}

impl Evaluator<'_> {
    /// This moment.
    pub(in crate::model) fn moment(&self) -> Moment {
        Moment {
            lengths: Lengths::of(self),
            changes: self.journal.changes.len(),
            fuel: self.fuel,
            names: self.scopes[0].age(),
            stars: self.scopes[0].stars.len(),
            lazy: self.lazy_annotations,
            done: self.module_done,
        }
    }

    /// Notes that a body's run begins, if it sees nothing but the module; the place of the note.
    pub(in crate::model) fn begin_run(&mut self, id: FunctionId) -> Option<usize> {
        if self.functions[id.0 as usize].depth != 1 {
            return None;
        }
        if !self.journal.on {
            return None;
        }
        let asked = (self.quiet > 0).then(|| CallQuestion {
            quiet: self.quiet,
            busy: self.busy.clone(),
            outcome: None,
        });
        let now = self.moment();
        self.journal.runs.push(BodyRun {
            function: id,
            asked,
            depth: self.journal.depth,
            reads: Reads::default(),
            start: now,
            end: now,
        });
        self.journal.depth += 1;
        self.journal.reads.get_mut().push(Reads::default());
        Some(self.journal.runs.len() - 1)
    }

    /// Notes that it ends, and what it gives.
    pub(in crate::model) fn end_run(
        &mut self,
        begun: Option<usize>,
        outcome: Option<&CallOutcome>,
    ) {
        let Some(at) = begun else { return };
        let now = self.moment();
        self.journal.depth -= 1;
        let run = &mut self.journal.runs[at];
        run.end = now;
        run.reads = self.journal.reads.get_mut().pop().unwrap_or_default();
        if let Some(asked) = &mut run.asked {
            asked.outcome = outcome.cloned();
        }
    }

    fn keep_change(&mut self, change: impl FnOnce(&Self) -> StateChange) {
        if self.journal.on {
            let change = change(self);
            self.journal.changes.push(change);
        }
    }

    /// A function that is to be changed.
    pub(in crate::model) fn function_mut(&mut self, id: FunctionId) -> &mut FunctionInfo {
        self.keep_change(|this| {
            let info = this.functions[id.0 as usize].clone();
            StateChange::Function(id, Box::new(info))
        });
        &mut self.functions[id.0 as usize]
    }

    /// A class that is to be changed.
    pub(in crate::model) fn class_mut(&mut self, id: ClassId) -> &mut ClassInfo {
        self.keep_change(|this| {
            let info = this.classes[id.0 as usize].clone();
            StateChange::Class(id, Box::new(info))
        });
        &mut self.classes[id.0 as usize]
    }

    /// Notes what a method assigns to `self`; a body may be evaluated more than once.
    pub(in crate::model) fn note_assigned(&mut self, id: ClassId, assignment: SelfAssignment) {
        let before = self.classes[id.0 as usize].assigned.note(assignment);
        self.keep_change(|_| StateChange::Assigned(id, before));
    }

    pub(in crate::model) fn note_patched(&mut self, name: String) {
        if self.patched.insert(name.clone()) {
            self.keep_change(|_| StateChange::Patched(name, false));
        }
    }

    pub(in crate::model) fn note_place(&mut self, module: &Name, place: Option<usize>) {
        self.outside
            .places
            .insert(Name::clone(module), ModuleNumber(place));
        self.keep_change(|_| StateChange::Place(Name::clone(module), None));
    }

    /// Gives the tree at this address a number.
    pub(in crate::model) fn number_function(&mut self, address: usize, id: FunctionId) {
        self.function_ids.insert(address, id);
        self.keep_change(|_| StateChange::FunctionNumber(address, None));
    }

    /// The number of what the expression at this address makes; the next one if it is new.
    pub(in crate::model) fn number_of_make(&mut self, address: usize) -> MakeId {
        if let Some(id) = self.spawning.ids.get(&address) {
            return *id;
        }
        let next = self.next_make();
        self.spawning.ids.insert(address, next);
        self.keep_change(|_| StateChange::MakeNumber(address, None));
        next
    }

    /// The number of what a call makes of something.
    pub(in crate::model) fn number_of_derived(&mut self, of: MakeId, call: usize) -> MakeId {
        if let Some(id) = self.spawning.derived.get(&(of, call)) {
            return *id;
        }
        let next = self.next_make();
        self.spawning.derived.insert((of, call), next);
        self.keep_change(|_| StateChange::Derived((of, call), None));
        next
    }

    fn next_make(&self) -> MakeId {
        MakeId(u32::try_from(self.spawning.makes.len()).unwrap_or(u32::MAX))
    }

    /// Notes what is made, in the place of what was made there before.
    pub(in crate::model) fn put_make(&mut self, id: MakeId, make: MadeObject) {
        match self.spawning.makes.get_mut(id.0 as usize) {
            Some(known) => {
                let before = std::mem::replace(known, make);
                self.keep_change(|_| StateChange::Make(id, Box::new(before)));
            }
            None => self.spawning.makes.push(make),
        }
    }
}
