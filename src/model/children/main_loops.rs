//! Calls that come back only when the program ends: a child that imports the module gets into them too.

use std::ops::Range;

use crate::facts::lists;
use crate::model::Model;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::value::Value;
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Notes such a call outside of any main guard.
    pub(in crate::model) fn note_main_loop(
        &mut self,
        call: &Expr,
        function: &Expr,
        callee: &[(Worlds, Value)],
    ) {
        if self.quiet > 0 || self.guarded_by() != Guard::Absent || !self.tries.is_empty() {
            return;
        }
        let by_method = matches!(&function.kind, ExprKind::Attribute { name, .. } if lists::MAIN_LOOP_METHODS.has(name));
        let by_name = |value: &Value| matches!(value, Value::Symbol(name) if lists::MAIN_LOOP_FUNCTIONS.has(name));
        if by_method || callee.iter().any(|(_, value)| by_name(value)) {
            let place = (call.span.at(self.base), self.reach, self.owner);
            self.spawning.loops.push(place);
        }
    }
}

impl Model {
    /// The calls of this kind that come while the module is imported, whichever process does that.
    pub(crate) fn loops_at_import(&self) -> impl Iterator<Item = (&Range<usize>, Worlds)> {
        self.loops.iter().filter_map(|(range, worlds, owner)| {
            let worlds = match owner {
                Some(owner) => *worlds & self.unguarded[owner.0 as usize],
                None => *worlds,
            };
            (!worlds.is_empty()).then_some((range, worlds))
        })
    }
}
