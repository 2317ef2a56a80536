//! Methods that only hand on to the function of their own name: `def chown(self, *args): chown(*args)`.

use crate::model::eval::bound_names::{each_expression, each_part, each_statement};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::syntax::ast::{ArgumentKind, Block, Expr, ExprKind, StmtKind};

/// Whether a method is there to hand on to a function of the module that others call, and nothing calls it: what those
/// others ask for first, its callers will ask for, too.
pub(super) fn only_hands_on(evaluator: &Evaluator<'_>, info: &FunctionInfo) -> bool {
    let name = &info.function.name;
    if info.class.is_none() || !hands_on(&info.function.body, name) {
        return false;
    }
    let mut functions = evaluator.functions.iter();
    let is_there = functions
        .any(|other| other.class.is_none() && !other.is_local() && other.function.name == *name);
    let mut others = evaluator.functions.iter();
    is_there && !others.any(|other| mentions(&other.function.body, name))
}

/// Whether a body is one call of the function with this name, with whatever was given, perhaps behind a condition.
fn hands_on(body: &Block, name: &str) -> bool {
    let statements: Vec<_> = body.iter().filter(|one| !is_text(&one.kind)).collect();
    let [statement] = statements[..] else {
        return false;
    };
    match &statement.kind {
        StmtKind::If {
            branches,
            otherwise,
        } => match &branches[..] {
            [(_, body)] => otherwise.is_empty() && hands_on(body, name),
            _ => false,
        },
        StmtKind::Expr(call) | StmtKind::Return(Some(call)) => {
            let ExprKind::Call {
                function,
                arguments,
            } = &call.kind
            else {
                return false;
            };
            let is_same = matches!(&function.kind, ExprKind::Name(called) if **called == *name);
            let mut arguments = arguments.iter();
            is_same && arguments.any(|argument| argument.kind == ArgumentKind::Star)
        }
        _ => false,
    }
}

fn is_text(kind: &StmtKind) -> bool {
    matches!(kind, StmtKind::Expr(expr) if matches!(expr.kind, ExprKind::Str(_)))
}

/// Whether something in a body is asked for an attribute of this name.
fn mentions(body: &Block, name: &str) -> bool {
    let mut found = false;
    each_statement(body, true, &mut |statement| {
        each_expression(statement, &mut |expr| {
            found = found || has_attribute(expr, name);
        });
    });
    found
}

fn has_attribute(expr: &Expr, name: &str) -> bool {
    if matches!(&expr.kind, ExprKind::Attribute { name: asked, .. } if **asked == *name) {
        return true;
    }
    let mut found = false;
    each_part(expr, &mut |part| found = found || has_attribute(part, name));
    found
}
