//! Forks whose author knows of the threads: tests that silence what Python 3.12 and later say of them.

use crate::model::eval::bound_names::each_part;
use crate::model::eval::evaluator::Evaluator;
use crate::syntax::ast::{Expr, ExprKind};

/// What the warning says: "This process (pid=1) is multi-threaded, use of `fork()` may lead to deadlocks in the child."
const WARNING: &str = "multi-threaded";

impl Evaluator<'_> {
    /// Whether the function around this place is decorated with a filter for that warning.
    pub(super) fn forks_on_purpose(&self) -> bool {
        let Some(owner) = self.owner else {
            return false;
        };
        let function = self.function_of(owner);
        function.decorators.iter().any(silences_warning)
    }
}

/// `@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")`
fn silences_warning(decorator: &Expr) -> bool {
    let ExprKind::Call { function, .. } = &decorator.kind else {
        return false;
    };
    let filters = matches!(&function.kind,
        ExprKind::Name(name) | ExprKind::Attribute { name, .. } if &**name == "filterwarnings");
    let mut says = false;
    each_part(decorator, &mut |part| {
        says |= matches!(&part.kind, ExprKind::Str(text) if text.contains(WARNING));
    });
    filters && says
}
