//! What the standard library's names stand for, world by world.

use crate::facts;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// The value behind a dotted name, where it exists.
pub(in crate::model) fn named(dotted: &str) -> Partition {
    match dotted {
        "sys.version_info" => return Partition::always(Value::Version(None)),
        // The first release of each minor version: previews before it count as the version before.
        "sys.hexversion" => {
            return versions(Worlds::ALL, |minor| 0x0300_00f0 | i64::from(minor) << 16);
        }
        "typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING" => {
            return Partition::always(Value::Bool(false));
        }
        "sys.version" | "platform.python_version()" => {
            let text = |minor| Value::Prefix(format!("3.{minor}.").into());
            return by_minor(Worlds::ALL, text);
        }
        "platform.python_version_tuple()" => {
            let parts = |minor: u8| {
                let known = ["3".into(), minor.to_string().into()].map(Value::Str);
                Value::Items(known.into_iter().chain([Value::Unknown]).collect())
            };
            return by_minor(Worlds::ALL, parts);
        }
        _ => {}
    }
    if let Some(values) = facts::value(dotted) {
        let mut partition = Partition::UNKNOWN;
        for (worlds, literal) in values {
            partition.set(*worlds, &Partition::always(Value::from(literal)));
        }
        return partition;
    }
    // `torch.multiprocessing.spawn` is a function, although torch's package is otherwise that of
    // the library, in which this is a module.
    if facts::spawns::role(dotted).is_some_and(|role| role.name == dotted) {
        return Partition::always(Value::Symbol(dotted.into()));
    }
    if facts::is_module(dotted) {
        return Partition::always(Value::Module(dotted.into()));
    }
    // A name that stands for another one may have facts of its own.
    let is_own = |fact: &&facts::Fact| fact.name.split('(').next() == Some(dotted);
    let canonical =
        facts::canonical(dotted).filter(|_| !facts::arguments(dotted).iter().any(is_own));
    Partition::always(Value::Symbol(canonical.as_deref().unwrap_or(dotted).into()))
}

impl From<&facts::Literal> for Value {
    fn from(literal: &facts::Literal) -> Self {
        match literal {
            facts::Literal::Str(text) => Self::Str((*text).into()),
            facts::Literal::Prefix(text) => Self::Prefix((*text).into()),
            facts::Literal::Part(_) => Self::Unknown,
            facts::Literal::Strs(texts) => {
                Self::Items(texts.iter().map(|text| Self::Str((*text).into())).collect())
            }
            facts::Literal::Holding(name) => Self::Items([Self::Symbol((*name).into())].into()),
            facts::Literal::Bool(value) => Self::Bool(*value),
            facts::Literal::Int(number) => Self::Int(*number),
            facts::Literal::None => Self::None,
            facts::Literal::Name(name) => Self::Symbol((*name).into()),
            facts::Literal::Empty => Self::Items([].into()),
        }
    }
}

/// The minor version as a number, world by world.
pub(in crate::model) fn minors(within: Worlds) -> Partition {
    versions(within, i64::from)
}

/// A number that depends on the minor version, world by world.
fn versions(within: Worlds, number: impl Fn(u8) -> i64) -> Partition {
    by_minor(within, |minor| Value::Int(number(minor)))
}

/// Something that depends on the minor version, world by world.
fn by_minor(within: Worlds, value: impl Fn(u8) -> Value) -> Partition {
    let mut result = Partition::UNKNOWN;
    for minor in crate::world::FIRST_MINOR..=crate::world::LAST_MINOR {
        let value = Partition::always(value(minor));
        result.set(within & Worlds::minor(minor), &value);
    }
    result
}

/// The fact about a built-in name, unless the name means something else here.
pub(in crate::model) fn built_in(name: &Name, value: &Partition) -> Option<&'static facts::Fact> {
    match value.single(Worlds::ALL) {
        Some(Value::Symbol(symbol)) => {
            let own = symbol.strip_prefix("builtins.") == Some(&**name);
            facts::fact(symbol).filter(|_| own)
        }
        _ => None,
    }
}
