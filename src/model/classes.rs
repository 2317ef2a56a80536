//! Classes: what their bodies bind, and what their methods assign to `self`.

use super::evaluate::Evaluator;
use super::guards::Guard;
use super::scope::ScopeKind;
use super::start_methods::{Methods, process_base};
use super::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Class, Name};
use crate::world::Worlds;

/// A class whose statement was evaluated.
#[derive(Debug)]
pub(crate) struct ClassInfo<'a> {
    pub(crate) class: &'a Class,
    pub(super) attributes: super::scope::Environment,
    /// What its methods assign to `self`.
    pub(super) assigned: Vec<SelfAssignment>,
    /// It has base classes that we do not know.
    pub(super) open: bool,
    pub(super) bases: Vec<ClassId>,
    /// It is defined inside a function.
    pub(super) local: bool,
    /// What guards its definition.
    pub(super) guard: Guard,
    /// Where its name stands in the document.
    pub(super) place: std::ops::Range<usize>,
    /// It extends `unittest.TestCase`.
    pub(super) test: bool,
    /// The start methods, if it extends `Process`.
    pub(super) process: Option<Methods>,
    /// The worlds in which its `setUp` does not come back, once they are known.
    pub(super) left_by_set_up: Option<Worlds>,
}

/// `self.name = value` in a method.
#[derive(Debug)]
pub(crate) struct SelfAssignment {
    pub(super) name: Name,
    pub(super) worlds: Worlds,
    pub(super) value: Partition,
    /// The method that assigns it.
    pub(super) owner: Option<FunctionId>,
    /// The bytes of `self.name`.
    pub(super) range: std::ops::Range<usize>,
    /// Nothing decides whether it is assigned.
    pub(super) certain: bool,
}

/// Classes whose instances hold, while they run, what cannot be pickled.
const TESTS: &[&str] = &["unittest.IsolatedAsyncioTestCase", "unittest.TestCase"];

impl<'a> Evaluator<'a> {
    /// Evaluates a `class`: its body now, those of its methods later.
    pub(super) fn class(&mut self, class: &'a Class) {
        let decorators = self.decorators(&class.decorators);
        let mut bases = Vec::new();
        let mut open = false;
        let mut process = None;
        let mut test = false;
        for argument in &class.arguments {
            let value = self.eval(&argument.value);
            process = process.or_else(|| process_base(&value, self.reach));
            match value.single(self.reach) {
                Some(Value::Class(base)) => bases.push(*base),
                Some(Value::Symbol(name)) if &**name == "builtins.object" => {}
                Some(Value::Symbol(name)) => {
                    test |= TESTS.contains(&&**name);
                    open = true;
                }
                _ => open = true,
            }
        }
        let reach = self.reach;
        self.push_scope(ScopeKind::Class, self.bound_of(&class.body));
        let id = ClassId(u32::try_from(self.classes.len()).unwrap_or(u32::MAX));
        self.classes.push(ClassInfo {
            class,
            attributes: super::scope::Environment::new(),
            assigned: Vec::new(),
            open,
            bases,
            local: self.scopes[..self.scopes.len() - 1]
                .iter()
                .any(|scope| scope.kind == ScopeKind::Function),
            guard: self.guarded_by(),
            place: class.name_span.at(self.base),
            test,
            process,
            left_by_set_up: None,
        });
        self.reach = reach - decorators.skipped;
        let first = self.functions.len();
        let mark = self.unclear.len();
        self.unclear.extend(decorators.unclear);
        self.block(&class.body);
        self.unclear.truncate(mark);
        // Methods of a class that is skipped run nowhere.
        self.reach |= decorators.skipped & reach;
        let mut skipped = Worlds::NONE;
        if let Some(scope) = self.scopes.pop() {
            let mark = scope.environment.get("pytestmark");
            skipped = mark.map_or(Worlds::NONE, |mark| self.skips(mark, self.reach));
            self.classes[id.0 as usize].attributes = scope.environment;
        }
        for info in &mut self.functions[first..] {
            // Nested classes have set theirs already.
            info.class.get_or_insert(id);
            info.defined -= skipped;
        }
        self.bind(&class.name, &Partition::always(Value::Class(id)));
    }

    /// The value of an attribute of a class or its instance.
    pub(super) fn member(&mut self, class: ClassId, name: &Name, worlds: Worlds) -> Partition {
        let info = &self.classes[class.0 as usize];
        let assigned: Vec<&SelfAssignment> = info
            .assigned
            .iter()
            .filter(|assigned| assigned.name == *name)
            .collect();
        if let Some(value) = info.attributes.get(name)
            && assigned.is_empty()
        {
            let value = value.clone();
            return self.through_property(&value, worlds);
        }
        if !assigned.is_empty() {
            if !self.module_done {
                return Partition::UNKNOWN;
            }
            let mut result = assigned[0].value.clone();
            for other in &assigned[1..] {
                result.blur(other.worlds, &other.value);
            }
            return result;
        }
        let bases = info.bases.clone();
        match (&bases[..], info.open) {
            ([base], false) if *base != class => self.member(*base, name, worlds),
            _ => Partition::UNKNOWN,
        }
    }

    /// The function that runs when a class is called.
    pub(super) fn initialiser(&self, class: ClassId) -> Option<FunctionId> {
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
}
