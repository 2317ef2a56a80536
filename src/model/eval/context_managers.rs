//! Context managers: what `with` gives its target, and the methods that run at both ends of the block.

use std::ops::Range;
use std::sync::Arc;

use crate::model::eval::bound_names::each_statement;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::link::call_sites::Used;
use crate::model::value::{ClassId, ENTERED, FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind, Function, StmtKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// What the block of a `with` gets from a manager with this value.
    pub(in crate::model) fn entered(&mut self, manager: &Expr, value: &Partition) -> Partition {
        let mut result = Partition::UNKNOWN;
        let parts: Vec<(Worlds, Value)> = value
            .parts(self.reach)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        for (worlds, value) in parts {
            match &value {
                // These give themselves.
                Value::Made(..) | Value::Instance(_) => {
                    result.set(worlds, &Partition::always(value));
                }
                Value::Parameter(..) | Value::Member(_) if value.is_of_parameter() => {
                    let entered = Value::Member(Arc::new((value, ENTERED.into())));
                    result.set(worlds, &Partition::always(entered));
                }
                Value::Object(class, _) if self.is_manager(*class) => {
                    self.note_manager_start(manager, *class, worlds);
                    result.set(worlds, &Partition::always(value));
                }
                Value::Object(class, _) => {
                    let Some(enter) = self.method_named(*class, "__enter__") else {
                        continue;
                    };
                    let place = manager.span.at(self.base);
                    self.note_method_use(enter, place);
                    let given = self.outcome(enter).value;
                    let itself = matches!(given.single(worlds), Some(Value::Object(given, None)) if given == class);
                    let given = if itself {
                        Partition::always(value)
                    } else {
                        given
                    };
                    result.set(worlds, &given);
                }
                _ => {}
            }
        }
        result
    }

    /// Notes that the block of a manager with this value is left.
    pub(in crate::model) fn note_left(&mut self, value: &Partition) {
        let end = self.statement.at(self.base).end;
        let parts: Vec<Value> = value
            .parts(self.reach)
            .map(|(_, value)| value.clone())
            .collect();
        for value in parts {
            if let Value::Object(class, _) = &value
                && let Some(exit) = self.method_named(*class, "__exit__")
            {
                self.note_method_use(exit, end..end);
            }
            if matches!(value, Value::Made(..) | Value::Instance(_)) {
                self.note_thread_end(end..end, &value);
            }
        }
    }

    /// The generator of the document that a manager runs, if `contextlib.contextmanager` makes one of it.
    pub(in crate::model) fn generator_of(
        &mut self,
        manager: &Expr,
        value: &Partition,
    ) -> Option<FunctionId> {
        let ExprKind::Call { function, .. } = &manager.kind else {
            return None;
        };
        let made = value.single(self.reach);
        if !matches!(made, Some(Value::Made(_, class)) if &**class == "generator") {
            return None;
        }
        let callee = self.aside(function);
        let callee = self.known(callee);
        match callee.single(self.reach) {
            Some(Value::Function(id)) => is_context_manager(&self.function_of(*id)).then_some(*id),
            _ => None,
        }
    }

    fn method_named(&mut self, class: ClassId, name: &str) -> Option<FunctionId> {
        let value = self.member(class, &name.into(), self.reach);
        match value.single(self.reach) {
            Some(Value::Function(id)) => Some(*id),
            _ => None,
        }
    }

    /// Notes that a manager's method, or its generator, runs at the beginning of a block or at its end.
    pub(super) fn note_method_use(&mut self, id: FunctionId, place: Range<usize>) {
        if self.quiet == 0 {
            let mut usage = self.function_use(Used::Function(id), self.reach, true);
            usage.statement = place;
            self.function_uses.push(usage);
        }
    }
}

impl FunctionInfo {
    /// The byte where the block of a `with` has run, if this is the generator of its manager: what stands in `finally`
    /// ends what was started for the block.
    pub(in crate::model) fn end_of_managed(&self) -> Option<usize> {
        if !is_context_manager(&self.function) {
            return None;
        }
        let mut end = None;
        each_statement(&self.function.body, false, &mut |statement| {
            if let StmtKind::Try(statement) = &statement.kind
                && let Some(last) = statement.finally.first()
            {
                end = end.or(Some(last.span.at(self.base).start));
            }
        });
        end
    }
}

/// Whether a function is decorated with `contextlib.contextmanager`, or its like for `async with`.
pub(in crate::model) fn is_context_manager(function: &Function) -> bool {
    let mut decorators = function.decorators.iter();
    function.lazy
        && decorators.any(|decorator| {
            matches!(&decorator.kind, ExprKind::Name(name) | ExprKind::Attribute { name, .. }
                if matches!(&**name, "contextmanager" | "asynccontextmanager"))
        })
}
