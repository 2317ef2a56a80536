//! What calling a function does, and the runs of function bodies that tell.

use std::sync::Arc;

use crate::model::eval::denied_conditions::DeniedAttribute;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::return_choices::Choice;
use crate::model::eval::scopes::ScopeKind;
use crate::model::eval::stand_ins::brought_in;
use crate::model::value::exception::Escapes;
use crate::model::value::shift::shiftable;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::work_counts;
use crate::world::Worlds;

/// What a call does.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct CallOutcome {
    pub(in crate::model) value: Partition,
    /// What single `return` statements give, where that is more than is known of all of them.
    pub(in crate::model) returns: Vec<Partition>,
    /// What each `return` gives, where what the function is given decides which of them it comes to.
    pub(in crate::model) choices: Vec<Choice>,
    /// The worlds in which the call comes back.
    pub(in crate::model) comes_back: Worlds,
    /// What fails in it for sure, and is not caught there.
    pub(in crate::model) escapes: Escapes,
    /// What cannot be any more of its object where it comes back.
    pub(in crate::model) denied: Vec<DeniedAttribute>,
}

/// How many `return` statements of a function are told apart.
pub(super) const MAX_RETURNS: usize = 8;

impl CallOutcome {
    fn unknown() -> Self {
        Self::of_value(Partition::UNKNOWN)
    }

    /// Nothing but what it gives is known.
    pub(in crate::model) fn of_value(value: Partition) -> Self {
        Self {
            value,
            returns: Vec::new(),
            choices: Vec::new(),
            comes_back: Worlds::ALL,
            escapes: Escapes::default(),
            denied: Vec::new(),
        }
    }
}

