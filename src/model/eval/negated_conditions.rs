//! What a branch that was not taken says of the next one: behind `if a and win32:`, `elif a:` is not for Windows.

use crate::model::eval::evaluator::Evaluator;
use crate::syntax::ast::{Block, Expr, ExprKind};
use crate::world::Worlds;

/// A condition, and worlds in which it is known not to hold.
pub(super) type NegatedCondition = (Expr, Worlds);

impl Evaluator<'_> {
    /// The parts of a test that later ones ask for again, and the worlds in which all of its other parts hold: who
    /// comes to the later ones there did not pass for this part.
    pub(super) fn denied_behind(
        &mut self,
        test: &Expr,
        later: &[(Expr, Block)],
    ) -> Vec<NegatedCondition> {
        let mut parts = Vec::new();
        conjuncts(test, &mut parts);
        if parts.len() < 2 {
            return Vec::new();
        }
        let asked_again = |part: &Expr| {
            is_plain(part)
                && later.iter().any(|(later, _)| {
                    let mut asked = Vec::new();
                    conjuncts(later, &mut asked);
                    asked.contains(&part)
                })
        };
        let mut denied = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            if !asked_again(part) {
                continue;
            }
            denied.push((Expr::clone(part), self.held_by_others(&parts, at)));
        }
        denied
    }

    /// The worlds that reach this place in which all of these conditions but the one at `left_out` are known to hold.
    pub(super) fn held_by_others(&mut self, conditions: &[&Expr], left_out: usize) -> Worlds {
        let (reach, mark) = (self.reach, self.unclear.len());
        let mut holding = reach;
        let others = conditions.iter().enumerate();
        for (_, condition) in others.filter(|(at, _)| *at != left_out) {
            let (_, when_false) = self.quietly(|this| this.split(condition));
            holding -= when_false;
            self.reach = reach;
        }
        self.unclear.truncate(mark);
        holding
    }
}

/// The worlds in which a test cannot hold.
pub(super) fn denied_to(test: &Expr, denied: &[NegatedCondition]) -> Worlds {
    let mut parts = Vec::new();
    conjuncts(test, &mut parts);
    let denied = denied.iter().filter(|(part, _)| parts.contains(&part));
    denied.fold(Worlds::NONE, |all, (_, worlds)| all | *worlds)
}

/// The parts of a condition that have to hold together.
pub(super) fn conjuncts<'e>(test: &'e Expr, found: &mut Vec<&'e Expr>) {
    match &test.kind {
        ExprKind::And(left, right) => {
            conjuncts(left, found);
            conjuncts(right, found);
        }
        _ => found.push(test),
    }
}

/// Whether it is the same each time that somebody asks.
pub(super) fn is_plain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_)
        | ExprKind::Str(_)
        | ExprKind::Int(_)
        | ExprKind::Bool(_)
        | ExprKind::None => true,
        ExprKind::Attribute { object, .. } => is_plain(object),
        ExprKind::Not(inner) => is_plain(inner),
        ExprKind::Compare { first, rest } => {
            is_plain(first) && rest.iter().all(|(_, operand)| is_plain(operand))
        }
        _ => false,
    }
}
