//! Which attributes an edited body assigns otherwise than before.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

use crate::model::eval::attribute_assignments::attributes_set;
use crate::model::eval::changed_assignments::ChangedAssignments;
use crate::model::eval::evaluator::Evaluator;
use crate::model::objects::self_assignments::assignments;
use crate::model::value::ClassId;
use crate::syntax::ast::{Class, Function, Name};

/// How many times a body assigns attributes, before an edit and after it, where that is not the same.
#[derive(Default)]
pub(super) struct ChangedAttributes {
    /// Those of something else than `self`.
    before: HashMap<Name, usize>,
    now: HashMap<Name, usize>,
    /// Those of `self` are others.
    of_self: bool,
}

impl ChangedAttributes {
    /// What is different in a body.
    pub(super) fn between(old: &Function, new: &Function) -> Self {
        let sets = |function: &Function| {
            let mut found = HashMap::new();
            attributes_set(&function.body, &mut found);
            found
        };
        let (before, now) = (sets(old), sets(new));
        let of_self = assignments(&old.body) != assignments(&new.body);
        match before == now {
            true => Self {
                of_self,
                ..Self::default()
            },
            false => Self {
                before,
                now,
                of_self,
            },
        }
    }

    /// Counts the assignments of the new body in the place of the old ones; what whoever asks for them may see, where these
    /// are the classes around it.
    pub(super) fn put(
        &self,
        evaluator: &mut Evaluator<'_>,
        classes: &[(ClassId, Arc<Class>)],
    ) -> ChangedAssignments {
        let mut found = ChangedAssignments::default();
        let count = |counts: &HashMap<Name, usize>, name| counts.get(name).copied().unwrap_or(0);
        let new = self
            .now
            .keys()
            .filter(|name| !self.before.contains_key(*name));
        for name in self.before.keys().chain(new) {
            let all = count(&evaluator.attributes_set, name);
            let others = all.saturating_sub(count(&self.before, name));
            let now = others + count(&self.now, name);
            if (all == 0) != (now == 0) {
                found.attributes.insert(Name::clone(name));
            }
            match now {
                0 => evaluator.attributes_set.remove(name),
                now => evaluator.attributes_set.insert(Name::clone(name), now),
            };
        }
        let around = classes.iter().filter(|_| self.of_self);
        for (id, class) in around {
            found.add_class(evaluator, *id, assignments(&class.body));
        }
        found
    }
}
