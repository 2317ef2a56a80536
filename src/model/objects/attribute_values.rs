//! What an attribute is set to, as far as the arguments of the function decide that.

use crate::model::eval::bound_names::Bound;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Comparison, Expr, ExprKind, Function, Name, Stmt, StmtKind};

/// A value that may depend on the parameters of the function in which it stands.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) enum Held {
    Value(Partition),
    /// What is passed for a parameter.
    Parameter(Name),
    /// The first one, or the second where that is `None` or counts as false.
    Or(Box<Held>, Box<Held>),
}

impl Shiftable for Held {
    fn shift(&mut self, shift: &Shift) {
        match self {
            Self::Value(value) => value.shift(shift),
            Self::Parameter(_) => {}
            Self::Or(first, second) => {
                first.shift(shift);
                second.shift(shift);
            }
        }
    }
}

impl Evaluator<'_> {
    /// What an expression with this value is, in terms of the parameters of the function.
    pub(in crate::model) fn held(&mut self, source: &Expr, value: &Partition) -> Held {
        let open = value.single(self.reach).is_none_or(Value::is_open);
        if !open {
            return Held::Value(value.clone());
        }
        let Some(owner) = self.owner else {
            return Held::Value(value.clone());
        };
        let function = self.function_of(owner);
        match &source.kind {
            ExprKind::Name(name) => self.parameter(&function, name),
            ExprKind::Or(left, right) => self.one_of(left, right),
            ExprKind::Conditional {
                test,
                then,
                otherwise,
            } => match asked(test) {
                Some((name, true)) if is(otherwise, name) => self.one_of(otherwise, then),
                Some((name, false)) if is(then, name) => self.one_of(then, otherwise),
                _ => Held::Value(value.clone()),
            },
            _ => Held::Value(value.clone()),
        }
    }

    fn one_of(&mut self, first: &Expr, second: &Expr) -> Held {
        let value = self.aside(first);
        let first = self.held(first, &value);
        let value = self.aside(second);
        let second = self.held(second, &value);
        Held::Or(Box::new(first), Box::new(second))
    }

    /// What a name is that is a parameter of the function: what is passed, unless the body binds it
    /// again in another way than `if name is None: name = …`.
    fn parameter(&mut self, function: &Function, name: &Name) -> Held {
        let mut parameters = function.parameters.iter();
        if !parameters.any(|parameter| parameter.name == *name) {
            return Held::Value(Partition::UNKNOWN);
        }
        let passed = Held::Parameter(Name::clone(name));
        if !Bound::of(&function.body).names.contains(name) {
            return passed;
        }
        let mut defaults = function
            .body
            .iter()
            .filter_map(|statement| default(statement, name));
        let binding = function.body.iter().filter(|statement| {
            Bound::of(std::slice::from_ref(*statement))
                .names
                .contains(name)
        });
        match (defaults.next(), binding.count()) {
            (Some(default), 1) => {
                let value = self.aside(default);
                Held::Or(Box::new(passed), Box::new(Held::Value(value)))
            }
            _ => Held::Value(Partition::UNKNOWN),
        }
    }
}

/// The value of `if name is None: name = value`.
fn default<'s>(statement: &'s Stmt, name: &Name) -> Option<&'s Expr> {
    let StmtKind::If {
        branches,
        otherwise,
    } = &statement.kind
    else {
        return None;
    };
    let ([(test, body)], []) = (&branches[..], &otherwise[..]) else {
        return None;
    };
    let (asked, true) = asked(test)? else {
        return None;
    };
    let [only] = &body[..] else { return None };
    let StmtKind::Assign { targets, value } = &only.kind else {
        return None;
    };
    (asked == name && matches!(&targets[..], [target] if is(target, name))).then_some(value)
}

/// The name that a condition asks for being `None` or false, and whether it holds then.
fn asked(test: &Expr) -> Option<(&Name, bool)> {
    match &test.kind {
        ExprKind::Name(name) => Some((name, false)),
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Name(name) => Some((name, true)),
            _ => None,
        },
        ExprKind::Compare { first, rest } => match (&first.kind, &rest[..]) {
            (ExprKind::Name(name), [(comparison, other)])
                if matches!(other.kind, ExprKind::None) =>
            {
                match comparison {
                    Comparison::Is | Comparison::Equal => Some((name, true)),
                    Comparison::IsNot | Comparison::NotEqual => Some((name, false)),
                    _ => None,
                }
            }
            _ => None,
        },
        _ => None,
    }
}

fn is(expr: &Expr, name: &Name) -> bool {
    matches!(&expr.kind, ExprKind::Name(other) if other == name)
}

/// Whether a value counts as true for sure, as what pickle cannot take does.
pub(super) fn counts(value: &Value) -> Option<bool> {
    match value {
        Value::Object(..) | Value::Made(..) | Value::Symbol(_) | Value::Instance(_) => Some(true),
        other => other.truth(),
    }
}
