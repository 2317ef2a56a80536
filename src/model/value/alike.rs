//! What is still known of a value that may be one of two.

use std::sync::Arc;

use crate::model::value::Value;

impl Value {
    /// What is known of both, if anything is.
    pub(in crate::model) fn alike(&self, other: &Self) -> Option<Self> {
        match self == other {
            true => Some(self.clone()),
            false => self.either(other),
        }
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
        (Value::Object(ours, _), Value::Object(theirs, _)) if ours == theirs => {
            Some(Value::Object(*ours, None))
        }
        (Value::Made(_, ours), Value::Made(_, theirs)) if ours == theirs => {
            Some(Value::Instance(Arc::clone(ours)))
        }
        _ => None,
    }
}
