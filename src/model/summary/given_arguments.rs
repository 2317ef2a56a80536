//! What each parameter of a function is in a call.

use foldhash::{HashMap, HashSet};

use crate::model::children::records::HandedValue;
use crate::model::eval::functions::FunctionInfo;
use crate::model::summary::calls::PassedArgument;
use crate::model::value::merged_options::merged;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{ArgumentKind, Function, Name};
use crate::world::Worlds;

/// The argument that a parameter stands for in a call.
pub(in crate::model) enum Given<'c> {
    /// Just this one.
    Argument(&'c HandedValue),
    /// Something made of several.
    Value(Partition),
    /// Nothing is passed for it.
    Default(Partition),
}

/// What each parameter of a function is in a call, by its place, where that is known.
pub(in crate::model) fn given<'c>(
    info: &'c FunctionInfo,
    filled: usize,
    (passed, within): (&'c [PassedArgument], Worlds),
) -> impl Iterator<Item = (u16, Given<'c>)> {
    let shape = CallShape::indexed(passed);
    let places = (0..=u16::MAX).take(info.function.parameters.len());
    places.filter_map(move |at| Some((at, shape.argument(info, at, filled, within)?)))
}

/// The arguments of a call, with what is asked of all of them for each parameter.
struct CallShape<'c> {
    passed: &'c [PassedArgument],
    /// How many positional ones there are before any other.
    plain: usize,
    /// The keyword arguments by name, if many parameters are asked about.
    keywords: Option<HashMap<&'c str, &'c PassedArgument>>,
    stars: bool,
    double: bool,
}

/// What the parameter at this place is in a call; nothing if that is not known.
pub(in crate::model) fn argument<'c>(
    info: &FunctionInfo,
    at: u16,
    filled: usize,
    (passed, within): (&'c [PassedArgument], Worlds),
) -> Option<Given<'c>> {
    CallShape::of(passed).argument(info, at, filled, within)
}

impl<'c> CallShape<'c> {
    fn of(passed: &'c [PassedArgument]) -> Self {
        let has = |kind: &ArgumentKind| passed.iter().any(|argument| argument.kind == *kind);
        let is_plain = |argument: &&PassedArgument| argument.kind == ArgumentKind::Positional;
        Self {
            passed,
            plain: passed.iter().take_while(is_plain).count(),
            keywords: None,
            stars: has(&ArgumentKind::Star),
            double: has(&ArgumentKind::DoubleStar),
        }
    }

    /// The same, made for many questions.
    fn indexed(passed: &'c [PassedArgument]) -> Self {
        let keywords = passed.iter().filter_map(|argument| match &argument.kind {
            ArgumentKind::Keyword(name) => Some((&**name, argument)),
            _ => None,
        });
        Self {
            keywords: Some(keywords.collect()),
            ..Self::of(passed)
        }
    }

    fn keyword(&self, wanted: &Name) -> Option<&'c PassedArgument> {
        if let Some(known) = &self.keywords {
            return known.get(&**wanted).copied();
        }
        let is_it = |argument: &&PassedArgument| matches!(&argument.kind, ArgumentKind::Keyword(name) if name == wanted);
        self.passed.iter().find(is_it)
    }

    fn argument(
        &self,
        info: &FunctionInfo,
        at: u16,
        filled: usize,
        within: Worlds,
    ) -> Option<Given<'c>> {
        let function = &info.function;
        let at = usize::from(at);
        let parameter = function.parameters.get(at)?;
        let at = at.checked_sub(filled)?;
        if parameter.keywords {
            return self.entries(function, within);
        }
        if parameter.variadic {
            if self.stars {
                return None;
            }
            let passed = self.passed.iter();
            let positional = passed.filter(|argument| argument.kind == ArgumentKind::Positional);
            let items = positional.skip(at).map(|argument| {
                let value = argument.handed.value.single(within);
                value.cloned().unwrap_or(Value::Unknown)
            });
            return Some(Given::Value(Partition::always(Value::Items(
                items.collect(),
            ))));
        }
        // Nothing of unknown length stands before it.
        let placed = self.passed[..self.plain].get(at);
        let keyword = self.keyword(&parameter.name);
        if let Some(found) = keyword.or(placed) {
            return Some(Given::Argument(&found.handed));
        }
        if (self.stars || self.double)
            && let Some(value) = spread(self.passed, at, &parameter.name, within)
        {
            return Some(Given::Value(value));
        }
        if self.stars || self.double {
            return None;
        }
        let default = info.default_of(parameter)?;
        (*default != Partition::UNKNOWN).then(|| Given::Default(default.clone()))
    }

    /// What `**entries` of a function are.
    fn entries(&self, function: &Function, within: Worlds) -> Option<Given<'c>> {
        let named: HashSet<&str> = function
            .parameters
            .iter()
            .filter(|parameter| !parameter.variadic)
            .map(|parameter| &*parameter.name)
            .collect();
        let entries = self
            .passed
            .iter()
            .filter_map(|argument| match &argument.kind {
                ArgumentKind::Keyword(name) if !named.contains(&**name) => {
                    Some((Value::Str(Name::clone(name)), argument.handed.value.clone()))
                }
                _ => None,
            });
        let mut entries: Vec<_> = entries.collect();
        let passed = self.passed.iter();
        for argument in passed.filter(|argument| argument.kind == ArgumentKind::DoubleStar) {
            let value = argument.handed.value.single(within);
            let more = value.and_then(Value::as_entries)?;
            entries = merged(&entries, &more);
        }
        let entries = Value::Dict(entries.into());
        Some(Given::Value(Partition::always(entries)))
    }
}

/// What `*items` or `**entries` of known length hand over at this place, or by this name.
fn spread(passed: &[PassedArgument], at: usize, name: &Name, within: Worlds) -> Option<Partition> {
    let mut place = 0;
    for argument in passed {
        match (&argument.kind, argument.handed.value.single(within)) {
            (ArgumentKind::Positional, _) => place += 1,
            (ArgumentKind::Star, Some(Value::Items(items))) => {
                if let Some(item) = at.checked_sub(place).and_then(|at| items.get(at)) {
                    return Some(Partition::always(item.clone()));
                }
                place += items.len();
            }
            (ArgumentKind::DoubleStar, Some(Value::Dict(entries))) => {
                let is_key = |key: &Value| matches!(key, Value::Str(key) if key == name);
                if let Some((_, value)) = entries.iter().find(|(key, _)| is_key(key)) {
                    return Some(value.clone());
                }
            }
            (ArgumentKind::Keyword(_), _) => {}
            _ => return None,
        }
    }
    None
}
