//! `if executor is None: executor = ThreadPoolExecutor()`: what a parameter is where nothing is passed for it.

use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Block, Comparison, Expr, ExprKind, Name, StmtKind};

/// A name that gets a value where it has none.
pub(super) struct GivenDefault {
    name: Name,
    before: Partition,
    default: Expr,
}

impl Evaluator<'_> {
    /// What a statement gives to a parameter that is missing, if it does nothing else.
    pub(super) fn default_of_branch(
        &self,
        branches: &[(Expr, Block)],
        otherwise: &Block,
    ) -> Option<GivenDefault> {
        let [(test, body)] = branches else {
            return None;
        };
        let name = asked_whether_missing(test).filter(|_| otherwise.is_empty())?;
        let mut statements = body.iter().rev();
        let default = statements.find_map(|statement| match &statement.kind {
            StmtKind::Assign { targets, value } => match &targets[..] {
                [target] => is_named(target, name).then(|| value.clone()),
                _ => None,
            },
            _ => None,
        })?;
        let before = self.scopes.last()?.environment.get(name)?;
        let known = before.single(self.reach)?;
        known.is_of_parameter().then(|| GivenDefault {
            name: Name::clone(name),
            before: before.clone(),
            default,
        })
    }

    /// Says so of the name behind the statement.
    pub(super) fn set_default(&mut self, given: &GivenDefault) {
        let reach = self.reach;
        let default = self.aside(&given.default);
        let mut value = self.look_up(&given.name);
        value.set_or_default(reach, &given.before, &default);
        self.scope().set(&given.name, reach, &value);
    }
}

/// The name of which a condition asks whether it is `None`, or nothing.
fn asked_whether_missing(test: &Expr) -> Option<&Name> {
    let asked = match &test.kind {
        ExprKind::Not(inner) => inner,
        ExprKind::Compare { first, rest } => match &rest[..] {
            [(Comparison::Is | Comparison::Equal, other)]
                if matches!(other.kind, ExprKind::None) =>
            {
                first
            }
            _ => return None,
        },
        _ => return None,
    };
    match &asked.kind {
        ExprKind::Name(name) => Some(name),
        _ => None,
    }
}

fn is_named(target: &Expr, name: &Name) -> bool {
    matches!(&target.kind, ExprKind::Name(other) if other == name)
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
