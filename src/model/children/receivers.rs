//! What methods are called on that give work to children: attributes of `self`, wherever the class sets them.

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_ANCESTORS;
use crate::model::objects::attribute_values::Held;
use crate::model::objects::events::ObjectAction;
use crate::model::value::{ClassId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Function, Name, StmtKind};

/// How many of the things that a body did with objects before are searched for what an attribute was set to.
const MAX_EVENTS_BEFORE: usize = 64;

impl Evaluator<'_> {
    /// What something is that a method is called on: an attribute of `self` is what the body has set it to before, or what
    /// the class sets it to that is not `None`, where no more is known.
    pub(in crate::model) fn subject(&mut self, object: &Expr) -> Partition {
        let value = self.aside(object);
        if !value.single(self.reach).is_none_or(Value::is_open) {
            return value;
        }
        self.set_before(object)
            .or_else(|| self.set_by_class(object))
            .unwrap_or(value)
    }

    /// What the body that is evaluated has set an attribute of `self` to, in one place before.
    fn set_before(&self, object: &Expr) -> Option<Partition> {
        let ExprKind::Attribute { object: this, name } = &object.kind else {
            return None;
        };
        let (ExprKind::Name(this), Some(owner)) = (&this.kind, self.owner) else {
            return None;
        };
        let info = &self.functions[owner.0 as usize];
        let first = info.function.parameters.first();
        if info.class.is_none() || first.is_none_or(|first| first.name != *this) {
            return None;
        }
        let place = object.span.at(self.base).start;
        let latest = self.events.iter().rev().take(MAX_EVENTS_BEFORE);
        let own = latest.filter(|event| event.owner == Some(owner) && event.made.is_none());
        let mut sets = own.filter_map(|event| match &event.action {
            ObjectAction::Set(set, held) if set == name => Some((event, held)),
            _ => None,
        });
        let (event, held) = sets.next()?;
        if event.end > place || sets.next().is_some() {
            return None;
        }
        match held {
            Held::Value(value) => Some(value.clone()),
            Held::Parameter(name) => {
                let mut parameters = info.function.parameters.iter();
                let at = parameters.position(|parameter| parameter.name == *name)?;
                let at = u16::try_from(at).ok()?;
                Some(Partition::always(Value::Parameter(owner, at)))
            }
            Held::Or(..) => None,
        }
    }

    /// What a class sets an attribute of its objects to, or the one that a property or method gives: `None` until it is
    /// needed, and the same thing wherever it is set.
    fn set_by_class(&mut self, object: &Expr) -> Option<Partition> {
        let (owner, name) = match &object.kind {
            ExprKind::Attribute { object, name } => (object, name),
            ExprKind::Call { function, .. } => match &function.kind {
                ExprKind::Attribute { object, name } => (object, name),
                _ => return None,
            },
            _ => return None,
        };
        let owner = self.aside(owner);
        let Value::Object(class, _) = owner.single(self.reach)? else {
            return None;
        };
        let mut name = Name::clone(name);
        let mut next = Some(*class);
        for _ in 0..MAX_ANCESTORS {
            let class = next?;
            let member = self.classes[class.0 as usize].attributes.get(&name);
            if let Some(Value::Function(id)) = member.and_then(|member| member.single(self.reach)) {
                name = given_attribute(&self.function_of(*id))?;
            }
            if let Some(value) = self.set_in_one_way(class, &name) {
                return Some(value);
            }
            next = self.classes[class.0 as usize].bases.first().copied();
        }
        None
    }

    /// The one thing beside `None` that the methods of a class set an attribute to.
    fn set_in_one_way(&mut self, class: ClassId, name: &Name) -> Option<Partition> {
        self.journal.read_assigned(class);
        let info = &self.classes[class.0 as usize];
        let mut known: Option<Value> = None;
        for assigned in info.assigned.of(name) {
            let value = assigned.value.single(assigned.worlds & self.reach)?;
            known = match (known, value) {
                (known, Value::None) => known,
                (None, value @ (Value::Made(..) | Value::Instance(_))) => Some(value.clone()),
                (Some(known), value) => Some(known.alike(value)?),
                _ => return None,
            };
        }
        known.map(Partition::always)
    }
}

/// The attribute of its object that a method gives in the end: `return self._executor`.
fn given_attribute(function: &Function) -> Option<Name> {
    let own = &function.parameters.first()?.name;
    let mut given: Vec<Option<&Name>> = Vec::new();
    each_statement(&function.body, false, &mut |statement| {
        if let StmtKind::Return(value) = &statement.kind {
            given.push(match value.as_ref().map(|value| &value.kind) {
                Some(ExprKind::Attribute { object, name })
                    if matches!(&object.kind, ExprKind::Name(object) if object == own) =>
                {
                    Some(name)
                }
                _ => None,
            });
        }
    });
    let first = (*given.first()?)?;
    let alike = given.iter().all(|name| *name == Some(first));
    alike.then(|| Name::clone(first))
}
