//! Classes: what their bodies bind, and what their methods assign to `self`.

use std::sync::Arc;

use foldhash::HashMap;

use crate::model::children::start_methods::{Methods, process_base};
use crate::model::eval::decorators::{left_by_base, refused_by_flag};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::eval::platform_words::is_for_one_platform;
use crate::model::eval::scopes::ScopeKind;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::link::call_sites::Used;
use crate::model::link::other_modules::is_outside;
use crate::model::objects::generated_init::Field;
use crate::model::objects::self_assignments::{SelfAssignment, SelfAssignments, assignments};
use crate::model::value::shift::shiftable;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Class, Name};
use crate::world::Worlds;

/// A class whose statement was evaluated.
#[derive(Clone, Debug)]
pub(crate) struct ClassInfo {
    pub(crate) class: Arc<Class>,
    pub(in crate::model) attributes: crate::model::eval::scopes::Environment,
    /// What its methods assign to `self`, as far as they were evaluated.
    pub(in crate::model) assigned: SelfAssignments,
    methods: Vec<FunctionId>,
    /// Its methods that may leave where an attribute of their object is what they ask for, by the attribute.
    pub(super) leaving: HashMap<Name, Vec<FunctionId>>,
    /// All of its methods were looked through for what they assign.
    pub(in crate::model) looked_through: bool,
    /// How many places assign each attribute of `self`.
    pub(in crate::model) assignments: HashMap<Name, usize>,
    /// It has base classes that we do not know.
    pub(in crate::model) open: bool,
    pub(in crate::model) bases: Vec<ClassId>,
    /// The dotted names of those that belong to a library.
    pub(in crate::model) named_bases: Vec<Name>,
    /// How many are `object`.
    pub(in crate::model) plain_bases: usize,
    /// The fields from which its `__init__` is generated.
    pub(in crate::model) fields: Option<Vec<Field>>,
    /// Bases of other modules, by name.
    pub(in crate::model) imported_bases: Vec<Value>,
    /// It is defined inside a function.
    pub(in crate::model) local: bool,
    /// It is defined by a statement of the module, not inside a function or class.
    pub(in crate::model) outermost: bool,
    /// What guards its definition.
    pub(in crate::model) guard: Guard,
    /// Where its name stands in the document.
    pub(in crate::model) place: std::ops::Range<usize>,
    /// It extends `unittest.TestCase`.
    pub(in crate::model) test: bool,
    /// The start methods, if it extends `Process`.
    pub(in crate::model) process: Option<Methods>,
    /// The worlds in which its `setUp` does not come back, once they are known.
    pub(in crate::model) left_by_set_up: Option<Worlds>,
    /// Those in which it says of itself that it does not work.
    pub(in crate::model) refused_by_flag: Worlds,
    /// Those in which decorators skip its tests.
    pub(in crate::model) skipped: Worlds,
}

impl ClassInfo {
    /// The functions that its body defines.
    pub(in crate::model) fn methods(&self) -> &[FunctionId] {
        &self.methods
    }

    /// Whether its body assigns this attribute of `self` or `cls` somewhere.
    pub(in crate::model) fn assigns(&self, name: &Name) -> bool {
        self.assignments.contains_key(name)
    }
}

/// Classes whose instances hold, while they run, what cannot be pickled.
pub(super) const TESTS: &[&str] = &["unittest.IsolatedAsyncioTestCase", "unittest.TestCase"];

/// The start methods of a class that extends `Process`.
pub(in crate::model) fn process_methods(classes: &[ClassInfo], class: ClassId) -> Option<Methods> {
    let mut next = Some(class);
    for _ in 0..8 {
        let info = &classes[next?.0 as usize];
        if info.process.is_some() {
            return info.process.clone();
        }
        next = info.bases.first().copied();
    }
    None
}

