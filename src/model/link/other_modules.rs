//! Other modules' functions and classes among those of the document, brought in when it uses them.
//!
//! Their numbers are moved behind the document's, and so are their bytes: each module's start at a
//! multiple of [`BYTES_PER_MODULE`], where no document ends.

use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::finding::Location;
use crate::limits::reached;
use crate::model::children::records::Spawn;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::link::call_sites::FunctionUse;
use crate::model::objects::attribute_values::Held;
use crate::model::summary::calls::ImportedCall;
use crate::model::summary::definitions::Definitions;
use crate::model::value::shift::{BYTES_PER_MODULE, Shift, Shiftable};
use crate::model::value::{CALLED, ClassId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// How many modules are brought in at most.
const MAX_OTHER_MODULES: usize = 24;
/// Through how many modules a name is followed at most.
const MAX_MODULES_PER_NAME: u32 = 6;

/// What was brought in.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Outside {
    /// Nothing is: a module is looked at for what it says itself.
    pub(in crate::model) alone: bool,
    /// The document has to do with child processes, by itself or by what it imports.
    pub(in crate::model) minds_children: bool,
    /// Modules that the document imports while it is imported itself.
    pub(in crate::model) imports: Vec<Name>,
    /// What names of the document are that it takes from other modules: the module, and the name there.
    pub(in crate::model) taken: HashMap<Name, (Name, Name)>,
    /// Where each module is, by name.
    pub(in crate::model) places: HashMap<Name, ModuleNumber>,
    pub(in crate::model) modules: Vec<Module>,
    /// Children that functions of other modules start.
    pub(in crate::model) spawns: Vec<Spawn>,
    /// What modules that import the document use of it and of each other.
    pub(in crate::model) importer_uses: Vec<FunctionUse>,
    /// The module that is brought in imports the document.
    pub(in crate::model) is_importer: bool,
    /// Their calls of functions of further modules.
    pub(in crate::model) calls: Vec<ImportedCall>,
}

/// Where a module is, if it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::model) struct ModuleNumber(pub(in crate::model) Option<usize>);

/// A module, and where it is among what belongs to the document.
#[derive(Clone, Debug)]
pub(in crate::model) struct Module {
    definitions: Arc<Definitions>,
    shift: Shift,
}

impl PartialEq for Module {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.definitions, &other.definitions) && self.shift == other.shift
    }
}

impl Shiftable for Module {
    /// Other modules stay where they are.
    fn shift(&mut self, _: &Shift) {}
}

/// Whether a place is in another module.
pub(crate) fn is_outside(range: &Range<usize>) -> bool {
    range.start >= BYTES_PER_MODULE
}

/// Whether two bytes are in the same module.
pub(crate) fn same_module(one: usize, other: usize) -> bool {
    one / BYTES_PER_MODULE == other / BYTES_PER_MODULE
}

/// The modules that places can be in.
#[derive(Debug, Default)]
pub(crate) struct ModulePlaces(Vec<Arc<Definitions>>);

impl ModulePlaces {
    /// Where a place is.
    pub(crate) fn of(&self, range: &Range<usize>) -> Location {
        let module = range.start / BYTES_PER_MODULE;
        let definitions = module.checked_sub(1).and_then(|at| self.0.get(at));
        match definitions {
            Some(definitions) => {
                let start = module * BYTES_PER_MODULE;
                definitions.place(&(range.start - start..range.end.saturating_sub(start)))
            }
            None => Location::Here(range.clone()),
        }
    }
}

impl Outside {
    /// What a module that was brought in imports while it is imported itself.
    pub(in crate::model) fn imports_of(&self, place: usize) -> Vec<Name> {
        self.modules[place].definitions.imports.clone()
    }

    /// Words in the code of other modules that turn on something.
    pub(in crate::model) fn words(&self) -> HashSet<Name> {
        let modules = self.modules.iter();
        let words = modules.flat_map(|module| &module.definitions.words);
        words.cloned().collect()
    }

