//! Functions and classes that are called by another name than their own: out of a table, as an argument.
//!
//! What is only mentioned runs somewhere, and nobody knows what is caught there. Where the mention goes
//! into a table, or to a function of the document, and the calls of what is in there are seen, they count.

use std::ops::Range;

use foldhash::HashSet;

use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::summary::calls::PassedArgument;
use crate::model::summary::given_arguments::{Given, given};
use crate::model::value::{FunctionId, ITEM, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// Through how many parameters a function is followed that is handed on.
const MAX_PARAMETER_HANDOVERS: u32 = 4;

/// Where the value of what is evaluated goes.
#[derive(Clone, Default)]
pub(in crate::model) struct Callables {
    /// The next expression's goes where calls of it are seen.
    pub(in crate::model) next: bool,
    /// So does that of the expression around this place.
    pub(in crate::model) now: bool,
    /// The bytes of the lambda whose body is evaluated.
    pub(in crate::model) lambda: Option<Range<usize>>,
}

impl Evaluator<'_> {
    /// Evaluates something whose calls are seen: what a name is bound to, what a loop goes through.
    pub(in crate::model) fn eval_carried(&mut self, expr: &Expr) -> Partition {
        self.callables.next = true;
        let value = self.eval(expr);
        self.callables.next = false;
        value
    }

    /// Evaluates a part of an expression that goes where the whole goes.
    pub(in crate::model) fn eval_along(&mut self, expr: &Expr) -> Partition {
        self.callables.next = self.callables.now;
        let value = self.eval(expr);
        self.callables.next = false;
        value
    }

    /// Notes that a lambda stands here.
    pub(in crate::model) fn note_lambda(&mut self, range: &Range<usize>) {
        if self.quiet == 0 {
            let usage = self.function_use(Used::Lambda(range.clone()), self.reach, false);
            let carried = self.callables.now;
            self.function_uses.push(FunctionUse { carried, ..usage });
        }
    }

    /// What a value stands for if it is used.
    pub(in crate::model) fn used_by(&self, value: &Value, call: bool) -> Vec<Used> {
        match value {
            Value::Function(id) => vec![Used::Function(*id)],
            Value::Class(id) => vec![Used::Class(*id)],
            Value::Made(id, class) if call && &**class == "lambda" => {
                vec![Used::Lambda(
                    self.spawning.makes[id.0 as usize].range.clone(),
                )]
            }
            Value::Any(values) => {
                let values = values.iter();
                values.flat_map(|value| self.used_by(value, call)).collect()
            }
            Value::Parameter(id, at) if call => vec![Used::Parameter(*id, *at)],
            Value::Member(member) if call && &*member.1 == ITEM => self.used_by(&member.0, true),
            _ => Vec::new(),
        }
    }

    /// Binds what a comprehension goes through, where that is a callable.
    pub(in crate::model) fn bind_callables(&mut self, target: &Expr, item: &Partition) {
        match (&target.kind, item.single(self.reach)) {
            (ExprKind::Name(name), Some(value))
                if value.is_callable() || matches!(value, Value::Member(_)) =>
            {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.set(name, Worlds::ALL, item);
                }
            }
            (ExprKind::Tuple(targets), Some(Value::Items(items)))
                if targets.len() == items.len() =>
            {
                let items: Vec<Value> = items.to_vec();
                for (target, item) in targets.iter().zip(items) {
                    self.bind_callables(target, &Partition::always(item));
                }
            }
            _ => {}
        }
    }

    /// Notes the callables that a call hands to a function of the document.
    pub(in crate::model) fn note_handed(
        &mut self,
        callee: FunctionId,
        filled: usize,
        (passed, worlds): (&[PassedArgument], Worlds),
    ) {
        let mut all = Vec::new();
        for (at, given) in given(&self.functions[callee.0 as usize], filled, (passed, worlds)) {
            let given = match given {
                Given::Argument(handed) => handed.value.clone(),
                Given::Value(value) => value,
                Given::Default(_) => continue,
            };
            all.push((at, given));
        }
        for (at, given) in all {
            let mut used = Vec::new();
            for (_, value) in given.parts(worlds) {
                self.callables_in(value, &mut used);
            }
            for callable in used {
                let handed = Used::Handed(callee, at, Box::new(callable));
                self.note_use(handed, worlds, true);
            }
        }
    }

    fn callables_in(&self, value: &Value, found: &mut Vec<Used>) {
        match value {
            Value::Items(items) => items.iter().for_each(|item| self.callables_in(item, found)),
            Value::Dict(entries) => {
                for (_, value) in entries.iter() {
                    let parts = value.parts(Worlds::ALL);
                    parts.for_each(|(_, value)| self.callables_in(value, found));
                }
            }
            value => found.extend(self.used_by(value, true)),
        }
    }

    /// Makes calls of parameters calls of what is handed over for them.
    pub(in crate::model) fn call_what_is_handed(&mut self) {
        let (mut handed, mut calls) = (Vec::new(), Vec::new());
        for usage in &self.function_uses {
            match &usage.used {
                Used::Handed(callee, at, used) => {
                    let parameter = Used::Parameter(*callee, *at);
                    handed.push((parameter, (**used).clone(), usage.clone()));
                }
                Used::Parameter(..) => calls.push(usage.clone()),
                _ => {}
            }
        }
        for step in 0..=MAX_PARAMETER_HANDOVERS {
            if step == MAX_PARAMETER_HANDOVERS && !calls.is_empty() && !handed.is_empty() {
                reached("functions that pass a parameter on");
                break;
            }
            let mut next = Vec::new();
            for (parameter, used, usage) in &handed {
                for call in calls.iter().filter(|call| call.used == *parameter) {
                    next.push(FunctionUse {
                        used: used.clone(),
                        worlds: usage.worlds & call.worlds,
                        certain: Worlds::NONE,
                        caught: usage.caught.and(call.caught),
                        dynamic: true,
                        perhaps: true,
                        ..usage.clone()
                    });
                }
            }
            calls.clear();
            for usage in next {
                match &usage.used {
                    Used::Parameter(..) => calls.push(usage),
                    Used::Class(class) => {
                        if let Some(id) = self.initialiser(*class) {
                            self.function_uses.push(usage.clone().of_function(id));
                        }
                        self.function_uses.push(usage);
                    }
                    _ => self.function_uses.push(usage),
                }
            }
        }
    }

    /// The functions and classes with calls by another name.
    pub(in crate::model) fn called_by_another_name(&self) -> HashSet<Used> {
        let dynamic = self.function_uses.iter().filter(|usage| usage.dynamic);
        dynamic.map(|usage| usage.used.clone()).collect()
    }
}
