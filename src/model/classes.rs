//! Classes: what their bodies bind, and what their methods assign to `self`.

use super::evaluate::Evaluator;
use super::scope::ScopeKind;
use super::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Class, Name};
use crate::world::Worlds;

/// A class whose statement was evaluated.
pub(super) struct ClassInfo<'a> {
    pub(super) class: &'a Class,
    pub(super) attributes: super::scope::Environment,
    /// What its methods assign to `self`.
    pub(super) assigned: Vec<SelfAssignment>,
    /// It has base classes that we do not know.
    pub(super) open: bool,
    pub(super) bases: Vec<ClassId>,
}

/// `self.name = value` in a method.
pub(super) struct SelfAssignment {
    pub(super) name: Name,
    pub(super) worlds: Worlds,
    pub(super) value: Partition,
}

impl<'a> Evaluator<'a> {
    /// Evaluates a `class`: its body now, those of its methods later.
    pub(super) fn class(&mut self, class: &'a Class) {
        let decorators = self.decorators(&class.decorators);
        let mut bases = Vec::new();
        let mut open = false;
        for argument in &class.arguments {
            let value = self.eval(&argument.value);
            match value.single(self.reach) {
                Some(Value::Class(base)) => bases.push(*base),
                Some(Value::Symbol(name)) if &**name == "builtins.object" => {}
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
        });
        self.reach = reach - decorators.skipped;
        let first = self.functions.len();
        self.block(&class.body);
        // Methods of a class that is skipped run nowhere.
        self.reach |= decorators.skipped & reach;
        if let Some(scope) = self.scopes.pop() {
            self.classes[id.0 as usize].attributes = scope.environment;
        }
        for info in &mut self.functions[first..] {
            // Nested classes have set theirs already.
            info.class.get_or_insert(id);
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

    fn through_property(&mut self, value: &Partition, worlds: Worlds) -> Partition {
        match value.single(worlds) {
            Some(Value::Function(id)) if self.functions[id.0 as usize].property => {
                self.outcome(*id).value
            }
            _ => value.clone(),
        }
    }
}
