//! Scopes while they are evaluated: what each name is at this moment.

use std::collections::HashMap;
use std::rc::Rc;

use crate::model::eval::bound_names::Bound;
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// What each name of a scope is.
pub(in crate::model) type Environment = HashMap<Name, Partition>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum ScopeKind {
    Module,
    Function,
    Class,
    /// A comprehension or a lambda.
    Expression,
}

#[derive(Debug)]
pub(in crate::model) struct Scope {
    pub(in crate::model) kind: ScopeKind,
    /// Tells scopes apart that come and go.
    pub(in crate::model) id: u32,
    pub(in crate::model) environment: Environment,
    pub(in crate::model) bound: Rc<Bound>,
    /// Functions defined here, whose bodies run after this scope's.
    pub(in crate::model) pending: Vec<FunctionId>,
    /// Modules whose names were imported with `*`.
    pub(in crate::model) stars: Vec<Name>,
}

impl Scope {
    /// Makes a name `value` in these worlds.
    pub(in crate::model) fn set(&mut self, name: &Name, worlds: Worlds, value: &Partition) {
        self.environment
            .entry(Name::clone(name))
            .or_insert_with(|| Partition::always(Value::Unbound))
            .set(worlds, value);
    }
}

/// What the names are after two ways that may both have been taken: `first` in the worlds that
/// came out of the one, `second` in those that came out of the other.
pub(in crate::model) fn merge(
    first: (Environment, Worlds),
    second: &(Environment, Worlds),
) -> Environment {
    let (mut result, ours) = first;
    let (other, theirs) = second;
    let both = ours & *theirs;
    let unbound = Partition::always(Value::Unbound);
    for (name, value) in other {
        let known = result
            .entry(Name::clone(name))
            .or_insert_with(|| unbound.clone());
        if known != value {
            known.set(*theirs - ours, value);
            known.blur(both, value);
        }
    }
    for (name, known) in &mut result {
        if !other.contains_key(name) {
            known.set(*theirs - ours, &unbound);
        }
    }
    result
}
