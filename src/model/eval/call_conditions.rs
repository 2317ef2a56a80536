//! Conditions that whoever calls the function decides: `if parallel:` around what starts a child.

use crate::facts::lists;
use crate::limits::reached;
use crate::model::eval::conditions::compare;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::guards::Guard;
use crate::model::eval::iterables::listed_whole;
use crate::model::eval::undecided_guards::Undecided;
use crate::model::summary::calls::{Call, PassedArgument};
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Comparison, Expr, ExprKind};
use crate::world::Worlds;

/// More guards around a place are rarely all decided by a call.
const MAX_GUARDS_OF_CALL: usize = 8;

/// A condition about what a function is given, and how it has to come out.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::model) struct CallCondition {
    test: Test,
    holds: bool,
    /// Where it comes out otherwise, the function fails.
    fails: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    Value(Partition),
    Compare(Partition, Comparison, Partition),
    Not(Box<Test>),
    And(Box<[Test; 2]>),
    Or(Box<[Test; 2]>),
}

impl CallCondition {
    /// Whether these leave open only whether the function fails before it comes to the place.
    pub(in crate::model) fn only_fail(conditions: &[Self]) -> bool {
        conditions.iter().all(|condition| condition.fails)
    }
}

impl Shiftable for CallCondition {
    fn shift(&mut self, shift: &Shift) {
        self.test.each_value(&mut |value| value.shift(shift));
    }
}

impl Test {
    fn each_value(&mut self, visit: &mut dyn FnMut(&mut Partition)) {
        match self {
            Self::Value(value) => visit(value),
            Self::Compare(left, _, right) => {
                visit(left);
                visit(right);
            }
            Self::Not(inner) => inner.each_value(visit),
            Self::And(parts) | Self::Or(parts) => {
                parts.iter_mut().for_each(|part| part.each_value(visit));
            }
        }
    }

    /// Whether it comes out as true, where that is known.
    fn truth(&self, worlds: Worlds) -> Option<bool> {
        let of = |value: &Partition| value.single(worlds).and_then(Value::truth);
        match self {
            Self::Value(value) => of(value),
            Self::Compare(left, operator, right) => {
                let [left, right] =
                    [left, right].map(|value| value.then(worlds, |_, value| counted(value)));
                of(&compare(&left, *operator, &right, worlds))
            }
            Self::Not(inner) => inner.truth(worlds).map(|truth| !truth),
            Self::And(parts) => decided(parts.each_ref().map(|part| part.truth(worlds)), false),
            Self::Or(parts) => decided(parts.each_ref().map(|part| part.truth(worlds)), true),
        }
    }
}

/// A number, where something counts processors: there is more than one.
fn counted(value: &Value) -> Partition {
    let is_count = matches!(value, Value::Made(_, class) if lists::PROCESSOR_COUNTS.has(class));
    Partition::always(match is_count {
        true => Value::Int(i64::from(u16::MAX)),
        false => value.clone(),
    })
}

/// What two parts come to where one of them decides by being `deciding`.
fn decided(parts: [Option<bool>; 2], deciding: bool) -> Option<bool> {
    match parts {
        [Some(one), _] | [_, Some(one)] if one == deciding => Some(deciding),
        [Some(_), Some(_)] => Some(!deciding),
        _ => None,
    }
}

