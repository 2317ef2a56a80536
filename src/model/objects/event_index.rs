//! The events of objects, by what children ask of them.

use std::sync::OnceLock;

use foldhash::HashMap;

use crate::model::Model;
use crate::model::objects::events::{ObjectAction, ObjectEvent};
use crate::model::value::{ClassId, FunctionId, MakeId};
use crate::syntax::ast::Name;

/// Places in the list of events, found once for all children.
#[derive(Debug, Default)]
pub(in crate::model) struct EventIndex(OnceLock<Places>);

#[derive(Debug, Default)]
struct Places {
    /// Calls of methods of `self`, by their names.
    calls: HashMap<Name, Vec<usize>>,
    /// What sets or deletes attributes of `self`, by its class.
    changes: HashMap<ClassId, Vec<usize>>,
    /// What a body does with an object that was made.
    made: HashMap<(Option<FunctionId>, MakeId), PlacesOfMade>,
}

/// Where the events of one object are that one body has.
#[derive(Debug)]
pub(super) struct PlacesOfMade {
    pub(super) all: Vec<usize>,
    /// Each ends behind those before it.
    pub(super) are_in_order: bool,
}

impl Model {
    /// The calls of a method of `self`, in all bodies.
    pub(super) fn calls_of(&self, method: &str) -> impl Iterator<Item = &ObjectEvent> {
        let places = self.event_places().calls.get(method);
        places.into_iter().flatten().map(|at| &self.events[*at])
    }

    /// What sets or deletes attributes of `self` in methods of these classes, in the order of the events.
    pub(super) fn changes_in(&self, lineage: &[ClassId]) -> Vec<&ObjectEvent> {
        let changes = &self.event_places().changes;
        let own = lineage.iter().filter_map(|class| changes.get(class));
        let mut places: Vec<usize> = own.flatten().copied().collect();
        if lineage.len() > 1 {
            places.sort_unstable();
        }
        places.into_iter().map(|at| &self.events[at]).collect()
    }

    /// Where the events are that a body has of an object that was made.
    pub(super) fn places_of_made(
        &self,
        owner: Option<FunctionId>,
        made: MakeId,
    ) -> Option<&PlacesOfMade> {
        self.event_places().made.get(&(owner, made))
    }

    fn event_places(&self) -> &Places {
        self.event_index.0.get_or_init(|| {
            let mut places = Places::default();
            for (at, event) in self.events.iter().enumerate() {
                if let Some(made) = event.made {
                    let own = places.made.entry((event.owner, made));
                    let own = own.or_insert_with(|| PlacesOfMade {
                        all: Vec::new(),
                        are_in_order: true,
                    });
                    let last = own.all.last().map_or(0, |last| self.events[*last].end);
                    own.are_in_order &= last <= event.end;
                    own.all.push(at);
                    continue;
                }
                match &event.action {
                    ObjectAction::Call { method, .. } => {
                        let own = places.calls.entry(Name::clone(method));
                        own.or_default().push(at);
                    }
                    ObjectAction::Set(..) | ObjectAction::Delete(_) => {
                        places.changes.entry(event.class).or_default().push(at);
                    }
                    ObjectAction::SetAll(_) => {}
                }
            }
            places
        })
    }
}
