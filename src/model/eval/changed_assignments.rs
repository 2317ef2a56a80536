//! What an edit changes of which attributes are assigned at all: whoever has asked for that may see a difference.

use foldhash::{HashMap, HashSet};

use crate::model::eval::classes::ClassInfo;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::journal::{Reads, StateChange};
use crate::model::value::ClassId;
use crate::syntax::ast::Name;

/// Attributes that were assigned somewhere, or are now, and classes whose methods assign others of `self`.
#[derive(Default)]
pub(in crate::model) struct ChangedAssignments {
    pub(in crate::model) attributes: HashSet<Name>,
    /// How many places in each class assign each attribute now.
    classes: HashMap<ClassId, HashMap<Name, usize>>,
}

impl ChangedAssignments {
    /// Adds how many places in a class assign each attribute now.
    pub(in crate::model) fn add_class(
        &mut self,
        evaluator: &Evaluator<'_>,
        id: ClassId,
        now: HashMap<Name, usize>,
    ) {
        let before = &evaluator.classes[id.0 as usize].assignments;
        if *before == now {
            return;
        }
        let here = |name: &&Name| before.contains_key(*name) != now.contains_key(*name);
        let names = before.keys().chain(now.keys()).filter(here);
        self.attributes.extend(names.map(Name::clone));
        self.classes.insert(id, now);
    }

    /// Whether nobody can see a difference.
    pub(in crate::model) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.classes.is_empty()
    }

    /// Whether something is read here that is another one now.
    pub(super) fn concern(&self, reads: &Reads) -> bool {
        let mut attributes = self.attributes.iter();
        let mut classes = self.classes.keys();
        attributes.any(|name| reads.attributes.contains(name))
            || classes.any(|id| reads.assigned.contains(id))
    }

    /// Puts the new numbers of places in the place of the old ones; the classes as they were.
    pub(super) fn put(&self, evaluator: &mut Evaluator<'_>) -> HashMap<ClassId, ClassInfo> {
        for change in &mut evaluator.journal.changes {
            if let StateChange::Class(id, info) = change
                && let Some(now) = self.classes.get(id)
            {
                info.assignments.clone_from(now);
            }
        }
        let classes = self.classes.iter().map(|(id, now)| {
            let info = &mut evaluator.classes[id.0 as usize];
            let before = info.clone();
            info.assignments.clone_from(now);
            (*id, before)
        });
        classes.collect()
    }
}