impl Evaluator<'_> {
    /// Remembers what the guards from so many on ask of what the function is given, if they ask nothing else.
    pub(super) fn note_call_condition(&mut self, guards: usize, test: &Expr) {
        if self.owner.is_some()
            && self.unclear.len() > guards
            && let Some(test) = self.asked_of_caller(test)
        {
            let condition = CallCondition {
                test,
                holds: true,
                fails: false,
            };
            self.unclear.set_condition(guards, Some(&condition));
        }
    }

    /// What is still known of those guards behind the statement, of whose branches some end here.
    pub(super) fn keep_call_condition(&mut self, guards: usize, ends: [bool; 2]) {
        match ends {
            // It did not hold.
            [true, false] => {}
            [false, true] => self.unclear.turn_conditions(guards, true),
            _ => self.unclear.set_condition(guards, None),
        }
    }

    fn asked_of_caller(&mut self, test: &Expr) -> Option<Test> {
        Some(match &test.kind {
            ExprKind::Not(inner) => Test::Not(Box::new(self.asked_of_caller(inner)?)),
            ExprKind::And(left, right) => Test::And(self.both_asked(left, right)?),
            ExprKind::Or(left, right) => Test::Or(self.both_asked(left, right)?),
            ExprKind::Compare { first, rest } => {
                let [(operator, operand)] = &rest[..] else {
                    return None;
                };
                Test::Compare(self.told(first)?, *operator, self.told(operand)?)
            }
            _ => Test::Value(self.told(test)?),
        })
    }

    fn both_asked(&mut self, left: &Expr, right: &Expr) -> Option<Box<[Test; 2]>> {
        let parts = [self.asked_of_caller(left)?, self.asked_of_caller(right)?];
        Some(Box::new(parts))
    }

    /// A constant, or what a caller passes.
    fn told(&mut self, part: &Expr) -> Option<Partition> {
        let is_plain = matches!(
            part.kind,
            ExprKind::Name(_)
                | ExprKind::Attribute { .. }
                | ExprKind::None
                | ExprKind::Bool(_)
                | ExprKind::Int(_)
                | ExprKind::Str(_)
        );
        let value = is_plain.then(|| self.subject(part))?;
        let known = value.single(self.reach)?;
        // A list is empty where what it is a list of is.
        let known = listed_whole(known).unwrap_or(known);
        let is_told =
            known.is_constant() || matches!(known, Value::Parameter(..) | Value::Member(_));
        is_told.then(|| Partition::always(known.clone()))
    }

    /// The conditions around the current place, if a call can decide them all.
    pub(in crate::model) fn call_conditions(&self) -> Vec<CallCondition> {
        let mut conditions = self.unclear.conditions(self.reach).unwrap_or_default();
        let is_open = conditions.is_empty() && self.guarded_by() == Guard::Unknown;
        conditions.extend(self.assumed.iter().filter(|_| !is_open).cloned());
        conditions
    }

    /// What a parameter is where nothing is passed for it, if that is what it is taken for from here on.
    pub(in crate::model) fn assume_default(
        &mut self,
        value: &Value,
        take: impl Fn(&Value) -> bool,
    ) -> Option<Value> {
        let Value::Parameter(id, at) = value else {
            return None;
        };
        let info = &self.functions[id.0 as usize];
        let parameter = info.function.parameters.get(usize::from(*at))?;
        let default = info.default_of(parameter)?;
        let default = default.single(Worlds::ALL).filter(|value| take(value))?;
        let default = default.clone();
        let [own, other] = [value, &default].map(|value| Partition::always(value.clone()));
        let test = Test::Compare(own, Comparison::Equal, other);
        let condition = CallCondition {
            test,
            holds: true,
            fails: false,
        };
        if !self.assumed.contains(&condition) {
            self.assumed.push(condition);
        }
        Some(default)
    }

    /// The conditions as a call sees them, without those that it decides; nothing if it decides one against the place.
    pub(in crate::model) fn conditions_in(
        &mut self,
        conditions: &[CallCondition],
        call: &Call,
        worlds: Worlds,
    ) -> Option<Vec<CallCondition>> {
        let mut told = |this: &mut Self, value: &Partition| this.told_in(value, call, worlds);
        self.conditions_told(conditions, worlds, &mut told)
    }

    /// The conditions where `told` says what their values are, without those that this decides; nothing if it decides
    /// one against the place.
    pub(in crate::model) fn conditions_told(
        &mut self,
        conditions: &[CallCondition],
        worlds: Worlds,
        told: &mut dyn FnMut(&mut Self, &Partition) -> Partition,
    ) -> Option<Vec<CallCondition>> {
        let mut left = Vec::new();
        for condition in conditions {
            let mut condition = condition.clone();
            condition
                .test
                .each_value(&mut |value| *value = told(self, value));
            match condition.test.truth(worlds) {
                Some(truth) if truth == condition.holds => {}
                Some(_) => return None,
                None => left.push(condition),
            }
        }
        Some(left)
    }

    /// What a call, or the object that a method is called on, says of a value.
    fn told_in(&mut self, value: &Partition, call: &Call, worlds: Worlds) -> Partition {
        let value = self.substituted_in(value, call, worlds);
        let receiver = call.receiver.as_ref();
        let object = receiver.and_then(|object| object.value.single(worlds));
        let Some(Value::Object(class, Some(made))) = object else {
            return value;
        };
        let (class, made) = (*class, *made);
        let Some(init) = self.initialiser(class) else {
            return value;
        };
        let make = self.spawning.makes[made.0 as usize].clone();
        let passed = make.arguments.into_iter().map(|(argument, value)| {
            let handed = self.hand(&argument.value, value, false);
            let kind = argument.kind;
            PassedArgument { kind, handed }
        });
        let passed: Vec<PassedArgument> = passed.collect();
        self.with_arguments(&value, init, (1, &passed), (worlds, make.range.start))
    }
}

impl Undecided {
    /// What the guards from so many on ask of what a function is given: together they are one test.
    fn set_condition(&mut self, guards: usize, condition: Option<&CallCondition>) {
        let taken = self.take_down_to(guards);
        for (at, mut own) in taken.into_iter().enumerate().rev() {
            own.condition = condition.filter(|_| at == 0).cloned();
            own.is_part = condition.is_some() && at > 0;
            self.push(own);
        }
    }

    /// The conditions of those guards hold here, or they do not.
    pub(super) fn turn_conditions(&mut self, guards: usize, holds: bool) {
        if self.len() == guards
            || self
                .innermost_first()
                .next()
                .is_none_or(|own| own.condition.is_none())
        {
            return;
        }
        for mut own in self.take_down_to(guards).into_iter().rev() {
            if let Some(condition) = &mut own.condition {
                condition.holds = holds;
            }
            self.push(own);
        }
    }

    /// The conditions around a place, if calls can decide all of them.
    pub(super) fn conditions(&self, reach: Worlds) -> Option<Vec<CallCondition>> {
        let mut found = Vec::new();
        for (at, own) in self.innermost_first().enumerate() {
            if at == MAX_GUARDS_OF_CALL {
                reached("guards that a call may decide");
                return None;
            }
            let is_asked = !own.is_part && own.guard() == Guard::Unknown && !own.only_fails();
            if !is_asked || !own.worlds.overlaps(reach) {
                continue;
            }
            let condition = own.condition.clone()?;
            let fails = own.raises;
            found.push(CallCondition { fails, ..condition });
        }
        Some(found)
    }
}
