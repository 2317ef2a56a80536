//! Children that get the object whose method starts them: what the callers of the method have put into it.

use crate::model::children::records::{EnteredMethod, HandedValue, Spawn};
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::class_ancestors::is_static;
use crate::model::summary::calls::Call;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};

impl Evaluator<'_> {
    /// The object that a call is about: on which a method is called, or that a class makes.
    pub(in crate::model) fn receiver(
        &mut self,
        (call, function): (&Expr, &Expr),
        callee: &Value,
        arguments: &CallArguments,
    ) -> Option<HandedValue> {
        let (expr, value) = match callee {
            Value::Class(class) => (call, self.construct(call, *class, arguments)),
            Value::Function(id) => {
                let info = &self.functions[id.0 as usize];
                if !info.is_method() || is_static(&info.function) {
                    return None;
                }
                let ExprKind::Attribute { object, .. } = &function.kind else {
                    return None;
                };
                let value = match is_super(object).then(|| self.class_of_self()).flatten() {
                    Some(own) => Partition::always(Value::Object(own, None)),
                    None => self.aside(object),
                };
                (object, value)
            }
            _ => return None,
        };
        let is_object = matches!(value.single(self.reach), Some(Value::Object(..)));
        is_object.then(|| HandedValue {
            expr: expr.clone(),
            range: expr.span.at(self.base),
            value,
            bound: None,
            along: None,
            items: false,
        })
    }

    /// The class in whose method something is evaluated.
    fn class_of_self(&self) -> Option<ClassId> {
        self.functions[self.owner?.0 as usize].class
    }

    /// Whether a child that a method starts gets `self`.
    pub(super) fn takes_self(&self, spawn: &Spawn) -> bool {
        (spawn.settled || !spawn.conditions.is_empty())
            && spawn
                .worker
                .iter()
                .chain(&spawn.given)
                .any(|handed| self.takes_own(spawn, handed))
    }

    /// Whether this is `self`, or a method of it.
    pub(super) fn takes_own(&self, spawn: &Spawn, handed: &HandedValue) -> bool {
        let own = |owner: FunctionId| self.functions[owner.0 as usize].class;
        let Some(own) = spawn.owner.and_then(own) else {
            return false;
        };
        let is_own = |value: &Partition| matches!(value.single(spawn.worlds), Some(Value::Object(class, None)) if *class == own);
        let is_method = matches!(handed.value.single(spawn.worlds), Some(Value::Function(_)));
        match &handed.bound {
            Some(bound) if is_method => handed.along.as_deref() == Some("self") && is_own(bound),
            _ => is_own(&handed.value),
        }
    }

    /// The object that a call of the method brings to a child that gets `self`.
    pub(super) fn receiver_for(&self, spawn: &Spawn, call: &Call) -> Option<HandedValue> {
        let calls_it = spawn.owner == Some(call.callee) && self.takes_self(spawn);
        call.receiver.clone().filter(|_| calls_it)
    }

    /// By which method control comes from a call to a child.
    pub(super) fn entered_by(&self, spawn: &Spawn, call: &Call) -> EnteredMethod {
        let method = call.callee;
        match &spawn.entered {
            Some(entered) => EnteredMethod {
                method,
                ..entered.clone()
            },
            None => EnteredMethod {
                method,
                class: self.functions[method.0 as usize]
                    .class
                    .unwrap_or(ClassId(u32::MAX)),
                owner: spawn.owner,
                place: spawn.range.clone(),
            },
        }
    }

    /// Whether the object that goes to a child is still `self`: its callers know more.
    pub(super) fn goes_on(&self, spawn: &Spawn) -> bool {
        spawn.entered.is_some()
            && spawn.worker.iter().chain(&spawn.given).any(|handed| {
                matches!(
                    handed.value.single(spawn.worlds),
                    Some(Value::Object(_, None))
                )
            })
    }
}

/// `super()`
fn is_super(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call { function, .. }
        if matches!(&function.kind, ExprKind::Name(name) if &**name == "super"))
}
