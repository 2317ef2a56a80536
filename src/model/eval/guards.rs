//! Guards that keep code from running while a child process imports the module.

use crate::model::eval::evaluator::Evaluator;
use crate::syntax::ast::{Comparison, Expr, ExprKind};
use crate::world::Worlds;

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
        // Of what runs nowhere, whatever guards it in any world.
        let reach = match self.reach.is_empty() {
            true => Worlds::ALL,
            false => self.reach,
        };
        self.unclear.guard(reach)
    }
}

/// What a condition asks about the process.
pub(in crate::model) struct ProcessQuestion {
    lets_children_in: bool,
    which: bool,
    name: bool,
}

impl ProcessQuestion {
    pub(in crate::model) fn new(test: &Expr) -> Self {
        Self {
            lets_children_in: has_no_parent(test) || names_child(test),
            which: false,
            name: false,
        }
    }

    /// Takes in a name or string of the condition.
    pub(in crate::model) fn word(&mut self, word: &str) {
        self.which |= ASKS.contains(&word);
        self.name |= ASKS_NAME.contains(&word);
    }

    /// What such a condition is as a guard.
    pub(in crate::model) fn guard(&self) -> Guard {
        match (self.lets_children_in, self.which, self.name) {
            (true, _, _) => Guard::Absent,
            (_, true, _) => Guard::Main,
            (_, _, true) => Guard::Process,
            _ => Guard::Unknown,
        }
    }
}

/// `multiprocessing.parent_process() is None`: a child gets its parent after it has imported the main module.
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

/// `__name__ in ("__main__", "__mp_main__")`: the latter is what a child calls the main module.
fn names_child(test: &Expr) -> bool {
    let ExprKind::Compare { first, rest } = &test.kind else {
        return false;
    };
    let [(Comparison::In, names)] = &rest[..] else {
        return false;
    };
    let is_it = |name: &Expr| matches!(&name.kind, ExprKind::Str(name) if &**name == "__mp_main__");
    let listed = match &names.kind {
        ExprKind::Tuple(names) | ExprKind::List(names) | ExprKind::Set(names) => {
            names.iter().any(is_it)
        }
        _ => false,
    };
    listed && matches!(&first.kind, ExprKind::Name(name) if &**name == "__name__")
}
