//! Conditions that only type checkers look at.

use crate::syntax::ast::{Expr, ExprKind};

/// `TYPE_CHECKING`, `typing.TYPE_CHECKING`.
pub(super) fn is_for_type_checkers(test: &Expr) -> bool {
    matches!(&test.kind,
        ExprKind::Name(name) | ExprKind::Attribute { name, .. } if &**name == "TYPE_CHECKING")
}

/// What `assert not TYPE_CHECKING or sys.platform == "linux"` says to type checkers, which holds
/// for everybody: the module is for Linux.
pub(super) fn for_type_checkers(test: &Expr) -> Option<&Expr> {
    let ExprKind::Or(left, right) = &test.kind else {
        return None;
    };
    let is_for_them = |test: &Expr| match &test.kind {
        ExprKind::Not(asked) => is_for_type_checkers(asked),
        _ => false,
    };
    match (is_for_them(left), is_for_them(right)) {
        (true, _) => Some(right),
        (_, true) => Some(left),
        _ => None,
    }
}
