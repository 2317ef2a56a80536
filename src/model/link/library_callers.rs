//! Functions of libraries that call what they are given before they come back: `fire.Fire(main)`.

use crate::facts::lists;
use crate::model::eval::arguments::CallArguments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::Value;
use crate::syntax::ast::{ArgumentKind, ExprKind};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// Notes that a call of such a function calls what comes first among its arguments.
    pub(in crate::model) fn note_library_caller(
        &mut self,
        callee: &[(Worlds, Value)],
        arguments: &CallArguments,
    ) {
        let is_caller = |value: &Value| matches!(value, Value::Symbol(name) if lists::LIBRARY_CALLERS.has(name));
        if self.quiet > 0 || !callee.iter().any(|(_, value)| is_caller(value)) {
            return;
        }
        let first = arguments.all.first();
        let Some((argument, value)) =
            first.filter(|(argument, _)| argument.kind == ArgumentKind::Positional)
        else {
            return;
        };
        let own = match &argument.value.kind {
            ExprKind::Name(name) => name,
            _ => "",
        };
        self.note_function_use(value, true, own);
    }
}
