//! Values out of a function's body as a caller sees them: with arguments in the place of parameters.

use std::sync::Arc;

use crate::facts::spawns::role;
use crate::limits::reached;
use crate::model::children::calls::is_method;
use crate::model::children::records::MadeObject;
use crate::model::eval::evaluator::Evaluator;
use crate::model::limits::MAX_SUBSTITUTION_DEPTH;
use crate::model::summary::calls::{Call, PassedArgument};
use crate::model::summary::given_arguments::{Given, argument};
use crate::model::value::subscripts::{item, key_of};
use crate::model::value::{AT, CALLED, ENTERED, FunctionId, ITEM, OR, Partition, Value};
use crate::syntax::ast::{Argument, Name};
use crate::world::Worlds;

impl Evaluator<'_> {
    /// A value out of a function's body with what a call of it hands over.
    pub(in crate::model) fn substituted_in(
        &mut self,
        value: &Partition,
        call: &Call,
        worlds: Worlds,
    ) -> Partition {
        let key = call.range.start;
        self.with_arguments(
            value,
            call.callee,
            (call.filled, &call.passed),
            (worlds, key),
        )
    }

    /// A value out of a function's body with what a call hands over in the place of parameters.
    /// What is made of them is something else for each call, told apart by its first byte.
    pub(in crate::model) fn with_arguments(
        &mut self,
        value: &Partition,
        callee: FunctionId,
        (filled, passed): (usize, &[PassedArgument]),
        (worlds, call): (Worlds, usize),
    ) -> Partition {
        self.with_arguments_within(
            value,
            callee,
            (filled, passed),
            (worlds, call),
            MAX_SUBSTITUTION_DEPTH,
        )
    }

    fn with_arguments_within(
        &mut self,
        value: &Partition,
        callee: FunctionId,
        (filled, passed): (usize, &[PassedArgument]),
        (worlds, call): (Worlds, usize),
        depth: u32,
    ) -> Partition {
        value.replaced(worlds, &mut |worlds, symbol| match symbol {
            Value::Parameter(id, at) if *id == callee => {
                let info = &self.functions[callee.0 as usize];
                match argument(info, *at, filled, (passed, worlds)) {
                    Some(Given::Argument(handed)) => Some(handed.value.clone()),
                    Some(Given::Value(value) | Given::Default(value)) => Some(value),
                    None => Some(Partition::UNKNOWN),
                }
            }
            Value::Member(member) if depth > 0 => {
                let owner = Partition::always(member.0.clone());
                let known = self.with_arguments_within(
                    &owner,
                    callee,
                    (filled, passed),
                    (worlds, call),
                    depth - 1,
                );
                (known != owner).then(|| self.member_of(&known, &member.1, worlds))
            }
            Value::Made(id, _) | Value::Object(_, Some(id)) if depth > 0 => {
                let this = Partition::always(symbol.clone());
                if !self.mentions(&this, callee, depth) {
                    return None;
                }
                let make = self.spawning.makes[id.0 as usize].clone();
                let mut arguments: Vec<(Argument, Partition)> = Vec::new();
                for (argument, value) in &make.arguments {
                    let value = self.with_arguments_within(
                        value,
                        callee,
                        (filled, passed),
                        (worlds, call),
                        depth - 1,
                    );
                    arguments.push((argument.clone(), value));
                }
                let new = self.number_of_derived(*id, call);
                self.put_make(new, MadeObject { arguments, ..make });
                Some(Partition::always(match symbol {
                    Value::Object(class, _) => Value::Object(*class, Some(new)),
                    Value::Made(_, class) => Value::Made(new, class.clone()),
                    _ => return None,
                }))
            }
            _ => None,
        })
    }

    /// An attribute, or an item, of something that was not known before.
    fn member_of(&mut self, owner: &Partition, name: &str, worlds: Worlds) -> Partition {
        let mut result = Partition::UNKNOWN;
        let owners: Vec<(Worlds, Value)> = owner
            .parts(worlds)
            .map(|(worlds, owner)| (worlds, owner.clone()))
            .collect();
        for (worlds, owner) in owners {
            let value = match &owner {
                Value::Parameter(..) | Value::Member(_) => {
                    Partition::always(Value::Member(Arc::new((owner, name.into()))))
                }
                both if name == OR => both.first_given(),
                Value::Items(both) if name == AT => match &both[..] {
                    [table, key] => item(table, key, worlds),
                    _ => Partition::UNKNOWN,
                },
                Value::Symbol(class) if name == CALLED => {
                    let makes = role(class).is_some_and(|role| !is_method(role));
                    let made = makes.then(|| Value::Instance(Name::clone(class)));
                    made.map_or(Partition::UNKNOWN, Partition::always)
                }
                Value::Made(..) | Value::Instance(_) if name == ENTERED => Partition::always(owner),
                Value::Class(class) if name == CALLED => {
                    Partition::always(Value::Object(*class, None))
                }
                owner if name == ITEM => owner.item(),
                Value::Dict(_) => key_of(name).map_or(Partition::UNKNOWN, |key| owner.entry(key)),
                Value::Class(class) | Value::Object(class, _) => {
                    self.member(*class, &name.into(), worlds)
                }
                _ => Partition::UNKNOWN,
            };
            result.set(worlds, &value);
        }
        result
    }

    /// Whether a parameter of this function goes into a value, or into what it is made of.
    pub(in crate::model) fn mentions(&self, value: &Partition, of: FunctionId, depth: u32) -> bool {
        let mut found = Vec::new();
        self.parameters(value, &mut found, depth);
        found.iter().any(|(function, _)| *function == of)
    }

    /// The parameters that go into a value, or into what it is made of.
    pub(in crate::model) fn parameters(
        &self,
        value: &Partition,
        found: &mut Vec<(FunctionId, u16)>,
        depth: u32,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            reached("levels of what is passed on");
            return;
        };
        let mut made = Vec::new();
        for (_, value) in value.parts(Worlds::ALL) {
            value.each_symbol(&mut |symbol| match symbol {
                Value::Parameter(id, at) => found.push((*id, *at)),
                Value::Made(id, _) | Value::Object(_, Some(id)) => made.push(*id),
                _ => {}
            });
        }
        for id in made {
            for (_, value) in &self.spawning.makes[id.0 as usize].arguments {
                self.parameters(value, found, depth);
            }
        }
    }
}
