//! Functions that skip a test where something is not there: `import_or_skip("loops.linux_ring")`.

use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_words::{says_platform, words};
use crate::model::eval::undecided_guards::Unclear;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};

impl Evaluator<'_> {
    /// Keeps quiet about what comes behind a call of such a function that is asked for something named for a platform.
    pub(super) fn note_skip_helper(
        &mut self,
        call: &Expr,
        function: &Expr,
        callee: &Partition,
        arguments: &CallArguments,
    ) {
        let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &function.kind else {
            return;
        };
        let is_known = matches!(callee.single(self.reach), Some(Value::Symbol(_)));
        if self.owner.is_none() || is_known || !words(name).iter().any(|word| word == "skip") {
            return;
        }
        let mut texts =
            arguments
                .all
                .iter()
                .filter_map(|(argument, _)| match &argument.value.kind {
                    ExprKind::Str(text) => Some(text),
                    _ => None,
                });
        if texts.any(|text| says_platform(text)) {
            self.unclear.push(Unclear::new(call, self.reach));
            self.unclear.skips_in(self.reach);
        }
    }
}
