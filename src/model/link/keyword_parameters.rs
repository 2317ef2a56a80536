//! Parameters that are passed by name only, and that the whole project passes on some platforms only.

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::link::document_imports::passed_name;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{ExprKind, Name, Parameter};

impl Evaluator<'_> {
    /// What a parameter stands for: what is passed, or its default where nobody in the project passes anything.
    pub(in crate::model) fn passed_value(
        &self,
        id: FunctionId,
        parameter: &Parameter,
        passed: Value,
    ) -> Partition {
        let mut value = Partition::always(passed);
        if self.used_elsewhere.is_empty() {
            return value;
        }
        let Some(asked) = self.asked_for(&self.functions[id.0 as usize], parameter) else {
            return value;
        };
        let mut known = self.used_elsewhere.iter();
        if let Some((_, worlds)) = known.find(|(name, _)| *name == asked) {
            let default = match parameter.default.as_ref().map(|default| &default.kind) {
                Some(ExprKind::None) => Value::None,
                _ => Value::Bool(false),
            };
            value.set(!*worlds, &Partition::always(default));
        }
        value
    }

    /// The parameters of functions and of the methods of these classes of which it is worth knowing who passes them.
    pub(in crate::model) fn parameters_to_ask_for(&self, leads: &[bool]) -> Vec<Name> {
        let mut classes = vec![false; self.classes.len()];
        for (info, _) in self
            .functions
            .iter()
            .zip(leads)
            .filter(|(_, leads)| **leads)
        {
            if let Some(class) = info.class {
                classes[class.0 as usize] = true;
            }
        }
        let functions = self.functions.iter().zip(leads);
        let concerned = functions.filter(|(info, leads)| match info.class {
            Some(class) => classes[class.0 as usize],
            None => **leads,
        });
        let parameters = concerned.flat_map(|(info, _)| {
            let parameters = info.function.parameters.iter();
            parameters.filter_map(|parameter| self.asked_for(info, parameter))
        });
        parameters.collect()
    }

    /// How it is asked for who passes a parameter that is nothing by default, and passed by its name: `Reader.terminal=`.
    fn asked_for(&self, info: &FunctionInfo, parameter: &Parameter) -> Option<Name> {
        let is_nothing = matches!(
            parameter.default.as_ref()?.kind,
            ExprKind::None | ExprKind::Bool(false)
        );
        if info.local || !parameter.keyword_only || !is_nothing {
            return None;
        }
        let owner = match info.class {
            Some(class) => &self.classes[class.0 as usize].class.name,
            None => &info.function.name,
        };
        Some(format!("{owner}.{}", passed_name(&parameter.name)).into())
    }
}
