//! Handlers that answer for what is missing: in words of their own, to whoever runs the program.

use crate::facts::{self, Fact};
use crate::model::eval::bound_names::{each_part, each_statement};
use crate::syntax::ast::{Argument, ArgumentKind, Block, Expr, ExprKind, Handler, Stmt, StmtKind};
use crate::world::Worlds;

/// Whether a handler's last word is an exception or an exit of its own, with words that say why:
/// `raise ConfigurationError("no fork")`, `print("no fork")` before `sys.exit(1)`.
pub(super) fn says_why(handler: &Handler) -> bool {
    let Some((last, before)) = handler.body.split_last() else {
        return false;
    };
    let tells = before.iter().any(|statement| match &statement.kind {
        StmtKind::Expr(said) => matches!(said.kind, ExprKind::Call { .. }) && has_words(said),
        _ => false,
    });
    // The handler says that there is no start method of this name, and shows the name.
    let asked = matches!(&handler.classes[..], [class] if is_named(class, &["ValueError"]));
    match &last.kind {
        StmtKind::Raise {
            exception: Some(exception),
            ..
        } => {
            let own = matches!(exception.kind, ExprKind::Call { .. });
            own && (asked || tells || has_words(exception))
        }
        StmtKind::Expr(call) => exits(call) && (tells || has_words(call)),
        _ => false,
    }
}

/// Whether a handler's last word is what was caught before it came to this: `raise first`.
pub(super) fn raises_earlier(handler: &Handler) -> bool {
    let Some(StmtKind::Raise {
        exception: Some(exception),
        ..
    }) = handler.body.last().map(|last| &last.kind)
    else {
        return false;
    };
    let own = handler.name.as_deref();
    let is_variable = |name: &str| name.starts_with(|c: char| c.is_lowercase() || c == '_');
    matches!(&exception.kind, ExprKind::Name(name) if Some(&**name) != own && is_variable(name))
}

/// Whether a handler catches everything and does nothing but log it with its traceback: what fails is seen by nobody
/// but by who reads the log.
pub(super) fn only_logs(handler: &Handler) -> bool {
    let is_broad = handler.bare
        || matches!(&handler.classes[..], [class] if is_named(class, &["BaseException", "Exception"]));
    let logs = |statement: &Stmt| match &statement.kind {
        StmtKind::Expr(call) => logs_traceback(call),
        _ => false,
    };
    is_broad && matches!(&handler.body[..], [only] if logs(only))
}

/// `log.exception("…")`, `log.warning("…", exc_info=True)`, `traceback.print_exc()`
fn logs_traceback(call: &Expr) -> bool {
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return false;
    };
    let ExprKind::Attribute { name, .. } = &function.kind else {
        return false;
    };
    let shows = |argument: &Argument| {
        matches!(&argument.kind, ArgumentKind::Keyword(name) if &**name == "exc_info")
            && matches!(
                argument.value.kind,
                ExprKind::Bool(true) | ExprKind::Name(_)
            )
    };
    // Nobody misses what is logged for debugging only.
    &**name != "debug"
        && (matches!(&**name, "exception" | "print_exc") || arguments.iter().any(shows))
}

/// Whether a block reads what stands for something old, or something else of its module that is there wherever the old
/// one is not: `inspect.signature` before `except AttributeError: inspect.getargspec`.
pub(super) fn reads_newer(body: &Block, old: &Fact) -> bool {
    let instead = facts::replacement(old.name);
    let instead = instead.and_then(|instead| instead.name.rsplit('.').next());
    let beside = old.name.rsplit_once('.').filter(|_| has_lost(old));
    let is_newer = |module: Option<&str>, name: &str| {
        let is_beside = |(own, last): (&str, &str)| {
            let stays = |other: &Fact| (Worlds::ALL - old.available - other.available).is_empty();
            module == Some(own)
                && name != last
                && facts::fact(&format!("{own}.{name}")).is_none_or(stays)
        };
        instead == Some(name) || beside.is_some_and(is_beside)
    };
    let mut found = false;
    each_statement(body, false, &mut |statement| {
        found |= match &statement.kind {
            StmtKind::Expr(value) | StmtKind::Assign { value, .. } => {
                has_attribute(value, &is_newer)
            }
            StmtKind::Return(value) => value
                .as_ref()
                .is_some_and(|value| has_attribute(value, &is_newer)),
            _ => false,
        };
    });
    found
}

/// Whether versions of Python took it away, on every platform.
fn has_lost(old: &Fact) -> bool {
    old.available == Worlds::minors(|minor| old.available.contains(Worlds::minor(minor)))
}

/// Whether an attribute is read that is wanted, of a module by its plain name.
fn has_attribute(expr: &Expr, is_wanted: &impl Fn(Option<&str>, &str) -> bool) -> bool {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        if let ExprKind::Attribute { object, name } = &expr.kind {
            let module = match &object.kind {
                ExprKind::Name(module) => Some(&**module),
                _ => None,
            };
            if is_wanted(module, name) {
                return true;
            }
        }
        each_part(expr, &mut |part| open.push(part));
    }
    false
}

/// Whether there is a text in an expression.
fn has_words(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Str(_) | ExprKind::Joined(_));
    each_part(expr, &mut |part| found = found || has_words(part));
    found
}

fn is_named(class: &Expr, names: &[&str]) -> bool {
    matches!(&class.kind, ExprKind::Name(name) if names.contains(&&**name))
}

/// Whether an expression is a call that ends the program.
fn exits(call: &Expr) -> bool {
    let ExprKind::Call { function, .. } = &call.kind else {
        return false;
    };
    match &function.kind {
        ExprKind::Name(name) => matches!(&**name, "exit" | "quit"),
        ExprKind::Attribute { object, name } => {
            let module =
                matches!(&object.kind, ExprKind::Name(object) if matches!(&**object, "os" | "sys"));
            module && matches!(&**name, "exit" | "_exit")
        }
        _ => false,
    }
}

/// Whether a handler is there for what may be missing: a start method, an attribute, or what the body imports.
pub(super) fn is_for_what_is_missing(handler: &Handler, body: &Block) -> bool {
    const MISSING: &[&str] = &[
        "AttributeError",
        "ImportError",
        "ModuleNotFoundError",
        "NameError",
        "ValueError",
    ];
    let is_it =
        |class: &Expr| matches!(&class.kind, ExprKind::Name(name) if MISSING.contains(&&**name));
    let imports = |statement: &Stmt| {
        matches!(
            statement.kind,
            StmtKind::Import(_) | StmtKind::ImportFrom(_)
        )
    };
    !handler.classes.is_empty() && handler.classes.iter().all(is_it) || body.iter().all(imports)
}
