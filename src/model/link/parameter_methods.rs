//! Methods of what a function is given: whether a call of one fails is for those to say who call the function.

use std::ops::Range;

use foldhash::HashMap;

use crate::facts::{self, Fact, Failure};
use crate::limits::reached;
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_SUBSTITUTION_DEPTH;
use crate::model::summary::calls::Call;
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::model::value::shift::shiftable;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::Expr;
use crate::world::Worlds;

/// How many calls of one function are looked at; a helper that is called more often is rarely given a queue by the last.
const MAX_CALLERS: usize = 64;
/// How many parameters are asked for what comes through them to one call of a method.
const MAX_PARAMETERS_ASKED: usize = 256;

/// A call of a method that fails somewhere, if what it is called on is of the class that the fact is about.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct ParameterMethod {
    /// What it is called on, by the parameter that it comes from.
    receiver: Partition,
    /// What callers decide about it.
    conditions: Vec<CallCondition>,
    usage: Use,
}

shiftable!(ParameterMethod { moves receiver, conditions, usage; keeps });

impl Evaluator<'_> {
    /// Notes a call of a method of a parameter, or of something that comes out of one.
    pub(in crate::model) fn note_parameter_method(
        &mut self,
        call: &Expr,
        worlds: Worlds,
        callee: &Value,
    ) {
        let Value::Member(method) = callee else {
            return;
        };
        if self.quiet > 0 {
            return;
        }
        for fact in facts::methods(&method.1) {
            for (within, failure) in fact.failures {
                let Failure::Raises(exception) = failure else {
                    continue;
                };
                let exception = Exception::named(exception);
                let site = Site::Call {
                    call: call.clone(),
                    fact,
                    through: None,
                };
                let usage = self.uncaught_use(site, worlds & *within, call.span, exception);
                if let Some(usage) = usage {
                    let method = ParameterMethod {
                        receiver: Partition::always(method.0.clone()),
                        conditions: self.call_conditions(),
                        usage,
                    };
                    self.parameter_methods.push(method);
                }
            }
        }
    }

    /// Finds the calls that hand over what has the method.
    pub(in crate::model) fn judge_parameter_methods(&mut self) {
        if self.parameter_methods.is_empty() {
            return;
        }
        let calls = std::mem::take(&mut self.spawning.calls);
        let mut calls_of: HashMap<FunctionId, Vec<&Call>> = HashMap::default();
        for call in &calls {
            let calls = calls_of.entry(call.callee).or_default();
            match calls.len() < MAX_CALLERS {
                true => calls.push(call),
                false => reached("calls that tell what a function is given"),
            }
        }
        for method in std::mem::take(&mut self.parameter_methods) {
            let (failing, passed_by) = self.passed_with_method(&method, &calls_of);
            if !failing.is_empty() {
                self.uses.push(Use {
                    worlds: failing,
                    passed_by,
                    ..method.usage
                });
            }
        }
        self.spawning.calls = calls;
    }

    /// The worlds in which a call hands over something that has the method, and the first such call.
    fn passed_with_method(
        &mut self,
        method: &ParameterMethod,
        calls_of: &HashMap<FunctionId, Vec<&Call>>,
    ) -> (Worlds, Option<Range<usize>>) {
        let ParameterMethod {
            receiver,
            conditions,
            usage,
        } = method;
        let mut failing = Worlds::NONE;
        let mut passed_by = None;
        let mut asked = Vec::new();
        let mut due = vec![(receiver.clone(), usage.worlds)];
        while let Some((receiver, within)) = due.pop() {
            if asked.len() >= MAX_PARAMETERS_ASKED {
                reached("parameters between a method and what it is called on");
                break;
            }
            if asked.contains(&(receiver.clone(), within)) {
                continue;
            }
            asked.push((receiver.clone(), within));
            let functions = self.functions_in(&receiver);
            let calls = functions.iter().filter_map(|id| calls_of.get(id)).flatten();
            for call in calls.filter(|call| !call.catches.contains(usage.exception)) {
                let within = (within & call.worlds) - call.doubtful - failing;
                if within.is_empty() || self.conditions_in(conditions, call, within).is_none() {
                    continue;
                }
                let given = self.substituted_in(&receiver, call, within);
                for (worlds, value) in given.parts(within) {
                    if has(value, usage.site.fact()) {
                        failing |= worlds;
                        passed_by.get_or_insert_with(|| call.range.clone());
                    }
                }
                let open = given.worlds(within, Value::is_open);
                if given != receiver && !open.is_empty() {
                    due.push((given, open));
                }
            }
        }
        (failing, passed_by)
    }

    /// The functions whose parameters something comes from.
    fn functions_in(&self, value: &Partition) -> Vec<FunctionId> {
        let mut found = Vec::new();
        self.parameters(value, &mut found, MAX_SUBSTITUTION_DEPTH);
        let mut functions: Vec<FunctionId> = found.into_iter().map(|(id, _)| id).collect();
        functions.sort_unstable();
        functions.dedup();
        functions
    }
}

/// Whether something has the method that a fact is about.
fn has(value: &Value, method: Option<&'static Fact>) -> bool {
    let (Value::Instance(class) | Value::Made(_, class) | Value::Perhaps(class)) = value else {
        return false;
    };
    method.is_some_and(|method| {
        let name = method.name.rsplit('.').next().unwrap_or(method.name);
        let own = facts::fact(&format!("{class}.{name}"));
        own.is_some_and(|own| std::ptr::eq(own, method))
    })
}