impl Evaluator<'_> {
    /// Evaluates without recording anything.
    pub(in crate::model) fn quietly<T>(&mut self, then: impl FnOnce(&mut Self) -> T) -> T {
        self.quiet += 1;
        let result = then(self);
        self.quiet -= 1;
        result
    }

    /// What a call of a function gives, whatever it is given.
    pub(in crate::model) fn outcome(&mut self, id: FunctionId) -> CallOutcome {
        self.journal.read_outcome(id);
        let info = &self.functions[id.0 as usize];
        if let Some(outcome) = &info.outcome {
            return outcome.clone();
        }
        if self.busy.contains(&id)
            || info.function.lazy
            || self.quiet > 3
            || self.fuel == 0
            || !self.sees_scope_of(id)
        {
            return CallOutcome::unknown();
        }
        self.busy.push(id);
        let outcome = self.quietly(|this| this.run(id, Worlds::ALL));
        self.busy.pop();
        if self.module_done {
            self.function_mut(id).outcome = Some(outcome.clone());
        }
        outcome
    }

    /// Notes what a `return` gives, of which more may be known than of what all of them do.
    pub(in crate::model) fn note_returned(&mut self, value: &Partition) {
        let known = |value: &Value| {
            matches!(
                value,
                Value::Made(..) | Value::Object(..) | Value::Items(_) | Value::Dict(_)
            )
        };
        self.note_choice(value);
        let mut parts = value.parts(self.reach);
        if self.returns.len() < MAX_RETURNS && parts.any(|(_, value)| known(value)) {
            let value = value.then(self.reach, |_, value| Partition::always(value.clone()));
            self.returns.push(value);
        }
    }

    /// Notes what a generator gives to who asks for its next value.
    pub(in crate::model) fn note_yielded(&mut self, value: &Partition) {
        self.returned.blur(self.returned_worlds & self.reach, value);
        self.returned.set(self.reach - self.returned_worlds, value);
        self.returned_worlds |= self.reach;
    }

    /// What the block of a `with` gets of the generator that is its manager.
    pub(in crate::model) fn yielded(&mut self, id: FunctionId) -> Partition {
        self.journal.read_outcome(id);
        if let Some(outcome) = &self.functions[id.0 as usize].outcome {
            return outcome.value.clone();
        }
        if self.busy.contains(&id) || self.quiet > 3 || self.fuel == 0 || !self.sees_scope_of(id) {
            return Partition::UNKNOWN;
        }
        self.busy.push(id);
        let outcome = self.quietly(|this| this.run(id, Worlds::ALL));
        self.busy.pop();
        outcome.value
    }

    /// Whether the scope around a function is there, so that its body can be run.
    fn sees_scope_of(&self, id: FunctionId) -> bool {
        let info = &self.functions[id.0 as usize];
        let scope = self.scopes.get(info.depth - 1);
        scope.is_some_and(|scope| scope.id == info.scope)
    }

    /// Calls a function of the document here; what that does.
    pub(super) fn call_function(&mut self, id: FunctionId, worlds: Worlds) -> CallOutcome {
        if self.functions[id.0 as usize].function.lazy {
            return CallOutcome::unknown();
        }
        let outcome = self.outcome(id);
        if outcome.comes_back.is_empty() && self.is_abstract(id, worlds) {
            return CallOutcome::unknown();
        }
        self.leave_in(worlds - outcome.comes_back, true);
        for (exception, failing) in outcome.escapes.iter() {
            let failing = failing & worlds & self.reach;
            if !failing.is_empty() {
                self.escape(exception, failing);
            }
        }
        outcome
    }

    /// What comes out of a constructor goes to the handlers around the call, if there are any.
    pub(super) fn fail_to_construct(&mut self, class: ClassId, worlds: Worlds) {
        let init = match self.tries.is_empty() {
            true => None,
            false => self.initialiser(class),
        };
        if let Some(init) = init {
            for (exception, failing) in self.outcome(init).escapes.iter() {
                let failing = failing & worlds & self.reach;
                if !failing.is_empty() {
                    self.escape(exception, failing);
                }
            }
        }
    }

    /// Runs a function's body in the scopes that it sees.
    pub(in crate::model) fn run(&mut self, id: FunctionId, entered: Worlds) -> CallOutcome {
        let begun = (self.quiet > 0).then(|| self.begin_run(id)).flatten();
        let source = self.source.take();
        let callables = std::mem::take(&mut self.callables);
        let bound_to = self.bound_to.take();
        let outcome = self.run_body(id, entered);
        (self.source, self.callables, self.bound_to) = (source, callables, bound_to);
        self.end_run(begun, Some(&outcome));
        outcome
    }

    fn run_body(&mut self, id: FunctionId, entered: Worlds) -> CallOutcome {
        work_counts::count(|work| work.bodies += 1);
        let info = &self.functions[id.0 as usize];
        let (function, depth, base, class) = (
            Arc::clone(&info.function),
            info.depth,
            info.base,
            info.class,
        );
        let hidden = self.scopes.split_off(depth.min(self.scopes.len()));
        let saved = (
            std::mem::replace(&mut self.reach, entered),
            std::mem::replace(&mut self.base, base),
            self.owner.replace(id),
            std::mem::replace(&mut self.called, true),
        );
        let tries = std::mem::take(&mut self.tries);
        let handling = self.handling.take();
        let loops = std::mem::take(&mut self.loops);
        let inherited = self.functions[id.0 as usize].unclear.clone();
        let unclear = std::mem::replace(&mut self.unclear, inherited);
        let doubt = std::mem::take(&mut self.doubt);
        let raised = std::mem::take(&mut self.raised);
        let escaped = std::mem::take(&mut self.escaped);
        let brought = self.brought.len();
        self.brought.extend(brought_in(&function.body));
        let returned = std::mem::take(&mut self.returned);
        let returned_worlds = std::mem::take(&mut self.returned_worlds);
        let returns = std::mem::take(&mut self.returns);
        let choices = std::mem::take(&mut self.choices);
        let assumed = std::mem::take(&mut self.assumed);

        self.push_scope(ScopeKind::Function, self.bound_of(&function.body));
        for (at, parameter) in function.parameters.iter().enumerate() {
            let value = match class {
                Some(class) if at == 0 && !parameter.variadic => {
                    Partition::always(Value::Object(class, None))
                }
                _ => self.fixture_value(id, &parameter.name).unwrap_or_else(|| {
                    let at = u16::try_from(at).unwrap_or(u16::MAX);
                    self.passed_value(id, parameter, Value::Parameter(id, at))
                }),
            };
            if let Some(scope) = self.scopes.last_mut() {
                scope.set(&parameter.name, Worlds::ALL, &value);
            }
        }
        let checked = std::mem::take(&mut self.checked);
        self.checked.extend(self.visited(id));
        let denied = std::mem::take(&mut self.denied);
        self.straight_on(&function.body);
        let refused = match class {
            Some(_) => self.denied_attributes(&function),
            None => Vec::new(),
        };
        self.denied = denied;
        self.checked = checked;
        let falls_through = self.reach;
        let mut value = std::mem::replace(&mut self.returned, returned);
        let returned = std::mem::replace(&mut self.returned_worlds, returned_worlds);
        if !function.lazy {
            value.blur(falls_through & returned, &Partition::always(Value::None));
            value.set(falls_through - returned, &Partition::always(Value::None));
        }
        let comes_back = falls_through | returned;
        if !falls_through.is_empty() {
            self.note_choice(&Partition::always(Value::None));
        }
        let choices = std::mem::replace(&mut self.choices, choices).decided();
        self.assumed = assumed;
        let mut returns = std::mem::replace(&mut self.returns, returns);
        returns.retain(|returned| *returned != value);

        self.tries = tries;
        self.handling = handling;
        self.loops = loops;
        self.unclear = unclear;
        self.doubt = doubt;
        self.raised = raised;
        let escapes = std::mem::replace(&mut self.escaped, escaped);
        self.brought.truncate(brought);
        if self.quiet == 0 {
            self.owner = Some(id);
            self.run_pending();
        }
        self.scopes.pop();
        (self.reach, self.base, self.owner, self.called) = saved;
        self.scopes.extend(hidden);
        if self.fuel == 0 && self.quiet > 0 {
            return CallOutcome::unknown();
        }
        CallOutcome {
            value,
            returns,
            choices,
            comes_back,
            escapes,
            denied: refused,
        }
    }
}

shiftable!(CallOutcome { moves value, returns, choices; keeps comes_back, escapes, denied });
