//! What functions read of the module's state, and who gives it its value.

use std::ops::Range;

use crate::model::eval::arguments::CallArguments;
use crate::model::eval::attributes::imported;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::exception::Exception;
use crate::model::value::shift::shiftable;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Name, Span};

/// Stands for every attribute of something.
pub(in crate::model) const ANY: &str = "*";

/// A name of a module, or an attribute of what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Slot {
    /// The module; `None`: the document.
    pub(crate) module: Option<Name>,
    pub(crate) name: Name,
    pub(crate) attribute: Option<Name>,
}

impl Slot {
    /// A name of the document.
    pub(in crate::model) fn own(name: &Name) -> Self {
        Self {
            module: None,
            name: Name::clone(name),
            attribute: None,
        }
    }

    /// A name of another module.
    pub(super) fn of_module(module: &Name, name: &Name) -> Self {
        Self {
            module: Some(Name::clone(module)),
            ..Self::own(name)
        }
    }

    /// One of its attributes.
    pub(in crate::model) fn with(&self, attribute: &Name) -> Self {
        Self {
            attribute: Some(Name::clone(attribute)),
            ..self.clone()
        }
    }

    /// The name without the attribute.
    pub(crate) fn whole(&self) -> Self {
        Self {
            attribute: None,
            ..self.clone()
        }
    }
}

/// A place that reads, sets or changes a part of a module's state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GlobalUse {
    pub(crate) slot: Slot,
    pub(crate) kind: Access,
    /// The function whose body it is in; `None` at the top level.
    pub(crate) owner: Option<FunctionId>,
    pub(crate) guard: Guard,
    /// The bytes of the expression, or of the statement that binds it.
    pub(crate) range: Range<usize>,
    /// What it is set to, or what was read.
    pub(crate) value: Partition,
    /// A `NameError` is caught around it.
    pub(crate) caught: bool,
    /// It is a name of its own module that stands for what the other one's did when that was imported.
    pub(crate) copied: bool,
}

impl GlobalUse {
    /// The same in a module that was brought in.
    pub(in crate::model) fn in_module(self, module: &Name, document: Option<&Name>) -> Self {
        let of = self.slot.module.as_ref().unwrap_or(module);
        let of = (document != Some(of)).then(|| Name::clone(of));
        Self {
            slot: Slot {
                module: of,
                ..self.slot
            },
            ..self
        }
    }
}

/// What a method does with an attribute of its object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SelfUse {
    pub(crate) attribute: Name,
    pub(crate) kind: Access,
    pub(crate) owner: FunctionId,
}

/// What is done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Set,
    /// What it stands for is changed in place.
    Change,
}

