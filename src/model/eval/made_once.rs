//! Functions that give every caller in a process the same object: cached ones, and those of singletons.

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::globals::{Access, Slot};
use crate::model::link::other_modules::is_outside;
use crate::model::objects::class_ancestors::is_static;
use crate::model::value::shift::BYTES_PER_MODULE;
use crate::model::value::{CALLED, FunctionId, Partition, Value};
use crate::syntax::ast::{Class, Expr, ExprKind, Function, Name, StmtKind};

/// Decorators that keep what a function gave.
const CACHES: &[&str] = &["cache", "lru_cache"];

impl Evaluator<'_> {
    /// Notes that a function of the module gives the same object each time.
    pub(in crate::model) fn note_made_once(&mut self, function: &Function) {
        if self.quiet == 0 && self.owner.is_none() && self.scopes.len() == 1 && keeps(function) {
            let slot = Slot::own(&function.name).called();
            self.note_global(slot, Access::Set, function.name_span, &Partition::UNKNOWN);
        }
    }

    /// The same for the methods of a class by which it gives its only object: `get`, or the class itself.
    pub(in crate::model) fn note_singleton(&mut self, class: &Class) {
        if self.quiet > 0 || self.owner.is_some() || self.scopes.len() != 1 {
            return;
        }
        for statement in &class.body {
            let StmtKind::Function(method) = &statement.kind else {
                continue;
            };
            let slot = Slot::own(&class.name);
            let slot = match &*method.name {
                "__new__" if gives_attribute(method, &class.name) => slot.called(),
                name if is_static(method) && gives_attribute(method, &class.name) => {
                    slot.with(&name.into()).called()
                }
                _ => continue,
            };
            self.note_global(slot, Access::Set, class.name_span, &Partition::UNKNOWN);
        }
    }

    /// What stands for the object that a call gives, if its function gives the same one each time.
    pub(in crate::model) fn slot_of_call(&self, call: &Expr) -> Option<Slot> {
        match &call.kind {
            ExprKind::Call {
                function,
                arguments,
            } if arguments.is_empty() => Some(self.slot(function)?.called()),
            _ => None,
        }
    }

    /// What stands for an object that a name of a function's body refers to, if it was given by such a function.
    pub(in crate::model) fn slot_of_given(&self, value: &Value) -> Option<Slot> {
        match value {
            Value::Member(called) if *called.1 == *CALLED => match &called.0 {
                Value::Imported(name) => Some(Slot::of_module(&name.0, &name.1).called()),
                _ => None,
            },
            Value::Object(_, Some(made)) => {
                let place = self.spawning.makes[made.0 as usize].range.start;
                let own = self
                    .owner
                    .map(|own| self.functions[own.0 as usize].body_range());
                if own.flatten().is_some_and(|own| own.contains(&place)) {
                    return None;
                }
                let mut functions = (0..self.functions.len()).map(FunctionId::at);
                let maker = functions.find(|id| {
                    let info = &self.functions[id.0 as usize];
                    let body = info.body_range();
                    !info.local
                        && body.is_some_and(|body| body.contains(&place))
                        && keeps(&info.function)
                })?;
                let info = &self.functions[maker.0 as usize];
                let name = &info.function.name;
                match is_outside(&info.name_range()) {
                    false => Some(Slot::own(name).called()),
                    true => {
                        let number = place / BYTES_PER_MODULE;
                        let mut places = self.outside.places.iter();
                        let (module, _) = places.find(|(_, at)| at.0 == number.checked_sub(1))?;
                        Some(Slot::of_module(module, name).called())
                    }
                }
            }
            _ => None,
        }
    }
}

impl Slot {
    /// What a call gives of what this stands for.
    fn called(self) -> Self {
        let name = match &self.attribute {
            Some(attribute) => format!("{}.{attribute}()", self.name),
            None => format!("{}()", self.name),
        };
        Self {
            name: name.into(),
            attribute: None,
            ..self
        }
    }

    /// Whether it stands for what a call gives.
    pub(crate) fn is_called(&self) -> bool {
        self.name.ends_with("()")
    }
}

/// Whether a function takes nothing and keeps what it gave.
fn keeps(function: &Function) -> bool {
    function.parameters.is_empty()
        && function.decorators.iter().any(|decorator| {
            let named = match &decorator.kind {
                ExprKind::Call { function, .. } => function,
                _ => decorator,
            };
            matches!(&named.kind, ExprKind::Name(name) | ExprKind::Attribute { name, .. }
                if CACHES.contains(&&**name))
        })
}

/// Whether a method gives an attribute of its class, and nothing else: `return cls._instance`.
fn gives_attribute(method: &Function, class: &Name) -> bool {
    let first = method.parameters.first().map(|first| &first.name);
    let (mut given, mut others) = (None, false);
    each_statement(&method.body, false, &mut |statement| {
        if let StmtKind::Return(value) = &statement.kind {
            let attribute = match value.as_ref().map(|value| &value.kind) {
                Some(ExprKind::Attribute { object, name }) => match &object.kind {
                    ExprKind::Name(owner) if Some(owner) == first || owner == class => Some(name),
                    _ => None,
                },
                _ => None,
            };
            others |= attribute.is_none() || given.is_some_and(|given| Some(given) != attribute);
            given = attribute;
        }
    });
    given.is_some() && !others
}