    pub(in crate::model) fn places(&self) -> ModulePlaces {
        let modules = self.modules.iter();
        ModulePlaces(
            modules
                .map(|module| Arc::clone(&module.definitions))
                .collect(),
        )
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
            Value::Imported(name) => self.imported(&name.0, &name.1, MAX_MODULES_PER_NAME),
            Value::Member(member) if named(part) && &*member.1 == CALLED => {
                let function = self.known(Partition::always(member.0.clone()));
                // Nothing is bound where nobody looks: in worlds that are no target.
                function.then(Worlds::ALL, |_, function| match function {
                    Value::Class(id) => Partition::always(Value::Object(*id, None)),
                    Value::Function(id) => self.outcome(*id).value,
                    _ => Partition::UNKNOWN,
                })
            }
            other => Partition::always(other.clone()),
        })
    }

    fn imported(&mut self, module: &Name, name: &Name, depth: u32) -> Partition {
        if self.surroundings.module_name() == Some(&**module) {
            let own = self.scopes.first();
            let value = own.and_then(|scope| scope.environment.get(name));
            return value.cloned().unwrap_or_default();
        }
        let same = || Partition::always(Value::Imported(Arc::new((module.clone(), name.clone()))));
        // A document that has nothing to do with child processes need not know.
        let depth = depth.checked_sub(1).filter(|_| self.outside.minds_children);
        let (Some(depth), Some(at)) = (depth, self.bring(module)) else {
            return same();
        };
        let Module { definitions, shift } = &self.outside.modules[at];
        let Some(value) = definitions.names.get(name) else {
            return same();
        };
        let value = value.shifted(shift);
        value.then(Worlds::ALL, |_, value| match value {
            Value::Imported(further) => self.imported(&further.0, &further.1, depth),
            known => Partition::always(known.clone()),
        })
    }

    /// Notes that a module is imported while the document is.
    pub(in crate::model) fn note_import(&mut self, module: &str) {
        if self.owner.is_none() && !self.called {
            self.outside.imports.push(module.into());
        }
    }

    /// The place at which one of the document's imports fixes the default start method.
    pub(in crate::model) fn fixed_by_import(&mut self) -> Option<(Worlds, Range<usize>)> {
        self.fixed_by(self.outside.imports.clone())
    }

    /// The place at which one of these modules, or what it imports, does.
    pub(in crate::model) fn fixed_by(
        &mut self,
        mut due: Vec<Name>,
    ) -> Option<(Worlds, Range<usize>)> {
        for _ in 0..MAX_MODULES_PER_NAME {
            let mut next = Vec::new();
            for module in &due {
                let Some(at) = self.bring(module) else {
                    continue;
                };
                let Module { definitions, shift } = &self.outside.modules[at];
                if let Some((worlds, range)) = definitions.fixed.first() {
                    return Some((*worlds, shift.range(range)));
                }
                next.extend(definitions.imports.iter().cloned());
            }
            due = next;
        }
        if !due.is_empty() {
            reached("modules between a module and its start method");
        }
        None
    }

    pub(in crate::model) fn bring(&mut self, module: &Name) -> Option<usize> {
        if let Some(known) = self.outside.places.get(module) {
            return known.0;
        }
        let minds = self.outside.minds_children;
        let may = !self.outside.alone && self.outside.modules.len() < MAX_OTHER_MODULES;
        if !may && !self.outside.alone {
            reached("modules whose children are looked at");
        }
        let definitions = may.then(|| self.surroundings.definitions(module, minds));
        let place = self.outside.modules.len();
        let found = definitions.flatten();
        let known = found.is_some().then_some(place);
        self.note_place(module, known);
        if let Some(definitions) = found {
            self.add(module, &definitions, place);
        }
        known
    }

    fn add(&mut self, module: &Name, definitions: &Arc<Definitions>, place: usize) {
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let shift = Shift {
            functions: number(self.functions.len()),
            classes: number(self.classes.len()),
            makes: number(self.spawning.makes.len()),
            bytes: isize::try_from((place + 1) * BYTES_PER_MODULE).unwrap_or(isize::MAX),
            ..Shift::default()
        };
        let first_make = shift.makes as usize;
        let moved = ShiftedRecords(&shift);
        let (functions, classes) = (&definitions.functions, &definitions.classes);
        self.spawning.makes.extend(moved.all(&definitions.makes));
        self.functions.extend(moved.all(functions).map(|mut info| {
            info.depth = usize::MAX;
            info
        }));
        self.classes.extend(moved.all(classes));
        let spawns = moved.all(&definitions.spawns);
        let spawns = spawns.filter(|spawn| spawn.owner.is_some());
        self.outside.spawns.extend(spawns);
        self.spawning
            .awaiting
            .extend(moved.all(&definitions.awaiting));
        let calls = moved.all(&definitions.calls);
        let calls = calls.filter(|call| call.owner.is_some());
        self.spawning.calls.extend(calls);
        let is_importer = self.outside.is_importer;
        let calls = moved.all(&definitions.imported_calls);
        let calls = calls.filter(|call| call.call.owner.is_some() || is_importer);
        self.outside.calls.extend(calls.map(|mut call| {
            call.by_importer = is_importer;
            call
        }));
        let uses = moved.all(&definitions.uses);
        let uses =
            uses.filter(|usage| usage.owner.is_some() || is_importer && usage.guard == Guard::Main);
        match is_importer {
            true => self.outside.importer_uses.extend(uses),
            false => self.function_uses.extend(uses),
        }
        let first_raise = self.spawning.raises.len();
        self.spawning.raises.extend(moved.all(&definitions.raises));
        let own = self.surroundings.module_name().map(Name::from);
        let globals = moved.all(&definitions.globals);
        let globals = globals.map(|global| global.in_module(module, own.as_ref()));
        self.spawning.globals.extend(globals);
        let stored = moved.all(&definitions.stored);
        let stored = stored.map(|item| item.in_module(module, own.as_ref()));
        self.spawning.stored.extend(stored);
        self.spawning
            .self_uses
            .extend(moved.all(&definitions.self_uses));
        let threads = moved.all(&definitions.threads);
        let threads = threads.filter(|thread| thread.owner.is_some());
        self.spawning.threads.extend(threads);
        self.spawning
            .thread_ends
            .extend(moved.all(&definitions.thread_ends));
        let first_event = self.events.len();
        self.events.extend(moved.all(&definitions.events));
        let first = shift.classes as usize;
        self.outside.modules.push(Module {
            definitions: Arc::clone(definitions),
            shift,
        });
        self.complete_classes(first);
        self.complete_events(first_event);
        self.complete_raises(first_raise);
        self.complete_decorated(first_make);
    }

    /// Puts the classes and instances of further modules into classes that were brought in.
    fn complete_classes(&mut self, first: usize) {
        for at in first..self.classes.len() {
            let class = ClassId::at(at);
            let bases = std::mem::take(&mut self.class_mut(class).imported_bases);
            for base in bases {
                let base = self.known(Partition::always(base));
                let mut parts = base.parts(Worlds::ALL);
                let base = parts.find_map(|(_, base)| match base {
                    Value::Class(base) => Some(*base),
                    _ => None,
                });
                self.class_mut(class).bases.extend(base);
            }
            let mut assigned = self.classes[at].assigned.clone();
            for value in assigned.values_mut() {
                *value = self.known(std::mem::take(value));
            }
            self.class_mut(class).assigned = assigned;
        }
    }

    /// Puts the objects of further modules' classes into what happens to objects of those brought in.
    fn complete_events(&mut self, first: usize) {
        for at in first..self.events.len() {
            let mut action = self.events[at].action.clone();
            for held in action.held() {
                self.complete_held(held);
            }
            self.events[at].action = action;
        }
    }

    fn complete_held(&mut self, held: &mut Held) {
        match held {
            Held::Value(value) => *value = self.known(std::mem::take(value)),
            Held::Parameter(_) => {}
            Held::Or(first, second) => {
                self.complete_held(first);
                self.complete_held(second);
            }
        }
    }
}

/// Records of a module among those of the document.
struct ShiftedRecords<'s>(&'s Shift);

impl ShiftedRecords<'_> {
    fn all<T: Shiftable + Clone>(&self, records: &[T]) -> impl Iterator<Item = T> {
        records.iter().map(|record| {
            let mut record = record.clone();
            record.shift(self.0);
            record
        })
    }
}