impl Evaluator<'_> {
    /// Evaluates a `class`: its body now, those of its methods later.
    pub(in crate::model) fn class(&mut self, class: &Arc<Class>) {
        let mut decorators = self.decorators(&class.decorators);
        let mut bases = Vec::new();
        let mut named_bases = Vec::new();
        let mut imported_bases = Vec::new();
        let mut plain_bases = 0;
        let mut open = false;
        let mut process = None;
        let mut test = false;
        let first_use = self.function_uses.len();
        for argument in &class.arguments {
            let value = self.eval(&argument.value);
            let value = self.known(value);
            // Nothing is bound where nobody looks: in worlds that are no target.
            let unbound = value.worlds(self.reach, |value| *value == Value::Unbound);
            let bound = match self.reach - unbound {
                bound if bound.is_empty() => self.reach,
                bound => bound,
            };
            decorators.skipped |= left_by_base(&value, bound);
            process = process.or_else(|| process_base(&value, bound));
            match value.single(bound) {
                Some(Value::Class(base)) => {
                    // `unittest` and pytest skip what extends a class that they skip.
                    decorators.skipped |= self.classes[base.0 as usize].skipped;
                    bases.push(*base);
                }
                Some(Value::Symbol(name)) if &**name == "builtins.object" => plain_bases += 1,
                Some(Value::Symbol(name)) => {
                    named_bases.push(Name::clone(name));
                    test |= TESTS.contains(&&**name);
                    open = true;
                }
                Some(base @ Value::Imported(_)) => {
                    imported_bases.push(base.clone());
                    open = true;
                }
                _ => open = true,
            }
        }
        // Tests of a base class run where those of the classes that extend it do.
        for usage in self.function_uses.get_mut(first_use..).unwrap_or_default() {
            usage.worlds -= decorators.skipped;
        }
        let reach = self.reach;
        self.push_scope(ScopeKind::Class, self.bound_of(&class.body));
        let id = ClassId(u32::try_from(self.classes.len()).unwrap_or(u32::MAX));
        for usage in self.function_uses.get_mut(first_use..).unwrap_or_default() {
            let is_base = matches!(&usage.used, Used::Class(base) if bases.contains(base));
            usage.through = usage.through.or(is_base.then_some(id));
        }
        self.classes.push(ClassInfo {
            class: Arc::clone(class),
            attributes: crate::model::eval::scopes::Environment::default(),
            assigned: SelfAssignments::default(),
            methods: Vec::new(),
            leaving: HashMap::default(),
            looked_through: false,
            assignments: assignments(&class.body),
            open,
            bases,
            named_bases,
            plain_bases,
            fields: None,
            imported_bases,
            local: self.scopes[..self.scopes.len() - 1]
                .iter()
                .any(|scope| scope.kind == ScopeKind::Function),
            outermost: self.scopes.len() == 2,
            guard: self.guarded_by(),
            place: class.name_span.at(self.base),
            test,
            process,
            left_by_set_up: None,
            refused_by_flag: Worlds::NONE,
            skipped: decorators.skipped,
        });
        self.reach = reach - decorators.skipped;
        let first = self.functions.len();
        let mark = self.unclear.len();
        self.unclear.extend(decorators.unclear);
        self.block(&class.body);
        self.unclear.truncate(mark);
        let library = self.classes[id.0 as usize].named_bases.clone();
        let fields = self.generated(class, &library);
        self.class_mut(id).fields = fields;
        // Methods of a class that is skipped run nowhere.
        self.reach |= decorators.skipped & reach;
        let mut skipped = Worlds::NONE;
        if let Some(scope) = self.scopes.pop() {
            skipped = self.skipped_by_attributes(&scope.environment);
            let info = self.class_mut(id);
            info.refused_by_flag = refused_by_flag(&scope.environment);
            info.attributes = scope.environment;
            self.options.note_all_answering(scope.answers);
        }
        // What a decorator defines when it is called is defined in the decorator.
        let around = self.scopes[self.closure_depth() - 1].id;
        let mut methods = Vec::new();
        for at in first..self.functions.len() {
            let info = &self.functions[at];
            if info.scope == around && !is_outside(&info.name_range()) {
                let function = FunctionId::at(at);
                let info = self.function_mut(function);
                // Nested classes have set theirs already.
                if *info.class.get_or_insert(id) == id {
                    methods.push(function);
                }
                info.defined -= skipped;
            }
        }
        let leaving = self.leaving_methods(&methods);
        let info = self.class_mut(id);
        (info.methods, info.leaving) = (methods, leaving);
        self.note_uncalled(id);
        self.note_singleton(class);
        self.bind(&class.name, &Partition::always(Value::Class(id)));
    }

    /// The value of an attribute of a class or its instance.
    pub(in crate::model) fn member(
        &mut self,
        class: ClassId,
        name: &Name,
        worlds: Worlds,
    ) -> Partition {
        let mut next = class;
        for _ in 0..MAX_ANCESTORS {
            if let Some(found) = self.own_member(next, name, worlds) {
                return found;
            }
            let info = &self.classes[next.0 as usize];
            match (&info.bases[..], info.open) {
                ([base], false) if *base != next => next = *base,
                ([], false) if next == class => return self.flag_beside(class, name, worlds),
                _ => return Partition::UNKNOWN,
            }
        }
        Partition::UNKNOWN
    }

    /// The same, if the class itself says what it is, or that nobody knows.
    pub(super) fn own_member(
        &mut self,
        class: ClassId,
        name: &Name,
        worlds: Worlds,
    ) -> Option<Partition> {
        self.journal.read_assigned(class);
        let info = &self.classes[class.0 as usize];
        let places = info.assignments.get(name).copied().unwrap_or(0);
        let assigned = info.assigned.of(name);
        let known = assigned.len();
        let default = info.attributes.get(name);
        let is_property = default.is_some_and(|default| self.is_property(default, worlds));
        if is_property || known == 0 && places == 0 {
            drop(assigned);
            let value = default?.clone();
            let value = self.through_property(&value, worlds);
            // Nothing here sets it: those that extend the class do.
            if value.single(worlds) == Some(&Value::None) && known == 0 && places == 0 {
                return Some(Partition::UNKNOWN);
            }
            return Some(self.unless_set_elsewhere(class, name, value));
        }
        drop(assigned);
        // Only with every place that assigns it is known what it may be.
        if known != places {
            self.look_through_methods(class);
        }
        let info = &self.classes[class.0 as usize];
        let assigned = info.assigned.of(name);
        if !self.module_done || assigned.len() != places {
            return Some(Partition::UNKNOWN);
        }
        drop(assigned);
        let result = self.any_assigned(class, name, worlds)?;
        Some(self.unless_set_elsewhere(class, name, result))
    }

    /// Evaluates the methods of a class for what they assign, those below the one that asks as well.
    fn look_through_methods(&mut self, class: ClassId) {
        if !self.module_done || self.classes[class.0 as usize].looked_through {
            return;
        }
        let info = self.class_mut(class);
        info.looked_through = true;
        // What a method reads is known once those have run that assign it.
        let (assigning, reading): (Vec<_>, Vec<_>) = info
            .methods
            .clone()
            .into_iter()
            .partition(|id| !assignments(&self.function_of(*id).body).is_empty());
        for id in assigning.into_iter().chain(reading) {
            self.outcome(id);
        }
    }

    /// Whether every instance has an attribute from the start because of this.
    pub(super) fn initializes(&self, assigned: &SelfAssignment) -> bool {
        let name = |owner: FunctionId| &*self.functions[owner.0 as usize].function.name;
        assigned.certain
            && assigned
                .owner
                .is_some_and(|owner| name(owner) == "__init__")
    }

    /// The function that runs when a class is called.
    pub(in crate::model) fn initialiser(&self, class: ClassId) -> Option<FunctionId> {
        let mut next = Some(class);
        for _ in 0..8 {
            let info = &self.classes[next?.0 as usize];
            if let Some(value) = info.attributes.get("__init__") {
                return match value.single(self.reach) {
                    Some(Value::Function(id)) => Some(*id),
                    _ => None,
                };
            }
            next = info.bases.first().copied();
        }
        None
    }

    fn through_property(&mut self, value: &Partition, worlds: Worlds) -> Partition {
        match value.single(worlds) {
            Some(Value::Function(id)) if self.functions[id.0 as usize].property => {
                self.outcome(*id).value
            }
            _ => value.clone(),
        }
    }

    fn is_property(&self, value: &Partition, worlds: Worlds) -> bool {
        matches!(value.single(worlds), Some(Value::Function(id)) if self.functions[id.0 as usize].property)
    }
}

