//! What constructing an object has put into it, found out once for all children that get the object.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::{HashMap, HashSet};

use crate::model::objects::object_state::Attribute;
use crate::model::value::{ClassId, FunctionId, MakeId};
use crate::syntax::ast::Name;

/// The objects that were constructed so far, by their class and the place that makes them.
#[derive(Debug, Default)]
pub(in crate::model) struct ConstructedObjects(
    Mutex<HashMap<(ClassId, MakeId), Arc<ConstructedObject>>>,
);

/// An object when its constructor is over.
#[derive(Clone, Debug)]
pub(super) struct ConstructedObject {
    pub(super) attributes: Vec<Attribute>,
    /// Where the first attribute of each name is among them.
    pub(super) places: HashMap<Name, usize>,
    /// How many calls may still be followed.
    pub(super) calls: u32,
    /// The methods that ran.
    pub(super) ran: HashSet<FunctionId>,
}

impl ConstructedObjects {
    /// The object of this class that is made there.
    pub(super) fn of(
        &self,
        key: (ClassId, MakeId),
        construct: impl FnOnce() -> ConstructedObject,
    ) -> Arc<ConstructedObject> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(object) = known().get(&key) {
            return Arc::clone(object);
        }
        let object = Arc::new(construct());
        known().insert(key, Arc::clone(&object));
        object
    }
}
