//! How many workers somebody asks for, where nothing bounds it.

use crate::facts::lists;
use crate::facts::spawns::{SpawnKind, SpawnRole};
use crate::model::children::records::Count;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::Value;
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Notes that as many workers are asked for as there are processors.
    pub(super) fn note_count(
        &mut self,
        role: &'static SpawnRole,
        worlds: Worlds,
        arguments: &CallArguments,
    ) {
        let parameter = match role.kind {
            SpawnKind::Executor => "max_workers",
            SpawnKind::Pool => "processes",
            _ => return,
        };
        if self.quiet > 0 {
            return;
        }
        if let Some((argument, _)) = arguments.get(0, parameter).cloned()
            && self.is_count(&argument.value)
        {
            self.spawning.counts.push(Count {
                role,
                range: argument.value.span.at(self.base),
                worlds,
                owner: self.owner,
            });
        }
    }

    /// `os.cpu_count()`, and what is made of it without a bound: `os.cpu_count() or 1`.
    fn is_count(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Or(left, _) => self.is_count(left),
            _ => matches!(
                self.aside(expr).single(self.reach),
                Some(Value::Made(_, class)) if lists::PROCESSOR_COUNTS.has(class)
            ),
        }
    }
}
