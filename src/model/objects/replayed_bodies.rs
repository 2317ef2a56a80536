//! How far a body was gone through for one child: for the next child of the same body it goes on from there.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use crate::model::objects::constructed_objects::ConstructedObject;
use crate::model::objects::events::Moment;
use crate::model::objects::object_state::Build;
use crate::model::value::{ClassId, FunctionId, MakeId};

/// Less is gone through again.
const MIN_KEPT_EVENTS: usize = 16;

/// Whose body it is, and which object it is about: `self`, or one that was made.
type Key = (ClassId, Option<MakeId>, Option<FunctionId>);

/// The bodies that were gone through so far.
#[derive(Debug, Default)]
pub(in crate::model) struct ReplayedBodies(Mutex<HashMap<Key, Arc<ReplayedBody>>>);

/// The start of a body, whatever comes behind it.
#[derive(Debug)]
struct ReplayedBody {
    /// The object behind it.
    object: ConstructedObject,
    at: BodyPlace,
}

/// Where a body was left.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyPlace {
    /// The event that comes next.
    pub(super) next: usize,
    /// The last byte of those before it.
    pub(super) end: usize,
    /// It is the constructor that was left.
    pub(super) constructs: bool,
}

impl BodyPlace {
    /// Where a body starts.
    pub(super) fn start(constructs: bool) -> Self {
        Self {
            next: 0,
            end: 0,
            constructs,
        }
    }
}

impl Build<'_> {
    /// Goes on where another child of the same body started; `false` if nobody was there, or only further down.
    pub(super) fn resume(&mut self, made: Option<MakeId>, moment: Moment) -> bool {
        let known = &self.model.replayed.0;
        let known = || known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (self.class, made, moment.owner);
        let body = known().get(&key).map(Arc::clone);
        let Some(body) = body.filter(|body| body.at.end <= moment.at) else {
            return false;
        };
        self.go_on_from(&body.object);
        match made {
            Some(made) => self.outside(made, moment, body.at),
            None => self.lead_on(moment, body.at),
        }
        true
    }

    /// Keeps the object as it is where a body is left; `from` is where this child went on.
    pub(super) fn keep(
        &self,
        (made, owner): (Option<MakeId>, Option<FunctionId>),
        from: BodyPlace,
        at: BodyPlace,
    ) {
        if at.next < from.next + MIN_KEPT_EVENTS {
            return;
        }
        let object = self.constructed();
        let known = self.model.replayed.0.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.insert(
            (self.class, made, owner),
            Arc::new(ReplayedBody { object, at }),
        );
    }
}
