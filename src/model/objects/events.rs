//! What happens to the objects of a document's classes: attributes set and deleted, methods called.

use std::ops::Range;

use crate::facts::spawns::holds;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::objects::attribute_values::Held;
use crate::model::objects::class_ancestors::is_static;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::syntax::ast::{ArgumentKind, Expr, ExprKind, Name};
use crate::world::Worlds;

/// A place in the run of one body.
#[derive(Clone, Copy, Debug)]
pub(in crate::model) struct Moment {
    pub(in crate::model) owner: Option<FunctionId>,
    /// The first byte of what happens then.
    pub(in crate::model) at: usize,
}

/// Something that one body does with an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ObjectEvent {
    /// The class of `self` in the body, or of the object that was made elsewhere.
    pub(in crate::model) class: ClassId,
    /// What makes the object; `None`: it is `self`.
    pub(in crate::model) made: Option<MakeId>,
    /// The function in whose body it stands.
    pub(in crate::model) owner: Option<FunctionId>,
    /// Where the statement ends: an attribute is there from then on.
    pub(in crate::model) end: usize,
    /// The bytes of `self.name`, or of the call.
    pub(in crate::model) range: Range<usize>,
    pub(in crate::model) worlds: Worlds,
    /// Nothing decides whether it happens.
    pub(in crate::model) certain: bool,
    pub(in crate::model) action: ObjectAction,
}

impl Shiftable for ObjectEvent {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            class,
            made,
            owner,
            end,
            range,
            worlds: _,
            certain: _,
            action,
        } = self;
        class.shift(shift);
        made.shift(shift);
        owner.shift(shift);
        *end = shift.end(*end);
        range.shift(shift);
        action.shift(shift);
    }
}

/// An attribute that is set of something that keeps what it is made with: `namespace.name = value`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AddedAttribute {
    pub(in crate::model) made: MakeId,
    pub(in crate::model) owner: Option<FunctionId>,
    /// Where the statement ends.
    pub(in crate::model) end: usize,
    pub(in crate::model) name: Name,
    /// The bytes of `namespace.name`.
    pub(in crate::model) range: Range<usize>,
    pub(in crate::model) value: Partition,
}

impl Shiftable for AddedAttribute {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            made,
            owner,
            end,
            name: _,
            range,
            value,
        } = self;
        made.shift(shift);
        owner.shift(shift);
        *end = shift.end(*end);
        range.shift(shift);
        value.shift(shift);
    }
}

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) enum ObjectAction {
    Set(Name, Held),
    /// Each entry of a dictionary becomes an attribute.
    SetAll(Held),
    Delete(Name),
    /// A method is called, from `super()` on if it is one of a base class.
    Call {
        method: Name,
        above: bool,
        arguments: Vec<(ArgumentKind, Held)>,
    },
}

impl ObjectAction {
    /// The values that it is about.
    pub(in crate::model) fn held(&mut self) -> Vec<&mut Held> {
        match self {
            Self::Set(_, held) | Self::SetAll(held) => vec![held],
            Self::Delete(_) => Vec::new(),
            Self::Call { arguments, .. } => arguments.iter_mut().map(|(_, held)| held).collect(),
        }
    }
}

impl Shiftable for ObjectAction {
    fn shift(&mut self, shift: &Shift) {
        match self {
            Self::Set(_, held) | Self::SetAll(held) => held.shift(shift),
            Self::Delete(_) => {}
            Self::Call { arguments, .. } => {
                arguments.iter_mut().for_each(|(_, held)| held.shift(shift));
            }
        }
    }
}

