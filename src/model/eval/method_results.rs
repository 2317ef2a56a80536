//! What methods give that give their own object, or make one of the class that they are called on.

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::class_ancestors::is_static;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Function, StmtKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// The class that `cls(…)` in a class method makes an object of, in the place of the object that a method's first
    /// parameter is taken for.
    pub(in crate::model) fn class_called(&self, function: &Expr, callee: Value) -> Value {
        match callee {
            Value::Object(class, None) if self.is_class(function) => Value::Class(class),
            other => other,
        }
    }

    /// What a method gives for what it is called on: `return self`, `return cls(…)`.
    pub(in crate::model) fn of_receiver(
        &self,
        (callee, receiver): (&Value, &Partition),
        given: Partition,
        worlds: Worlds,
    ) -> Partition {
        let Value::Function(id) = callee else {
            return given;
        };
        let info = &self.functions[id.0 as usize];
        let (Some(own), Some(Value::Object(class, made))) = (info.class, given.single(worlds))
        else {
            return given;
        };
        match (receiver.single(worlds), made) {
            (Some(object @ Value::Object(_, Some(_))), None)
                if *class == own && returns_self(&info.function) =>
            {
                Partition::always(object.clone())
            }
            (Some(Value::Class(called)), Some(made))
                if is_static(&info.function) && self.extends(*called, *class) =>
            {
                Partition::always(Value::Object(*called, Some(*made)))
            }
            _ => given,
        }
    }
}

/// Whether a method gives its object, and nothing else.
fn returns_self(function: &Function) -> bool {
    let Some(first) = function.parameters.first() else {
        return false;
    };
    if is_static(function) {
        return false;
    }
    let (mut returns, mut others) = (false, false);
    each_statement(&function.body, false, &mut |statement| {
        if let StmtKind::Return(value) = &statement.kind {
            let is_own = matches!(value.as_ref().map(|value| &value.kind),
                Some(ExprKind::Name(name)) if *name == first.name);
            returns |= is_own;
            others |= !is_own;
        }
    });
    returns && !others
}
