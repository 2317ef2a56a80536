//! `if executor is None: executor = ThreadPoolExecutor()`: what something is where nothing is passed for it.

use crate::model::eval::evaluator::Evaluator;
use crate::model::value::merged_options::with_default;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, Comparison, Expr, ExprKind, Name, StmtKind};

/// A name that gets a value where it has none, or a dictionary of that name that gets an entry.
struct GivenDefault {
    name: Name,
    key: Option<Expr>,
    before: Partition,
    default: Expr,
}

impl Evaluator<'_> {
    /// Evaluates an `if` statement.
    pub(super) fn conditional_statement(&mut self, branches: &[(Expr, Block)], otherwise: &Block) {
        let default = self.default_of_branch(branches, otherwise);
        self.branches(branches, otherwise);
        if let Some(default) = default {
            self.set_default(&default);
        }
    }

    /// What a statement gives to a parameter that is missing, if it does nothing else.
    fn default_of_branch(
        &self,
        branches: &[(Expr, Block)],
        otherwise: &Block,
    ) -> Option<GivenDefault> {
        let [(test, body)] = branches else {
            return None;
        };
        let (name, key) = asked_whether_missing(test).filter(|_| otherwise.is_empty())?;
        let mut statements = body.iter().rev();
        let default = statements.find_map(|statement| match &statement.kind {
            StmtKind::Assign { targets, value } => match &targets[..] {
                [target] => is_named(target, name, key).then(|| value.clone()),
                _ => None,
            },
            _ => None,
        })?;
        let before = self.scopes.last()?.environment.get(name)?;
        let known = before.single(self.reach)?;
        let counts = match key {
            Some(_) => known.as_entries().is_some(),
            None => known.is_of_parameter(),
        };
        counts.then(|| GivenDefault {
            name: Name::clone(name),
            key: key.cloned(),
            before: before.clone(),
            default,
        })
    }

    /// Says so of the name behind the statement.
    fn set_default(&mut self, given: &GivenDefault) {
        let reach = self.reach;
        let default = self.aside(&given.default);
        let mut value = self.look_up(&given.name);
        match &given.key {
            Some(key) => {
                let key = self.aside(key);
                let entries = given.before.single(reach).and_then(Value::as_entries);
                let (Some(entries), Some(key @ Value::Str(_))) = (entries, key.single(reach))
                else {
                    return;
                };
                let entries = with_default(&entries, key, &default);
                value.set(reach, &Partition::always(Value::Dict(entries.into())));
            }
            None => value.set_or_default(reach, &given.before, &default),
        }
        self.scope().set(&given.name, reach, &value);
    }
}

/// The name of which a condition asks whether it is `None`, or nothing, or does not have this key.
fn asked_whether_missing(test: &Expr) -> Option<(&Name, Option<&Expr>)> {
    let (asked, key) = match &test.kind {
        ExprKind::Not(inner) => (inner, None),
        ExprKind::Compare { first, rest } => match &rest[..] {
            [(Comparison::Is | Comparison::Equal, other)]
                if matches!(other.kind, ExprKind::None) =>
            {
                (first, None)
            }
            [(Comparison::NotIn, options)] => (options, Some(first)),
            _ => return None,
        },
        _ => return None,
    };
    match &asked.kind {
        ExprKind::Name(name) => Some((name, key)),
        _ => None,
    }
}

/// Whether a target is this name, or what stands under the key.
fn is_named(target: &Expr, name: &Name, key: Option<&Expr>) -> bool {
    let is_it = |target: &Expr| matches!(&target.kind, ExprKind::Name(other) if other == name);
    match (&target.kind, key) {
        (_, None) => is_it(target),
        (ExprKind::Subscript { object, indices }, Some(key)) => match &indices[..] {
            [index] => is_it(object) && text(index).is_some() && text(index) == text(key),
            _ => false,
        },
        _ => false,
    }
}

/// A text that is written out.
fn text(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Str(text) => Some(text),
        _ => None,
    }
}

impl Partition {
    /// Makes it `value or default` where nothing is known of it so far, and `value` is what a function is given.
    pub(super) fn set_or_default(
        &mut self,
        within: crate::world::Worlds,
        value: &Self,
        default: &Self,
    ) {
        for (worlds, value) in value.parts(within) {
            for (worlds, default) in default.parts(worlds) {
                if self.single(worlds) == Some(&Value::Unknown)
                    && let Some(either) = value.or(default)
                {
                    self.set(worlds, &Self::always(either));
                }
            }
        }
    }
}