impl Evaluator<'_> {
    /// Notes that an attribute of an object is bound to a value, or to nothing any more.
    pub(in crate::model) fn note_attribute(
        &mut self,
        target: &Expr,
        owner: &Partition,
        value: &Partition,
    ) {
        let ExprKind::Attribute { object, name } = &target.kind else {
            return;
        };
        let source = self.source.take();
        if self.quiet > 0 || self.is_class(object) {
            return;
        }
        let (class, made) = match owner.single(self.reach) {
            Some(Value::Object(class, made)) => (*class, *made),
            Some(Value::Made(made, _)) => return self.note_added(target, *made, name, value),
            _ => return,
        };
        let action = if value.single(self.reach) == Some(&Value::Unbound) {
            ObjectAction::Delete(Name::clone(name))
        } else {
            let held = match source {
                Some(source) => self.held(&source, value),
                None => Held::Value(value.clone()),
            };
            ObjectAction::Set(Name::clone(name), held)
        };
        self.note_event(class, made, target, action);
    }

    fn note_added(&mut self, target: &Expr, made: MakeId, name: &Name, value: &Partition) {
        let make = &self.spawning.makes[made.0 as usize];
        if holds(&make.name).is_some() && self.is_settled() {
            self.spawning.added.push(AddedAttribute {
                made,
                owner: self.owner,
                end: self.statement.at(self.base).end,
                name: Name::clone(name),
                range: target.span.at(self.base),
                value: value.clone(),
            });
        }
    }

    /// Notes that something is put into a collection that an attribute of an object holds.
    pub(in crate::model) fn note_item(
        &mut self,
        collection: &Expr,
        key: Option<&Expr>,
        item: &Expr,
        value: &Partition,
    ) {
        let ExprKind::Attribute { object, name } = &collection.kind else {
            return;
        };
        if self.quiet > 0 || self.classes.is_empty() || self.is_class(object) {
            return;
        }
        let owner = self.aside(object);
        let Some(Value::Object(class, made)) = owner.single(self.reach) else {
            return;
        };
        let key = match key.map(|key| &key.kind) {
            Some(ExprKind::Str(key)) => format!("\"{key}\""),
            Some(ExprKind::Int(key)) => key.to_string(),
            _ => "…".to_owned(),
        };
        let held = self.held(item, value);
        let action = ObjectAction::Set(format!("{name}[{key}]").into(), held);
        self.note_event(*class, *made, collection, action);
    }

    /// Notes that a method of an object is called.
    pub(in crate::model) fn note_method_call(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &CallArguments,
    ) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet > 0 || self.classes.is_empty() || self.is_class(object) {
            return;
        }
        let own = self.own_class();
        let mut all = &arguments.all[..];
        let (class, made, above) = match &object.kind {
            ExprKind::Call { function, .. } if matches!(&function.kind, ExprKind::Name(name) if &**name == "super") => {
                (own, None, true)
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Call { .. } => {
                let subject = self.aside(object);
                match subject.single(self.reach) {
                    Some(Value::Object(class, made)) => (Some(*class), *made, false),
                    // `Base.__init__(self)`
                    Some(Value::Class(base)) if own.is_some_and(|own| self.extends(own, *base)) => {
                        all = all.get(1..).unwrap_or_default();
                        (own, None, true)
                    }
                    _ => return,
                }
            }
            _ => return,
        };
        let Some(class) = class else { return };
        let mut passed = Vec::with_capacity(all.len());
        for (argument, value) in all {
            passed.push((argument.kind.clone(), self.held(&argument.value, value)));
        }
        let action = ObjectAction::Call {
            method: Name::clone(name),
            above,
            arguments: passed,
        };
        self.note_event(class, made, call, action);
    }

    pub(in crate::model) fn note_event(
        &mut self,
        class: ClassId,
        made: Option<MakeId>,
        place: &Expr,
        action: ObjectAction,
    ) {
        self.events.push(ObjectEvent {
            class,
            made,
            owner: self.owner,
            end: self.statement.at(self.base).end,
            range: place.span.at(self.base),
            worlds: self.reach,
            certain: self.is_settled(),
            action,
        });
    }

    /// Whether nothing but the main guard decides whether the current place is reached.
    pub(in crate::model) fn is_settled(&self) -> bool {
        let guard = self.guarded_by();
        let main = guard == Guard::Main && self.unclear.len() == 1;
        (main || self.unclear.is_empty()) && self.handling.is_none()
    }

    /// The class whose method is evaluated.
    fn own_class(&self) -> Option<ClassId> {
        self.functions[self.owner?.0 as usize].class
    }

    /// Whether an expression is the class that a class method is called on.
    pub(in crate::model) fn is_class(&self, object: &Expr) -> bool {
        let ExprKind::Name(name) = &object.kind else {
            return false;
        };
        let function = self.owner.map(|owner| self.function_of(owner));
        function.is_some_and(|function| {
            let first = function.parameters.first();
            is_static(&function) && first.is_some_and(|first| first.name == *name)
        })
    }

    /// Whether a class is another one, or extends it.
    pub(in crate::model) fn extends(&self, class: ClassId, base: ClassId) -> bool {
        let mut seen = vec![class];
        let mut at = 0;
        while let Some(class) = seen.get(at) {
            for next in &self.classes[class.0 as usize].bases {
                if *next == base {
                    return true;
                }
                if seen.len() < MAX_ANCESTORS && !seen.contains(next) {
                    seen.push(*next);
                }
            }
            at += 1;
        }
        false
    }
}
