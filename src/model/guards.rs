//! Guards that keep code from running while a child process imports the module.

use super::evaluate::Evaluator;
use super::names::each_part;
use crate::syntax::ast::{Expr, ExprKind};

/// What stands between the start of a module and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Guard {
    /// Nothing: it runs whenever the module does.
    Absent,
    /// Something that is not known.
    Unknown,
    /// `if __name__ == "__main__":`, or another question about which process this is.
    Main,
}

/// Words in a condition that asks which process this is.
const ASKS: &[&str] = &[
    "__name__",
    "MainProcess",
    "current_process",
    "parent_process",
    "_parent_pid",
    "local_rank",
    "rank",
    "RANK",
    "LOCAL_RANK",
    "is_main_process",
    "getpid",
    "in_main",
    "is_main",
];

impl Evaluator<'_> {
    /// What guards the current place.
    pub(super) fn guarded_by(&self) -> Guard {
        self.unclear
            .iter()
            .filter(|unclear| unclear.worlds.overlaps(self.reach))
            .map(|unclear| match asks(unclear.test) {
                true => Guard::Main,
                false => Guard::Unknown,
            })
            .max()
            .unwrap_or(Guard::Absent)
    }
}

fn asks(test: &Expr) -> bool {
    match &test.kind {
        ExprKind::Name(name) => ASKS.contains(&&**name),
        ExprKind::Str(text) => ASKS.contains(&&**text),
        ExprKind::Attribute { object, name, .. } => ASKS.contains(&&**name) || asks(object),
        _ => {
            let mut found = false;
            each_part(test, &mut |part| found = found || asks(part));
            found
        }
    }
}
