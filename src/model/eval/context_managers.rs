//! Context managers: what `with` gives its target, and the methods that run at both ends of the block.

use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::Used;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::Expr;
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

    fn method_named(&mut self, class: ClassId, name: &str) -> Option<FunctionId> {
        let value = self.member(class, &name.into(), self.reach);
        match value.single(self.reach) {
            Some(Value::Function(id)) => Some(*id),
            _ => None,
        }
    }

    fn note_method_use(&mut self, id: FunctionId, place: std::ops::Range<usize>) {
        if self.quiet == 0 {
            let mut usage = self.function_use(Used::Function(id), self.reach, true);
            usage.statement = place;
            self.function_uses.push(usage);
        }
    }
}
