//! What a body puts into a collection that an attribute of `self` holds, and what takes it out again.

use std::ops::Range;

use crate::model::eval::bound_names::{each_expression, each_part, each_statement};
use crate::syntax::ast::{Block, Expr, ExprKind, Function, Name, Stmt, StmtKind};

/// What adds an item to a collection.
const ADDING: &[&str] = &["append", "add", "appendleft"];
/// What takes items out of one.
const TAKING_OUT: &[&str] = &["clear", "discard", "pop", "popitem", "popleft", "remove"];

/// The attribute of `own` into which a body puts what the call at these bytes makes: `workers` of
/// `self.workers.append(process)`, `self.workers[name] = process`.
pub(super) fn added(
    body: &Block,
    own: &Name,
    (base, made): (usize, &Range<usize>),
) -> Option<Name> {
    let makes = |value: &Expr| value.span.at(base) == *made;
    let mut names: Vec<&Name> = Vec::new();
    let mut found = None;
    each_statement(body, false, &mut |statement: &Stmt| match &statement.kind {
        StmtKind::Assign { targets, value } => {
            let named = matches!(&value.kind, ExprKind::Name(name) if names.contains(&name));
            for target in targets {
                match &target.kind {
                    ExprKind::Name(name) if makes(value) => names.push(name),
                    ExprKind::Subscript { object, .. } if makes(value) || named => {
                        found = attribute_of(object, own).or(found.take());
                    }
                    _ => {}
                }
            }
        }
        StmtKind::Expr(call) => {
            if let Some((method, object, items)) = method_call(call)
                && let [item] = items[..]
                && ADDING.contains(&&**method)
                && (makes(item)
                    || matches!(&item.kind, ExprKind::Name(name) if names.contains(&name)))
            {
                found = attribute_of(object, own).or(found.take());
            }
        }
        _ => {}
    });
    found
}

/// The attributes of `own` into whose collections a function puts what it is given as `kept`:
/// `own.handlers[event] = kept`.
pub(in crate::model) fn kept_in(function: &Function, kept: &Name, own: &Name) -> Vec<Name> {
    let is_it = |value: &Expr| matches!(&value.kind, ExprKind::Name(name) if name == kept);
    let mut found = Vec::new();
    each_statement(&function.body, false, &mut |statement| {
        let collection = match &statement.kind {
            StmtKind::Assign { targets, value } if is_it(value) => {
                targets.iter().find_map(|target| match &target.kind {
                    ExprKind::Subscript { object, .. } => Some(object),
                    _ => None,
                })
            }
            StmtKind::Expr(call) => match method_call(call) {
                Some((method, object, items)) => {
                    let last = items.last().is_some_and(|item| is_it(item));
                    (last && ADDING.contains(&&**method)).then_some(object)
                }
                None => None,
            },
            _ => None,
        };
        let collection = collection.map(|collection| match &collection.kind {
            // `own.handlers[event].append(kept)`, `own.handlers.setdefault(event, []).append(kept)`
            ExprKind::Subscript { object, .. } => object,
            _ => method_call(collection).map_or(collection, |(_, object, _)| object),
        });
        found.extend(collection.and_then(|collection| attribute_of(collection, own)));
    });
    found
}

/// Whether a body takes something out of the collection, or puts another one in its place.
pub(super) fn takes_out(body: &Block, attribute: &Name) -> bool {
    let is_it = |object: &Expr| matches!(&object.kind, ExprKind::Attribute { name, .. } if name == attribute);
    let mut found = false;
    each_statement(body, false, &mut |statement| {
        found |= match &statement.kind {
            StmtKind::Assign { targets, .. } => targets.iter().any(is_it),
            StmtKind::Delete(targets) => targets.iter().any(|target| match &target.kind {
                ExprKind::Subscript { object, .. } => is_it(object),
                _ => is_it(target),
            }),
            _ => false,
        };
        each_expression(statement, &mut |expr| found |= takes_out_in(expr, &is_it));
    });
    found
}

/// Whether one of the calls in an expression does.
fn takes_out_in(expr: &Expr, is_it: &dyn Fn(&Expr) -> bool) -> bool {
    let takes =
        |(method, object, _): (&Name, &Expr, _)| TAKING_OUT.contains(&&**method) && is_it(object);
    let mut found = method_call(expr).is_some_and(takes);
    each_part(expr, &mut |part| found = found || takes_out_in(part, is_it));
    found
}

/// A method that is called with positional arguments, and on what.
fn method_call(expr: &Expr) -> Option<(&Name, &Expr, Vec<&Expr>)> {
    let ExprKind::Call {
        function,
        arguments,
    } = &expr.kind
    else {
        return None;
    };
    let ExprKind::Attribute { object, name } = &function.kind else {
        return None;
    };
    let values = arguments.iter().map(|argument| &argument.value);
    Some((name, object, values.collect()))
}

/// `name` of `own.name`.
fn attribute_of(object: &Expr, own: &Name) -> Option<Name> {
    match &object.kind {
        ExprKind::Attribute {
            object: holder,
            name,
        } if matches!(&holder.kind, ExprKind::Name(holder) if holder == own) => {
            Some(Name::clone(name))
        }
        _ => None,
    }
}
