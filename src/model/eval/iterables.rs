//! What loops go through: collections, views of dictionaries, and what `zip` and its like make of them.

use std::sync::Arc;

use crate::facts;
use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::value::{ITEM, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind};
use crate::world::Worlds;

/// How deep iterables are looked into: `enumerate(zip(reversed(a), b))`. Nobody writes deeper ones.
const MAX_WRAPPED_ITERABLES: u32 = 4;

impl Evaluator<'_> {
    /// What a turn of a loop over it starts with.
    pub(in crate::model) fn item_of(&self, value: &Partition, within: Worlds) -> Partition {
        self.item_within(value, within, MAX_WRAPPED_ITERABLES)
    }

    fn item_within(&self, value: &Partition, within: Worlds, depth: u32) -> Partition {
        let Some(depth) = depth.checked_sub(1) else {
            reached("iterables in one another");
            return Partition::UNKNOWN;
        };
        value.then(within, |worlds, value| {
            if let Value::Instance(class) | Value::Made(_, class) = value
                && let Some(item) = facts::yields(class)
            {
                return Partition::always(Value::Instance(item.into()));
            }
            let Value::Made(id, class) = value else {
                return value.item();
            };
            let made_of = &self.spawning.makes[id.0 as usize].arguments;
            let Some((_, first)) = made_of.first() else {
                return Partition::UNKNOWN;
            };
            match &**class {
                "builtins.dict.items" => entry_of_turn(first, true, worlds),
                "builtins.dict.values" => entry_of_turn(first, false, worlds),
                "builtins.filter" => {
                    let of = made_of.get(1);
                    of.map_or(Partition::UNKNOWN, |(_, of)| {
                        self.item_within(of, worlds, depth)
                    })
                }
                "itertools.cycle" | "itertools.islice" => self.item_within(first, worlds, depth),
                "builtins.enumerate" => {
                    let number = Some(Value::Unknown);
                    self.tuple_of_items(number, made_of.get(..1), worlds, depth)
                }
                "builtins.zip" => self.tuple_of_items(None, Some(made_of), worlds, depth),
                _ => Partition::UNKNOWN,
            }
        })
    }

    /// A tuple with what a turn of a loop over each of some things starts with.
    fn tuple_of_items(
        &self,
        number: Option<Value>,
        things: Option<&[(Argument, Partition)]>,
        worlds: Worlds,
        depth: u32,
    ) -> Partition {
        let things = things.unwrap_or_default().iter();
        let named = |argument: &Argument| matches!(argument.kind, ArgumentKind::Keyword(_));
        let things = things.filter(|(argument, _)| !named(argument));
        let is_plain = |argument: &Argument| argument.kind == ArgumentKind::Positional;
        if !things.clone().all(|(argument, _)| is_plain(argument)) {
            return Partition::UNKNOWN;
        }
        let items = things.map(|(_, of)| {
            let item = self.item_within(of, worlds, depth);
            item.single(worlds).cloned().unwrap_or(Value::Unknown)
        });
        let items: Vec<Value> = number.into_iter().chain(items).collect();
        match items.iter().all(|item| *item == Value::Unknown) {
            true => Partition::UNKNOWN,
            false => Partition::always(Value::Items(items.into())),
        }
    }
}

/// A list or the like of what something goes through.
pub(in crate::model) fn listed(value: &Value) -> Partition {
    match value {
        Value::Items(_) | Value::Each(_) => Partition::always(value.clone()),
        Value::Parameter(..) | Value::Member(_) => {
            let item = Value::Member(Arc::new((value.clone(), ITEM.into())));
            Partition::always(Value::Each(Arc::new(item)))
        }
        _ => Partition::UNKNOWN,
    }
}

/// What something is a list of all items of, if it is one of something that is not known yet.
pub(in crate::model) fn listed_whole(value: &Value) -> Option<&Value> {
    match value {
        Value::Each(item) => match &**item {
            Value::Member(member) if &*member.1 == ITEM => Some(&member.0),
            _ => None,
        },
        _ => None,
    }
}

/// What a loop over a dictionary's values, or over its entries, starts a turn with.
fn entry_of_turn(of: &Partition, pairs: bool, worlds: Worlds) -> Partition {
    let Some(Value::Dict(entries)) = of.single(worlds) else {
        return Partition::UNKNOWN;
    };
    let mut all: Option<Value> = None;
    for (_, value) in entries.iter() {
        let Some(value) = value.single(worlds) else {
            return Partition::UNKNOWN;
        };
        let alike = match &all {
            Some(all) => all.alike(value),
            None => Some(value.clone()),
        };
        match alike {
            Some(alike) => all = Some(alike),
            None => return Partition::UNKNOWN,
        }
    }
    let key = match &entries[..] {
        [(key, _)] => key.clone(),
        _ => Value::Unknown,
    };
    all.map_or(Partition::UNKNOWN, |value| {
        Partition::always(match pairs {
            true => Value::Items([key, value].into()),
            false => value,
        })
    })
}
