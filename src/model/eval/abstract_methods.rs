//! Methods that only refuse: what a call of one does is for the classes that extend theirs to say.

use crate::model::eval::evaluator::Evaluator;
use crate::model::value::FunctionId;
use crate::syntax::ast::{Expr, ExprKind, StmtKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Whether this is the method of an abstract class, called in all worlds that come here; where only some do, it is
    /// what a platform lacks.
    pub(super) fn is_abstract(&self, id: FunctionId, worlds: Worlds) -> bool {
        let info = &self.functions[id.0 as usize];
        let mut body = info.function.body.iter();
        let mut statements = body.by_ref().filter(|statement| !statement.kind.is_text());
        let first = statements.next();
        let refuses = first.is_some_and(|statement| match &statement.kind {
            StmtKind::Raise { exception, .. } => exception.as_ref().is_some_and(is_not_implemented),
            _ => false,
        });
        info.class.is_some()
            && refuses
            && statements.next().is_none()
            && (self.reach - worlds).is_empty()
            && (self.reach - info.defined).is_empty()
    }
}

fn is_not_implemented(exception: &Expr) -> bool {
    match &exception.kind {
        ExprKind::Name(name) => &**name == "NotImplementedError",
        ExprKind::Call { function, .. } => is_not_implemented(function),
        _ => false,
    }
}
