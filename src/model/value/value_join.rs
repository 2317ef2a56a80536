//! What is still known of a value that may be one of two.

use std::sync::Arc;

use crate::facts;
use crate::limits::reached;
use crate::model::value::Value;

impl Value {
    /// What is known of both, if anything is.
    pub(in crate::model) fn alike(&self, other: &Self) -> Option<Self> {
        match self == other {
            true => Some(self.clone()),
            false => self.either(other),
        }
    }

    /// Whether it is a function or class of the document, a lambda, or one of several.
    pub(in crate::model) fn is_callable(&self) -> bool {
        match self {
            Self::Function(_) | Self::Class(_) => true,
            Self::Any(values) => values.iter().all(Self::is_callable),
            Self::Made(_, class) => &**class == "lambda",
            _ => false,
        }
    }

    /// Whether it is a callable, or an object that may be one that cannot be sent to a child.
    fn is_thing(&self) -> bool {
        match self {
            Self::Made(..) | Self::Object(..) | Self::Any(_) => true,
            value => value.is_stream() || value.is_callable(),
        }
    }

    /// Whether it is one of the streams that every process has.
    pub(in crate::model) fn is_stream(&self) -> bool {
        matches!(self, Self::Symbol(name) if matches!(&**name, "sys.stdin" | "sys.stdout" | "sys.stderr"))
    }

    /// What any of these may be, if all of them are callables.
    pub(in crate::model) fn any_of<'v>(mut values: impl Iterator<Item = &'v Self>) -> Option<Self> {
        let first = values.next()?.clone();
        let any = values.try_fold(first, |all, value| all.alike(value))?;
        any.is_callable().then_some(any)
    }

    /// What is known of two different values if either may be meant.
    pub(super) fn either(&self, other: &Self) -> Option<Self> {
        both(self, other)
    }
}

/// What is still known of two values if either may be meant.
fn both(ours: &Value, theirs: &Value) -> Option<Value> {
    match (ours, theirs) {
        (Value::Items(none), each @ Value::Each(_))
        | (each @ Value::Each(_), Value::Items(none))
            if none.is_empty() =>
        {
            Some(each.clone())
        }
        // What was asked whether it is true, and may be anything again.
        (Value::Falsy, open) | (open, Value::Falsy) if open.is_open() => Some(open.clone()),
        (ours, theirs) if ours.truth() == Some(false) && theirs.truth() == Some(false) => {
            Some(Value::Falsy)
        }
        (ours, theirs) if ours.is_callable() && theirs.is_callable() => any(ours, theirs),
        // `for name, probe in (("a", first), ("b", second))`
        (Value::Items(ours), Value::Items(theirs))
            if ours.len() == theirs.len() && ours.iter().any(Value::is_callable) =>
        {
            let both = ours.iter().zip(theirs.iter());
            let both = both.map(|(one, other)| one.alike(other).unwrap_or(Value::Unknown));
            Some(Value::Items(both.collect()))
        }
        (Value::Object(ours, _), Value::Object(theirs, _)) if ours == theirs => {
            Some(Value::Object(*ours, None))
        }
        (Value::Made(_, ours), Value::Made(_, theirs)) if ours == theirs => {
            Some(Value::Instance(Arc::clone(ours)))
        }
        // `loop or asyncio.get_event_loop()`
        (ours, theirs) => match told_class(ours).or_else(|| told_class(theirs)) {
            Some(class) => Some(Value::Perhaps(Arc::clone(class))),
            None if ours.is_thing() && theirs.is_thing() => any(ours, theirs),
            None => None,
        },
    }
}

/// The class of the library that something is an instance of, if there are facts about such instances.
fn told_class(value: &Value) -> Option<&Arc<str>> {
    let (Value::Instance(class) | Value::Made(_, class) | Value::Perhaps(class)) = value else {
        return None;
    };
    facts::returns(class).is_some().then_some(class)
}

/// One of the callables or objects that either may be.
fn any(ours: &Value, theirs: &Value) -> Option<Value> {
    /// More of them are a registry, and are not tried one by one.
    const MAX_CALLABLES_PER_NAME: usize = 16;
    let mut all: Vec<Value> = Vec::new();
    for value in [ours, theirs] {
        match value {
            Value::Any(values) => all.extend(values.iter().cloned()),
            value => all.push(value.clone()),
        }
    }
    let mut known: Vec<Value> = Vec::new();
    for value in all {
        if !known.contains(&value) {
            known.push(value);
        }
    }
    if known.len() > MAX_CALLABLES_PER_NAME {
        reached("callables that a name may refer to");
    }
    (known.len() <= MAX_CALLABLES_PER_NAME).then(|| Value::Any(known.into()))
}