impl Evaluator<'_> {
    /// Notes that a function's body, or the main block, reads a name, if it is one of a module.
    pub(in crate::model) fn note_read(&mut self, name: &Name, span: Span, value: &Partition) {
        if self.quiet > 0 {
            return;
        }
        let matters = self.owner.is_some()
            || self.spawning.under_guard.contains(name)
            || self.guarded_by() == Guard::Main;
        if !matters {
            return;
        }
        if let Some(slot) = self.slot_of_name(name) {
            let value = match (self.outside.minds_children, &slot.module) {
                (true, Some(module)) => self.known(imported(module, &slot.name)),
                (true, None) => value.clone(),
                (false, _) => Partition::UNKNOWN,
            };
            let copied = slot.module.is_some();
            self.note_global(slot, Access::Read, span, &value);
            if let Some(noted) = self.spawning.globals.last_mut() {
                noted.copied = copied;
            }
        }
    }

    /// Notes that a name is bound here, if it is one of the module.
    pub(in crate::model) fn note_set(&mut self, name: &Name, value: &Partition) {
        if self.quiet > 0 || !self.is_global(name) {
            return;
        }
        if self.owner.is_none() && self.guarded_by() == Guard::Main {
            self.spawning.under_guard.insert(Name::clone(name));
        }
        let span = self.statement;
        self.note_global(Slot::own(name), Access::Set, span, value);
    }

    /// Notes that an attribute is set, if it is part of a module's state.
    pub(in crate::model) fn note_attribute_set(&mut self, target: &Expr, value: &Partition) {
        if self.quiet > 0 {
            return;
        }
        if self.note_self_use(target, Access::Set) {
            return;
        }
        if let Some(slot) = self.slot(target) {
            self.note_global(slot, Access::Set, target.span, value);
        }
    }

    /// Notes what `setattr(config, name, value)` sets: any attribute, if its name is not written out.
    pub(in crate::model) fn note_setattr(&mut self, function: &Expr, arguments: &CallArguments) {
        let is_it = matches!(&function.kind, ExprKind::Name(name) if &**name == "setattr");
        if self.quiet > 0 || !is_it {
            return;
        }
        let [(object, _), (_, name), (_, value), ..] = &arguments.all[..] else {
            return;
        };
        let name: Name = match name.single(self.reach) {
            Some(Value::Str(name)) => Name::clone(name),
            _ => ANY.into(),
        };
        let object = object.value.clone();
        let span = object.span;
        let target = Expr::new(span, ExprKind::Attribute { object, name });
        self.note_attribute_set(&target, value);
    }

    /// Notes that what an expression stands for is changed here.
    pub(in crate::model) fn note_change(&mut self, object: &Expr) {
        if self.quiet > 0 || self.note_self_use(object, Access::Change) {
            return;
        }
        if let Some(slot) = self.slot(object) {
            self.note_global(slot, Access::Change, object.span, &Partition::UNKNOWN);
        }
    }

    /// Notes that a function's body, or the main block, reads an attribute of something.
    pub(in crate::model) fn note_attribute_read(
        &mut self,
        expr: &Expr,
        owner: &Partition,
        value: &Partition,
    ) {
        if self.quiet > 0 || self.owner.is_none() && self.guarded_by() != Guard::Main {
            return;
        }
        // Modules are asked for much that has nothing to do with children.
        let of_module = matches!(
            owner.single(self.reach),
            Some(Value::Module(_) | Value::Symbol(_))
        );
        let minds = self.outside.minds_children || self.outside.alone;
        if of_module && !minds || self.note_self_use(expr, Access::Read) {
            return;
        }
        if let Some(slot) = self.slot(expr) {
            // What the module sets itself is known once it is brought in.
            if let Some(module) = slot.module.as_ref().filter(|_| of_module) {
                self.known(imported(module, &slot.name));
            }
            self.note_global(slot, Access::Read, expr.span, value);
        }
    }

    /// `self.name` in a method.
    fn note_self_use(&mut self, expr: &Expr, kind: Access) -> bool {
        let ExprKind::Attribute { object, name } = &expr.kind else {
            return false;
        };
        let (ExprKind::Name(this), Some(owner)) = (&object.kind, self.owner) else {
            return false;
        };
        let info = &self.functions[owner.0 as usize];
        let first = info.function.parameters.first();
        let is_self = info.class.is_some() && first.is_some_and(|first| first.name == *this);
        if is_self {
            self.spawning.self_uses.push(SelfUse {
                attribute: Name::clone(name),
                kind,
                owner,
            });
        }
        is_self
    }

    pub(super) fn note_global(&mut self, slot: Slot, kind: Access, span: Span, value: &Partition) {
        let noted = GlobalUse {
            slot,
            kind,
            owner: self.owner,
            guard: self.guarded_by(),
            range: span.at(self.base),
            value: value.clone(),
            copied: false,
            caught: self
                .tries
                .iter()
                .any(|frame| frame.open || frame.catches.contains(Exception::Name)),
        };
        self.spawning.globals.push(noted);
    }

    /// The part of a module's state that an expression names.
    pub(in crate::model) fn slot(&self, expr: &Expr) -> Option<Slot> {
        match &expr.kind {
            ExprKind::Name(name) => self.slot_of_name(name).or_else(|| {
                let value = self.look_up(name);
                self.slot_of_given(value.single(self.reach)?)
            }),
            ExprKind::Call { .. } => self.slot_of_call(expr),
            ExprKind::Attribute { object, name } => {
                if let ExprKind::Name(owner) = &object.kind
                    && let Some(Value::Module(module)) = self.look_up(owner).single(self.reach)
                {
                    return Some(Slot::of_module(module, name));
                }
                let owner = self.slot(object)?;
                owner.attribute.is_none().then(|| owner.with(name))
            }
            _ => None,
        }
    }

    fn slot_of_name(&self, name: &Name) -> Option<Slot> {
        if let Some(Value::Imported(named)) = self.look_up(name).single(self.reach) {
            return Some(Slot::of_module(&named.0, &named.1));
        }
        if !self.is_global(name) {
            return None;
        }
        // What stands for the same object as there, and not for a number, say.
        let taken = self.outside.taken.get(name).filter(|_| {
            let value = self.look_up(name);
            let is_object = |value: &Value| matches!(value, Value::Instance(_) | Value::Returns(_));
            value.single(self.reach).is_some_and(is_object)
        });
        Some(match taken {
            Some((module, name)) => Slot::of_module(module, name),
            None => Slot::own(name),
        })
    }

    /// Whether the name means one of the module here.
    fn is_global(&self, name: &Name) -> bool {
        let last = self.scopes.len().saturating_sub(1);
        for (at, scope) in self.scopes.iter().enumerate().skip(1).rev() {
            if scope.bound.globals.contains(name) {
                return true;
            }
            let sees = scope.kind != ScopeKind::Class || at == last;
            if sees && (scope.bound.names.contains(name) || scope.environment.contains_key(name)) {
                return false;
            }
        }
        let module = self.scopes.first();
        self.rebound.has(name) || module.is_some_and(|module| module.bound.names.contains(name))
    }
}

shiftable!(GlobalUse { moves owner, range, value; keeps slot, kind, guard, caught, copied });
shiftable!(SelfUse { moves owner; keeps attribute, kind });
