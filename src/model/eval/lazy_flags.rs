//! Conditions that are evaluated when somebody asks: `ON_WINDOWS = LazyBool(lambda: os.name == "nt")`.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_words::words;
use crate::model::value::Partition;
use crate::syntax::ast::{Argument, Expr, ExprKind};

impl Evaluator<'_> {
    /// What a call gives that puts a condition off, where the condition is decided.
    pub(in crate::model) fn lazy_flag(
        &mut self,
        function: &Expr,
        arguments: &[Argument],
    ) -> Option<Partition> {
        let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &function.kind else {
            return None;
        };
        if !words(name).iter().any(|word| word.starts_with("lazy")) {
            return None;
        }
        let ExprKind::Lambda(lambda) = &arguments.first()?.value.kind else {
            return None;
        };
        if !lambda.parameters.is_empty() {
            return None;
        }
        let given = self.aside(&lambda.body);
        let (when_true, when_false) = given.split(self.reach);
        let (holds, fails) = (when_true - when_false, when_false - when_true);
        (!(holds | fails).is_empty()).then(|| Partition::truth(when_true, when_false))
    }
}
