//! `"win" in sys.platform`, which is true for `darwin` too.

use crate::model::eval::evaluator::Evaluator;
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Comparison, Expr, Span};

impl Evaluator<'_> {
    /// Notes `"win" in sys.platform` where it decides about macOS and Windows at once.
    pub(super) fn note_substring(
        &mut self,
        (first, part): (&Expr, &Partition),
        operator: Comparison,
        (platform, whole): (&Expr, &Partition),
    ) {
        let negated = operator == Comparison::NotIn;
        if !negated && operator != Comparison::In || !part.single(self.reach).is_some_and(is_win) {
            return;
        }
        let called = |name: &str| {
            whole.worlds(
                self.reach,
                |whole| matches!(whole, Value::Str(whole) if whole.starts_with(name)),
            )
        };
        let (darwin, windows) = (called("darwin"), called("win"));
        if !windows.is_empty() {
            let span = Span {
                start: first.span.start,
                end: platform.span.end,
            };
            let site = Site::Substring {
                platform: platform.clone(),
                negated,
            };
            self.fail(Exception::Divergence, darwin, site, span);
        }
    }
}

/// Whether `"win" in sys.platform` can be told from what was meant: "win" is in "darwin" too.
fn is_win(value: &Value) -> bool {
    matches!(value, Value::Str(text) if &**text == "win")
}
