//! Attributes that are set without being written out: `self.__dict__.update(options)`, a loop with `setattr`, a decorator
//! that is a method, a property that keeps what it gave.

use crate::model::children::kept_in_attributes::kept_in;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::rebinding::given;
use crate::model::objects::attribute_values::Held;
use crate::model::objects::events::ObjectAction;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Block, Expr, ExprKind, Function, Name, StmtKind};

impl Evaluator<'_> {
    /// Notes the attributes that `self.__dict__.update(options)` and `vars(self).update(options)` set.
    pub(in crate::model) fn note_update(
        &mut self,
        call: &Expr,
        function: &Expr,
        arguments: &CallArguments,
    ) {
        let ExprKind::Attribute { object, name } = &function.kind else {
            return;
        };
        if self.quiet > 0 || &**name != "update" {
            return;
        }
        let Some(object) = object_of_dictionary(object) else {
            return;
        };
        for (argument, value) in &arguments.all {
            let held = self.held(&argument.value, value);
            let action = match &argument.kind {
                ArgumentKind::Keyword(name) => ObjectAction::Set(Name::clone(name), held),
                ArgumentKind::Positional | ArgumentKind::DoubleStar => ObjectAction::SetAll(held),
                ArgumentKind::Star => continue,
            };
            self.note_object_action(object, call, action);
        }
    }

    /// Notes the attributes that `for name, value in options.items(): setattr(self, name, value)` sets.
    pub(in crate::model) fn note_attributes_set_in_loop(
        &mut self,
        target: &Expr,
        iterable: &Expr,
        body: &Block,
    ) {
        if self.quiet > 0 || self.classes.is_empty() {
            return;
        }
        let (ExprKind::Tuple(targets), ExprKind::Call { function, .. }) =
            (&target.kind, &iterable.kind)
        else {
            return;
        };
        let (
            [name, value],
            ExprKind::Attribute {
                object: options,
                name: items,
            },
        ) = (&targets[..], &function.kind)
        else {
            return;
        };
        let is_same = |one: &Expr, other: &Expr| matches!((&one.kind, &other.kind), (ExprKind::Name(one), ExprKind::Name(other)) if one == other);
        let set = body.iter().find_map(|statement| {
            let StmtKind::Expr(call) = &statement.kind else {
                return None;
            };
            let ExprKind::Call {
                function,
                arguments,
            } = &call.kind
            else {
                return None;
            };
            let is_it = matches!(&function.kind, ExprKind::Name(name) if &**name == "setattr");
            match &arguments[..] {
                [object, key, held]
                    if is_it && is_same(&key.value, name) && is_same(&held.value, value) =>
                {
                    Some((&object.value, call))
                }
                _ => None,
            }
        });
        if let Some((object, call)) = set.filter(|_| &**items == "items") {
            let value = self.aside(options);
            let held = self.held(options, &value);
            self.note_object_action(object, call, ObjectAction::SetAll(held));
        }
    }

    /// Notes that a decorator that is a method is called with the function below it: `@bus.handler`.
    pub(in crate::model) fn note_decorating_method(&mut self, function: &Function, value: &Value) {
        for decorator in &function.decorators {
            if let ExprKind::Call {
                function: factory, ..
            } = &decorator.kind
            {
                self.note_kept_by_factory(decorator, factory, value);
            }
            if matches!(decorator.kind, ExprKind::Attribute { .. }) {
                let named = ExprKind::Name(Name::clone(&function.name));
                let argument = Argument {
                    kind: ArgumentKind::Positional,
                    value: Expr::new(decorator.span, named),
                    span: decorator.span,
                };
                let arguments = CallArguments {
                    all: vec![(argument, Partition::always(value.clone()))],
                };
                self.note_method_call(decorator, decorator, &arguments);
            }
        }
    }

    /// Notes what a method keeps of a function through the decorator that it gives: `@bus.on("start")`.
    fn note_kept_by_factory(&mut self, decorator: &Expr, factory: &Expr, value: &Value) {
        let ExprKind::Attribute { object, .. } = &factory.kind else {
            return;
        };
        if self.quiet > 0 || self.classes.is_empty() {
            return;
        }
        let method = self.aside(factory);
        let method = match self.known(method).single(self.reach) {
            Some(Value::Function(id)) => self.function_of(*id),
            _ => return,
        };
        let (Some(this), Some(inner)) = (method.parameters.first(), given(&method)) else {
            return;
        };
        let Some(kept) = inner.parameters.first() else {
            return;
        };
        for attribute in kept_in(inner, &kept.name, &this.name) {
            let held = Held::Value(Partition::always(value.clone()));
            let action = ObjectAction::Set(format!("{attribute}[…]").into(), held);
            self.note_object_action(object, decorator, action);
        }
    }

    /// Notes that an object keeps what one of its properties gives, where that is a `functools.cached_property`.
    pub(in crate::model) fn note_cached_property(&mut self, expr: &Expr, owner: &Partition) {
        let ExprKind::Attribute { object, name } = &expr.kind else {
            return;
        };
        let Some(Value::Object(class, _)) = owner.single(self.reach) else {
            return;
        };
        let attributes = &self.classes[class.0 as usize].attributes;
        let found = attributes
            .get(name)
            .and_then(|value| value.single(self.reach));
        let Some(Value::Function(id)) = found else {
            return;
        };
        let id = *id;
        let info = &self.functions[id.0 as usize];
        let keeps = info.property && info.function.decorators.iter().any(is_cached_property);
        if self.quiet == 0 && keeps {
            let value = self.outcome(id).value;
            let action = ObjectAction::Set(Name::clone(name), Held::Value(value));
            self.note_object_action(object, expr, action);
        }
    }

    /// Notes something that is done with an object.
    fn note_object_action(&mut self, object: &Expr, place: &Expr, action: ObjectAction) {
        if self.is_class(object) {
            return;
        }
        if let Some(Value::Object(class, made)) = self.aside(object).single(self.reach) {
            self.note_event(*class, *made, place, action);
        }
    }
}

/// The object whose attributes a dictionary holds: `self.__dict__`, `vars(self)`.
fn object_of_dictionary(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Attribute { object, name } if &**name == "__dict__" => Some(object),
        ExprKind::Call {
            function,
            arguments,
        } if matches!(&function.kind, ExprKind::Name(name) if &**name == "vars") => {
            match &arguments[..] {
                [object] => Some(&object.value),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_cached_property(decorator: &Expr) -> bool {
    matches!(&decorator.kind, ExprKind::Name(name) | ExprKind::Attribute { name, .. }
        if &**name == "cached_property")
}
