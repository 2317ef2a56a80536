//! What other methods do with an object, of which it is not known whether they ran before a child starts.

use foldhash::HashSet;

use crate::model::objects::events::ObjectAction;
use crate::model::objects::object_state::{Build, is_any_item};
use crate::model::objects::passed_parameters::PassedArguments;
use crate::model::value::{FunctionId, Partition};

/// Methods that end the life of an object.
const ENDS: &[&str] = &[
    "__aexit__",
    "__del__",
    "__exit__",
    "__setstate__",
    "aclose",
    "cleanup",
    "close",
    "join",
    "shutdown",
    "stop",
    "tearDown",
    "terminate",
];

impl Build<'_> {
    /// Other methods may have set an attribute, too.
    pub(super) fn note_elsewhere(&mut self, inside: &HashSet<FunctionId>) {
        let model = self.model;
        for event in model.changes_in(&model.lineage(self.class)) {
            let (ObjectAction::Set(name, _) | ObjectAction::Delete(name)) = &event.action else {
                continue;
            };
            let Some(place) = self.places.get(name).copied() else {
                continue;
            };
            let is_other = event.owner.is_some_and(|owner| {
                let ends = || ENDS.contains(&&*model.function_info(owner).function.name);
                !self.ran.contains(&owner) && !inside.contains(&owner) && !ends()
            });
            if !is_other {
                continue;
            }
            let value = match &event.action {
                ObjectAction::Set(name, _) if is_any_item(name) => continue,
                ObjectAction::Set(_, held) => self.resolve(held, &PassedArguments::default()),
                _ => Partition::UNKNOWN,
            };
            if let Some(known) = self.attributes.get_mut(place) {
                known.elsewhere.push(value);
            }
        }
    }
}
