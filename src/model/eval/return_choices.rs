//! Functions that give one thing or another: what they are given decides at which `return` they end.

use crate::model::eval::arguments::CallArguments;
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::call_outcomes::{CallOutcome, MAX_RETURNS};
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::platform_words::says_windows;
use crate::model::value::shift::shiftable;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::Expr;
use crate::world::Worlds;

/// What a `return` gives, and what has to hold of what the function is given where control comes to it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct Choice {
    value: Partition,
    conditions: Vec<CallCondition>,
    /// The worlds in which control may come to it.
    worlds: Worlds,
}

/// The choices of the function that is run.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Choices {
    all: Vec<Choice>,
    /// Something else decides, too.
    open: bool,
}

impl Choices {
    /// All of them, if what the function is given decides between several.
    pub(super) fn decided(self) -> Vec<Choice> {
        match self.open || self.all.len() < 2 {
            true => Vec::new(),
            false => self.all,
        }
    }

    fn add(&mut self, value: Partition, conditions: Option<Vec<CallCondition>>, worlds: Worlds) {
        match conditions {
            Some(conditions) if self.all.len() < MAX_RETURNS => self.all.push(Choice {
                value,
                conditions,
                worlds,
            }),
            _ => self.open = true,
        }
    }
}

impl Evaluator<'_> {
    /// Notes what the function gives where control comes to this place.
    pub(super) fn note_choice(&mut self, value: &Partition) {
        if self.choices.open || self.reach.is_empty() {
            return;
        }
        let conditions = self.unclear.conditions(self.reach);
        self.choices.add(value.clone(), conditions, self.reach);
    }

    /// What a call of a function of the document gives.
    pub(super) fn given_by_function(
        &mut self,
        place: (&Expr, &Expr),
        worlds: Worlds,
        id: FunctionId,
        arguments: &CallArguments,
    ) -> Partition {
        let CallOutcome { value, choices, .. } = self.call_function(id, worlds);
        let is_constant = value.single(worlds).is_some_and(Value::is_constant);
        if !is_constant && let Some(chosen) = self.chosen(place, worlds, (id, &choices), arguments)
        {
            return chosen;
        }
        if value == Partition::UNKNOWN {
            let value = self.inner(place.0, id);
            let function = self.function_of(id);
            return match &function.returns {
                // `get_selector_windows()`: it is made to be what works there.
                Some(returns) if !says_windows(&function.name) => self.told_by(returns, value),
                _ => value,
            };
        }
        self.result(place, worlds, (&Value::Function(id), &value), arguments)
    }

    /// What a call gives of a function that gives one thing or another, if the arguments decide that.
    fn chosen(
        &mut self,
        (call, function): (&Expr, &Expr),
        worlds: Worlds,
        (id, choices): (FunctionId, &[Choice]),
        arguments: &CallArguments,
    ) -> Option<Partition> {
        if choices.is_empty() {
            return None;
        }
        let (callee, filled) = self.body_of(function, &Value::Function(id))?;
        let passed = self.passed_by_value(arguments);
        let key = call.span.at(self.base).start;
        let (mut chosen, mut left) = (Partition::UNKNOWN, worlds);
        for choice in choices {
            let within = left & choice.worlds;
            let mut told = |this: &mut Self, value: &Partition| {
                this.with_arguments(value, callee, (filled, &passed), (within, key))
            };
            match self.conditions_told(&choice.conditions, within, &mut told) {
                _ if within.is_empty() => {}
                Some(conditions) if conditions.is_empty() => {
                    let value = told(self, &choice.value);
                    chosen.set(within, &value);
                    left -= within;
                }
                Some(_) => return None,
                None => {}
            }
        }
        Some(chosen)
    }
}

shiftable!(Choice { moves value, conditions; keeps worlds });
