//! The classes above a class, their methods, and what bodies do with objects.

use crate::model::Model;
use crate::model::limits::DEEPEST_LINEAGE;
use crate::model::objects::events::Event;
use crate::model::value::{ClassId, FunctionId, Value};

impl Model {
    /// What a function's body, or the top level, does with objects.
    pub(in crate::model) fn events_of(&self, owner: Option<FunctionId>) -> &[Event] {
        let key = |owner: Option<FunctionId>| owner.map(|owner| owner.0);
        let first = self
            .events
            .partition_point(|event| key(event.owner) < key(owner));
        let rest = &self.events[first..];
        let length = rest.partition_point(|event| key(event.owner) <= key(owner));
        &rest[..length]
    }

    /// The class, and those above it in the document, the nearest first.
    pub(in crate::model) fn lineage(&self, class: ClassId) -> Vec<ClassId> {
        let mut found = Vec::new();
        let mut next = vec![class];
        while let Some(id) = next.pop() {
            if found.len() < DEEPEST_LINEAGE && !found.contains(&id) {
                found.push(id);
                next.extend(self.classes[id.0 as usize].bases.iter().rev());
            }
        }
        found
    }

    /// The function that a method's name leads to, from the first of these classes on.
    pub(in crate::model) fn method(&self, classes: &[ClassId], name: &str) -> Option<FunctionId> {
        let mut values = classes
            .iter()
            .filter_map(|class| self.classes[class.0 as usize].attributes.get(name));
        match values.next()?.single(self.worlds)? {
            Value::Function(id) => Some(*id),
            _ => None,
        }
    }
}
