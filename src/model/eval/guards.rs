//! Guards that keep code from running while a child process imports the module.

use crate::model::eval::bound_names::each_part;
use crate::model::eval::evaluator::Evaluator;
use crate::syntax::ast::{Comparison, Expr, ExprKind};

/// What stands between the start of a module and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Guard {
    /// Nothing: it runs whenever the module does.
    Absent,
    /// Something that is not known.
    Unknown,
    /// A question about the name of the process: the fork server, which imports the main module
    /// too, has the same as the parent.
    Process,
    /// `if __name__ == "__main__":`, or another question about which process this is.
    Main,
}

/// Words in a condition that asks which process this is.
const ASKS: &[&str] = &[
    "__name__",
    "parent_process",
    "local_rank",
    "rank",
    "RANK",
    "LOCAL_RANK",
    "is_main_process",
    "getpid",
    "in_main",
    "is_main",
];

/// Words in a condition that asks for the name of the process.
const ASKS_NAME: &[&str] = &["MainProcess", "current_process", "_parent_pid"];

impl Evaluator<'_> {
    /// What guards the current place.
    pub(in crate::model) fn guarded_by(&self) -> Guard {
        self.unclear
            .iter()
            .filter(|unclear| unclear.worlds.overlaps(self.reach))
            .map(|unclear| guard(&unclear.test))
            .max()
            .unwrap_or(Guard::Absent)
    }
}

fn guard(test: &Expr) -> Guard {
    if has_no_parent(test) {
        // A child gets its parent after it has imported the main module.
        Guard::Absent
    } else if asks(test, ASKS) {
        Guard::Main
    } else if asks(test, ASKS_NAME) {
        Guard::Process
    } else {
        Guard::Unknown
    }
}

/// `multiprocessing.parent_process() is None`.
fn has_no_parent(test: &Expr) -> bool {
    let ExprKind::Compare { first, rest } = &test.kind else {
        return false;
    };
    let [(Comparison::Is, other)] = &rest[..] else {
        return false;
    };
    let ExprKind::Call { function, .. } = &first.kind else {
        return false;
    };
    let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &function.kind else {
        return false;
    };
    &**name == "parent_process" && matches!(other.kind, ExprKind::None)
}

fn asks(test: &Expr, words: &[&str]) -> bool {
    match &test.kind {
        ExprKind::Name(name) => words.contains(&&**name),
        ExprKind::Str(text) => words.contains(&&**text),
        ExprKind::Attribute { object, name, .. } => words.contains(&&**name) || asks(object, words),
        _ => {
            let mut found = false;
            each_part(test, &mut |part| found = found || asks(part, words));
            found
        }
    }
}
