//! Methods that only hand on to the function of their own name: `def chown(self, *args): chown(*args)`.

use foldhash::HashSet;

use crate::model::eval::bound_names::{each_expression, each_part, each_statement};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::syntax::ast::{ArgumentKind, Block, Expr, ExprKind, Name, StmtKind};

/// For each function, whether it is a method that is there to hand on to a function of the module that others call, and
/// nothing calls it: what those others ask for first, its callers will ask for, too.
pub(super) fn handing_on(evaluator: &Evaluator<'_>) -> Vec<bool> {
    let functions = &evaluator.functions;
    let name = |info: &FunctionInfo| Name::clone(&info.function.name);
    let hands_on = |info: &&FunctionInfo| {
        info.class.is_some() && hands_on(&info.function.body, &info.function.name)
    };
    let mut names: HashSet<Name> = functions.iter().filter(hands_on).map(name).collect();
    if !names.is_empty() {
        let outermost = |info: &&FunctionInfo| info.class.is_none() && !info.is_local();
        let outermost: HashSet<Name> = functions.iter().filter(outermost).map(name).collect();
        names.retain(|name| outermost.contains(name));
    }
    for info in functions {
        if names.is_empty() {
            break;
        }
        each_statement(&info.function.body, true, &mut |statement| {
            each_expression(statement, &mut |expr| {
                leave_out_attributes(expr, &mut names);
            });
        });
    }
    functions
        .iter()
        .map(|info| names.contains(&info.function.name) && hands_on(&info))
        .collect()
}

/// Whether a body is one call of the function with this name, with whatever was given, perhaps behind a condition.
fn hands_on(body: &Block, name: &str) -> bool {
    // There are many methods, and a docstring is all that can stand beside the call.
    if body.len() > 2 {
        return false;
    }
    let statements: Vec<_> = body
        .iter()
        .filter(|statement| !statement.kind.is_text())
        .collect();
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

/// Takes away the names that something is asked for as attributes.
fn leave_out_attributes(expr: &Expr, names: &mut HashSet<Name>) {
    if let ExprKind::Attribute { name, .. } = &expr.kind {
        names.remove(name);
    }
    each_part(expr, &mut |part| leave_out_attributes(part, names));
}
