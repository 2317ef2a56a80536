//! What a name is where a condition about it did not hold.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Comparison, Expr, ExprKind, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// The condition does not hold in the worlds that reach this place: names in it that are not known
    /// count as false there.
    pub(in crate::model) fn narrow(&mut self, test: &Expr) {
        let reach = self.reach;
        match &test.kind {
            ExprKind::Name(name) => self.narrow_name(name, Value::Falsy),
            // Where `value is not None` does not hold it is None.
            ExprKind::Compare { first, rest } => {
                if let (ExprKind::Name(name), [(Comparison::IsNot, other)]) =
                    (&first.kind, &rest[..])
                    && matches!(other.kind, ExprKind::None)
                {
                    self.narrow_name(name, Value::None);
                }
            }
            ExprKind::Or(left, right) => {
                self.narrow(left);
                self.narrow(right);
            }
            // `if wanted and not hasattr(os, "fork")`: where the latter holds it was not wanted.
            ExprKind::And(left, right) => {
                for (name, other) in [(left, right), (right, left)] {
                    if matches!(name.kind, ExprKind::Name(_)) {
                        self.reach = self.surely(other);
                        self.narrow(name);
                        self.reach = reach;
                    }
                }
            }
            _ => {}
        }
    }

    /// Somebody asks for the class of a name of which one is known that it may have: what follows knows better.
    pub(in crate::model) fn forget_class(&mut self, asked: &Expr) {
        let ExprKind::Name(name) = &asked.kind else {
            return;
        };
        let reach = self.reach;
        let scope = self.scope();
        let known = scope.environment.get(name);
        let is_told = |value: &Value| matches!(value, Value::Perhaps(_));
        let told = known.map_or(Worlds::NONE, |known| known.worlds(reach, is_told));
        if !told.is_empty() {
            scope.set(name, told, &Partition::UNKNOWN);
        }
    }

    /// The worlds that reach this place in which a condition is known to hold.
    fn surely(&mut self, test: &Expr) -> Worlds {
        let (reach, mark) = (self.reach, self.unclear.len());
        let (when_true, when_false) = self.quietly(|this| this.split(test));
        self.unclear.truncate(mark);
        self.reach = reach;
        when_true - when_false
    }

    fn narrow_name(&mut self, name: &Name, to: Value) {
        let reach = self.reach;
        let scope = self.scope();
        if scope.kind != ScopeKind::Function {
            return;
        }
        let Some(known) = scope.environment.get(name) else {
            return;
        };
        let open = known.worlds(reach, Value::is_open);
        if !open.is_empty() {
            scope.set(name, open, &Partition::always(to));
        }
    }
}
