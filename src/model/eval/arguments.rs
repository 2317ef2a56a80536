//! The arguments of a call, and the facts whose conditions they meet.

use crate::facts::{self, ArgumentCondition, ArgumentTest, Fact, Failure, Literal};
use crate::model::value::merged_options::is_rest;
use crate::model::value::{Partition, SET, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, Name};
use crate::world::Worlds;

/// The arguments of a call, evaluated.
pub(crate) struct CallArguments {
    pub(crate) all: Vec<(Argument, Partition)>,
}

impl CallArguments {
    /// The argument at this place or with this name.
    pub(crate) fn get(&self, place: usize, name: &str) -> Option<&(Argument, Partition)> {
        self.positional(place).or_else(|| self.keyword(name))
    }

    /// The argument with this name.
    pub(crate) fn keyword(&self, name: &str) -> Option<&(Argument, Partition)> {
        self.all.iter().find(|(argument, _)| {
            matches!(&argument.kind, ArgumentKind::Keyword(keyword) if **keyword == *name)
        })
    }

    /// The argument at this place, unless a `*` stands before it.
    pub(crate) fn positional(&self, place: usize) -> Option<&(Argument, Partition)> {
        let before = self.all.get(..=place)?;
        before
            .iter()
            .all(|(argument, _)| argument.kind == ArgumentKind::Positional)
            .then(|| &self.all[place])
    }

    /// The value of an argument; unknown if it is not passed.
    pub(crate) fn value(&self, place: usize, name: &str) -> Partition {
        self.get(place, name)
            .map_or(Partition::UNKNOWN, |(_, value)| value.clone())
    }

    /// Whether `*` or `**` may pass more than can be seen.
    pub(crate) fn open(&self) -> bool {
        self.all.iter().any(|(argument, _)| {
            matches!(argument.kind, ArgumentKind::Star | ArgumentKind::DoubleStar)
        })
    }

    /// The argument for a parameter of this function.
    pub(crate) fn of(&self, function: &str, parameter: &str) -> Option<&(Argument, Partition)> {
        let place = facts::parameters(function)
            .and_then(|names| names.iter().position(|name| *name == parameter));
        place
            .and_then(|place| self.positional(place))
            .or_else(|| self.keyword(parameter))
    }

    /// Whether all of them are passed by their names.
    pub(in crate::model) fn are_named(&self) -> bool {
        let mut all = self.all.iter();
        all.all(|(argument, _)| matches!(argument.kind, ArgumentKind::Keyword(_)))
    }

    /// Those that are passed by their names, as the entries of a dictionary.
    pub(in crate::model) fn entries(&self) -> Vec<(Value, Partition)> {
        let entries = self
            .all
            .iter()
            .filter_map(|(argument, value)| match &argument.kind {
                ArgumentKind::Keyword(name) => Some((Value::Str(Name::clone(name)), value.clone())),
                _ => None,
            });
        entries.collect()
    }

    /// The same with the entries of a dictionary in the place of `**entries`, where all of them are known.
    pub(in crate::model) fn spread(&self, within: Worlds) -> Option<Self> {
        let entries = |(argument, value): &(Argument, Partition)| match value.single(within) {
            Some(options @ Value::Dict(entries)) if argument.kind == ArgumentKind::DoubleStar => {
                let entries = entries.iter().map(|(key, value)| match key {
                    Value::Str(key) => Some((entry(argument, key), options.entry(key))),
                    // All that somebody passes.
                    key if is_rest(key) => Some((argument.clone(), value.clone())),
                    _ => None,
                });
                entries.collect::<Option<Vec<_>>>()
            }
            _ => None,
        };
        let known = self.all.iter().any(|argument| entries(argument).is_some());
        let all = known.then(|| {
            let all = self.all.iter();
            all.flat_map(|argument| entries(argument).unwrap_or_else(|| vec![argument.clone()]))
        });
        Some(Self {
            all: all?.collect(),
        })
    }

    /// The worlds, of these, in which all conditions of the fact are known to be met, and the
    /// argument that the first of them is about.
    pub(in crate::model) fn meet(
        &self,
        function: &str,
        fact: &Fact,
        within: Worlds,
    ) -> (Worlds, Option<&Argument>) {
        let mut worlds = within;
        let mut culprit = None;
        for condition in fact.when {
            // What the name of a parameter is not known to can still be passed by its place.
            let argument =
                if fact.failure == Failure::Missing && condition.test == ArgumentTest::Passed {
                    self.keyword(condition.parameter)
                } else {
                    self.of(function, condition.parameter)
                };
            if let Some((argument, _)) = argument {
                culprit.get_or_insert(argument);
            }
            worlds = match (argument, condition.test) {
                (None, ArgumentTest::Absent) if !self.open() => worlds,
                (Some(_), ArgumentTest::Passed) => worlds,
                (Some((argument, _)), test)
                    if test != ArgumentTest::Absent && is_set(&argument.value) =>
                {
                    match holds(&Value::Instance(SET.into()), condition) {
                        true => worlds,
                        false => Worlds::NONE,
                    }
                }
                (Some((_, value)), test) if test != ArgumentTest::Absent => {
                    value.worlds(worlds, |value| holds(value, condition))
                }
                _ => Worlds::NONE,
            };
        }
        (worlds, culprit)
    }
}

