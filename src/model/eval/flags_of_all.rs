//! Conditions about all names of a list: `all(hasattr(select, name) for name in ("kqueue", "kevent"))`.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::scopes::ScopeKind;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Argument, Clause, Expr, ExprKind};
use crate::world::Worlds;

/// Longer lists are data.
const MAX_NAMES_ASKED_FOR: usize = 32;

impl Evaluator<'_> {
    /// What `all` or `any` gives, where it is decided for each of some known names.
    pub(in crate::model) fn flag_of_all(
        &mut self,
        function: &Expr,
        arguments: &[Argument],
    ) -> Option<Partition> {
        let ExprKind::Name(name) = &function.kind else {
            return None;
        };
        let [argument] = arguments else { return None };
        let ExprKind::Comprehension {
            elements, clauses, ..
        } = &argument.value.kind
        else {
            return None;
        };
        let ([element], [Clause::For { target, iterable }]) = (&elements[..], &clauses[..]) else {
            return None;
        };
        let (true, ExprKind::Name(target)) = (matches!(&**name, "all" | "any"), &target.kind)
        else {
            return None;
        };
        let listed = self.aside(iterable);
        let Some(Value::Items(names)) = listed.single(self.reach) else {
            return None;
        };
        if names.is_empty() || names.len() > MAX_NAMES_ASKED_FOR {
            return None;
        }
        let (mut all_hold, mut one_holds) = (self.reach, Worlds::NONE);
        let (mut one_fails, mut all_fail) = (Worlds::NONE, self.reach);
        for item in names.iter() {
            self.push_scope(ScopeKind::Expression, std::sync::Arc::default());
            if let Some(scope) = self.scopes.last_mut() {
                scope.set(target, Worlds::ALL, &Partition::always(item.clone()));
            }
            let (when_true, when_false) = self.aside(element).split(self.reach);
            self.scopes.pop();
            let (holds, fails) = (when_true - when_false, when_false - when_true);
            (all_hold, one_holds) = (all_hold & holds, one_holds | holds);
            (one_fails, all_fail) = (one_fails | fails, all_fail & fails);
        }
        let (holds, fails) = match &**name {
            "all" => (all_hold, one_fails),
            _ => (one_holds, all_fail),
        };
        let decided = !(holds | fails).is_empty();
        decided.then(|| Partition::truth(self.reach - fails, self.reach - holds))
    }
}
