//! What is passed for the parameters of a method, `*args` and `**kwargs` included.

use foldhash::HashMap;

use crate::model::Model;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{ArgumentKind, Name};
use crate::world::Worlds;

/// What is passed for the parameters of a function.
pub(super) type PassedArguments = HashMap<Name, Partition>;

impl Model {
    /// What is passed for a method's parameters.
    pub(super) fn passed_to(
        &self,
        id: FunctionId,
        arguments: &[(ArgumentKind, Partition)],
    ) -> PassedArguments {
        let info = self.function_info(id);
        let mut passed: PassedArguments = info.defaults.iter().cloned().collect();
        let own = || info.function.parameters.iter().skip(1);
        let mut places = own().take_while(|parameter| !parameter.variadic);
        let (mut rest, mut entries, mut open) = (Vec::new(), Vec::new(), false);
        for (kind, value) in arguments.iter().flat_map(spread) {
            match kind {
                ArgumentKind::Positional => match places.next() {
                    Some(parameter) => _ = passed.insert(Name::clone(&parameter.name), value),
                    None => {
                        let value = value.single(Worlds::ALL).cloned();
                        rest.push(value.unwrap_or(Value::Unknown));
                    }
                },
                ArgumentKind::Keyword(name) => {
                    let is_it = |name: &Name| {
                        own().any(|parameter| parameter.name == *name && !parameter.variadic)
                    };
                    match is_it(&name) {
                        true => _ = passed.insert(name, value),
                        false => entries.push((Value::Str(name), value)),
                    }
                }
                // Any of them may be passed.
                ArgumentKind::Star | ArgumentKind::DoubleStar => {
                    open = true;
                    for parameter in own() {
                        passed.insert(Name::clone(&parameter.name), Partition::UNKNOWN);
                    }
                }
            }
        }
        for parameter in own().filter(|parameter| parameter.variadic && !open) {
            let value = match parameter.keywords {
                true => Value::Dict(std::mem::take(&mut entries).into()),
                false => Value::Items(std::mem::take(&mut rest).into()),
            };
            passed.insert(Name::clone(&parameter.name), Partition::always(value));
        }
        passed
    }
}

/// An argument, or those in the place of `*items` and `**entries` that are known.
fn spread((kind, value): &(ArgumentKind, Partition)) -> Vec<(ArgumentKind, Partition)> {
    let known = match (kind, value.single(Worlds::ALL)) {
        (ArgumentKind::Star, Some(Value::Items(items))) => {
            let items = items.iter().cloned().map(Partition::always);
            Some(items.map(|item| (ArgumentKind::Positional, item)).collect())
        }
        (ArgumentKind::DoubleStar, Some(Value::Dict(entries))) => {
            let entries = entries.iter().map(|(key, value)| match key {
                Value::Str(key) => Some((ArgumentKind::Keyword(Name::clone(key)), value.clone())),
                _ => None,
            });
            entries.collect()
        }
        _ => None,
    };
    known.unwrap_or_else(|| vec![(kind.clone(), value.clone())])
}