/// What stands for this key in `**{"key": value}` or `**entries`, as an argument of its own.
fn entry(argument: &Argument, key: &Name) -> Argument {
    let written = match &argument.value.kind {
        ExprKind::Dict(entries) => entries.iter().rev().find_map(|(other, value)| {
            let is_it = matches!(&other.as_ref()?.kind, ExprKind::Str(other) if other == key);
            is_it.then(|| value.clone())
        }),
        _ => None,
    };
    let span = argument.value.span;
    let item = || ExprKind::Subscript {
        object: argument.value.clone(),
        indices: vec![Expr::new(span, ExprKind::Str(Name::clone(key)))],
    };
    Argument {
        span: argument.span,
        kind: ArgumentKind::Keyword(Name::clone(key)),
        value: written.unwrap_or_else(|| Expr::new(span, item())),
    }
}

/// Whether an expression makes a set: `{a, b}`, `set(names)`.
fn is_set(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Set(_) => true,
        ExprKind::Call { function, .. } => {
            matches!(&function.kind, ExprKind::Name(name) if matches!(&**name, "set" | "frozenset"))
        }
        _ => false,
    }
}

fn holds(value: &Value, condition: &ArgumentCondition) -> bool {
    match condition.test {
        ArgumentTest::Is => equals(value, condition.literal) == Some(true),
        ArgumentTest::IsNot => equals(value, condition.literal) == Some(false),
        ArgumentTest::Above => matches!((value, condition.literal),
            (Value::Int(value), Literal::Int(bound)) if *value > bound),
        ArgumentTest::Below => matches!((value, condition.literal),
            (Value::Int(value), Literal::Int(bound)) if *value < bound),
        ArgumentTest::Passed | ArgumentTest::Absent => false,
    }
}

fn equals(value: &Value, literal: Literal) -> Option<bool> {
    if value.is_open() || matches!(value, Value::Unbound | Value::Poisoned) {
        return None;
    }
    Some(match (value, literal) {
        (Value::Str(text), Literal::Str(wanted)) => **text == *wanted,
        (Value::Str(text), Literal::Prefix(wanted)) => text.starts_with(wanted),
        (Value::Str(text), Literal::Part(wanted)) if wanted.starts_with('%') => {
            // `%%s` is a directive for somebody else.
            text.replace("%%", "").contains(wanted)
        }
        (Value::Str(text), Literal::Part(wanted)) => text.contains(wanted),
        (Value::Prefix(text), Literal::Prefix(wanted)) => {
            let is_open = wanted.starts_with(&**text) && wanted.len() > text.len();
            return (!is_open).then(|| text.starts_with(wanted));
        }
        (Value::Prefix(text), Literal::Part(wanted)) => {
            return text.contains(wanted).then_some(true);
        }
        (Value::Int(number), Literal::Int(wanted)) => *number == wanted,
        (Value::Bool(value), Literal::Bool(wanted)) => *value == wanted,
        (Value::Bool(value), Literal::Int(wanted)) => i64::from(*value) == wanted,
        (Value::None, Literal::None) => true,
        (Value::Items(items), Literal::Empty) => items.is_empty(),
        (Value::Items(items), Literal::Holding(wanted)) => {
            let mut items = items.iter();
            return items
                .any(|item| equals(item, Literal::Name(wanted)) == Some(true))
                .then_some(true);
        }
        (Value::Dict(entries), Literal::Empty) => entries.is_empty(),
        (
            Value::Symbol(name) | Value::Instance(name) | Value::Made(_, name),
            Literal::Name(wanted),
        ) => {
            // Another name may stand for the same thing.
            return (**name == *wanted).then_some(true);
        }
        (Value::Context(method), Literal::Name(wanted)) => wanted
            .to_ascii_lowercase()
            .ends_with(&format!(".{}context", method.name())),
        // The value of a constant is not known, only that it is something.
        (
            Value::Symbol(_) | Value::Instance(_) | Value::Made(..) | Value::Prefix(_),
            Literal::None,
        ) => false,
        (Value::Symbol(_) | Value::Instance(_) | Value::Made(..) | Value::Each(_), _) => {
            return None;
        }
        _ => false,
    })
}