shiftable!(ClassInfo {
    moves attributes, assigned, methods, leaving, bases, fields, imported_bases, place;
    keeps class, looked_through, assignments, open, named_bases, plain_bases, local, outermost, guard, test, process, left_by_set_up, refused_by_flag, skipped
});
impl PartialEq for ClassInfo {
    /// Whether nobody who uses it sees a difference: bodies of methods are compared by who runs them.
    fn eq(&self, other: &Self) -> bool {
        let Self {
            class,
            attributes,
            assigned,
            methods,
            leaving,
            looked_through,
            assignments,
            open,
            bases,
            named_bases,
            plain_bases,
            fields,
            imported_bases,
            local,
            outermost,
            guard,
            place,
            test,
            process,
            left_by_set_up,
            refused_by_flag,
            skipped,
        } = self;
        class.has_head_of(&other.class)
            && *attributes == other.attributes
            && *assigned == other.assigned
            && *methods == other.methods
            && *leaving == other.leaving
            && *looked_through == other.looked_through
            && *assignments == other.assignments
            && *open == other.open
            && *bases == other.bases
            && *named_bases == other.named_bases
            && *plain_bases == other.plain_bases
            && *fields == other.fields
            && *imported_bases == other.imported_bases
            && *local == other.local
            && *outermost == other.outermost
            && *guard == other.guard
            && place.start == other.place.start
            && *test == other.test
            && *process == other.process
            && *left_by_set_up == other.left_by_set_up
            && *refused_by_flag == other.refused_by_flag
            && *skipped == other.skipped
    }
}

/// Whether the name of a class, or of one that it extends, says that it is for one platform.
pub(in crate::model) fn is_named_for_platform(classes: &[ClassInfo], class: ClassId) -> bool {
    let bases = classes[class.0 as usize].bases.iter();
    let mut all = bases.chain([&class]);
    all.any(|class| is_for_one_platform(&classes[class.0 as usize].class.name))
}
