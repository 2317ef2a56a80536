//! Evaluation of loops: a body runs once, and what it leaves is blurred with what was there before.

use crate::model::eval::bound_names::Bound;
use crate::model::eval::evaluator::{Evaluator, Loop};
use crate::model::value::Partition;
use crate::syntax::ast::{Block, Expr};
use crate::world::Worlds;

impl Evaluator<'_> {
    pub(super) fn while_loop(&mut self, test: &Expr, body: &Block, otherwise: &Block) {
        let mark = self.unclear.len();
        self.forget_bound_in(body);
        let (when_true, when_false) = self.split(test);
        // What goes on for as long as something holds asks for nothing that is there or not: `while alive`.
        self.unclear.forget_words_from(mark);
        let breaks = self.loop_body(when_true, None, body);
        self.unclear.truncate(mark);
        // A process never changes world: what comes out of the test as false once does so at last.
        self.reach = when_false;
        self.after_loop(otherwise, breaks);
    }

    /// A loop over something that is empty in these worlds, and perhaps in others.
    pub(super) fn for_loop(
        &mut self,
        target: (&Expr, &Partition),
        empty: Worlds,
        body: &Block,
        otherwise: &Block,
    ) {
        let entered = self.reach;
        self.forget_bound_in(body);
        let breaks = self.loop_body(entered - empty, Some(target), body);
        self.reach = entered;
        self.after_loop(otherwise, breaks);
    }

    /// What comes behind a loop that nothing may have left.
    fn after_loop(&mut self, otherwise: &Block, breaks: Worlds) {
        let doubt = self.doubt;
        self.doubt |= breaks;
        self.block(otherwise);
        self.doubt = doubt;
        self.reach |= breaks;
    }

    /// Evaluates a loop's body once; the worlds that leave it by `break`.
    fn loop_body(
        &mut self,
        entered: Worlds,
        target: Option<(&Expr, &Partition)>,
        body: &Block,
    ) -> Worlds {
        let start = self.scope().mark();
        let mark = self.unclear.len();
        self.reach = entered;
        if let Some((target, item)) = target {
            self.assign(target, item);
        }
        self.loops.push(Loop {
            breaks: Worlds::NONE,
            range: self.statement.at(self.base),
        });
        let doubt = self.doubt;
        self.doubt |= entered;
        self.block(body);
        self.doubt = doubt;
        let left = self.loops.pop();
        self.unclear.truncate(mark);
        // It may not have run at all.
        let scope = self.scope();
        let before = scope.changed_since(start);
        scope.blur_since(&before, entered);
        scope.release(start);
        left.map_or(Worlds::NONE, |left| left.breaks)
    }

    /// A loop's second turn starts with what its first one left.
    fn forget_bound_in(&mut self, body: &Block) {
        let worlds = self.reach;
        let bound = Bound::of(body);
        self.forget_denied_in(&bound);
        self.scope().forget(&bound, worlds);
    }
}
