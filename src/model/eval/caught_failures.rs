//! What becomes of failures in a `try` that a handler catches.

use std::ops::Range;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::handler_answers::reads_newer;
use crate::model::summary::uses::Site;
use crate::model::value::exception::{Caught, Exception};
use crate::syntax::ast::Block;
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Forgets what a handler uses of old instead of what the body uses, which is always there:
    /// `try: base64.encodebytes(…) except AttributeError: base64.encodestring(…)`.
    pub(super) fn forget_replaced(&mut self, first: usize, body: &Block, caught: Caught) {
        if !caught.contains(Exception::Attribute) {
            return;
        }
        let owner = self.owner;
        for found in &mut self.uses[first..] {
            let replaced = |fact| reads_newer(body, fact);
            if found.owner == owner && found.site.fact().is_some_and(replaced) {
                found.worlds = Worlds::NONE;
                found.certain = Worlds::NONE;
            }
        }
    }

    /// What failed in a body and was caught is no finding in these worlds; in others it may be
    /// none.
    pub(super) fn rescue(
        &mut self,
        body: Range<usize>,
        caught: Caught,
        worlds: Worlds,
        doubt: Worlds,
    ) {
        let owner = self.owner;
        for found in &mut self.uses[body] {
            if found.owner == owner && caught.contains(found.exception) {
                found.worlds -= worlds;
                found.certain -= worlds | doubt;
            }
        }
    }

    /// What failed in a body, was caught and logged is worth knowing where it is more than a question.
    pub(super) fn log(&mut self, body: Range<usize>, caught: Caught, worlds: Worlds) {
        let owner = self.owner;
        for at in body {
            let found = &mut self.uses[at];
            let is_feature = matches!(found.site, Site::Attribute { .. } | Site::Call { .. });
            if is_feature
                && found.called
                && found.owner == owner
                && found.worlds.overlaps(worlds)
                && caught.contains(found.exception)
            {
                found.logged = true;
                found.certain = Worlds::NONE;
            } else {
                self.rescue(at..at + 1, caught, worlds, worlds);
            }
        }
    }
}
