//! What happens to an object before it goes to a child: by those who call its methods, and by whoever makes it.

use crate::model::children::records::EnteredMethod;
use crate::model::objects::events::{Moment, ObjectEvent};
use crate::model::objects::object_state::{Build, MAX_METHOD_CALL_DEPTH};
use crate::model::objects::passed_parameters::PassedArguments;
use crate::model::objects::replayed_bodies::BodyPlace;
use crate::model::value::{FunctionId, MakeId};

impl Build<'_> {
    /// What the methods do that lead to a moment of `self`; the event of its body that comes next, if that is known.
    pub(super) fn lead_up(&mut self, moment: Moment, depth: u32) -> Option<usize> {
        let (depth, owner) = (depth.checked_sub(1)?, moment.owner?);
        let model = self.model;
        let name = &model.function_info(owner).function.name;
        let lineage = model.lineage(self.class);
        let calls = model
            .calls_of(name)
            .filter(|event| lineage.contains(&event.class) && event.owner != Some(owner));
        let calls: Vec<&ObjectEvent> = calls.take(2).collect();
        if let [call] = calls[..] {
            let before = Moment {
                owner: call.owner,
                at: call.range.start,
            };
            self.lead_up(before, depth);
        } else if let (true, Some(before)) = (calls.is_empty(), model.named_at(owner)) {
            self.lead_up(before, depth);
        }
        self.until = Some(moment);
        self.reached = false;
        let next = self.run(owner, &PassedArguments::default(), true, depth);
        self.reached = false;
        next
    }

    /// Keeps what the body of a moment did with `self` from one place to another, for the next child of that body.
    pub(super) fn keep_body(&self, owner: Option<FunctionId>, from: BodyPlace, next: usize) {
        let events = self.model.events_of(owner).get(from.next..next);
        let ends = events.into_iter().flatten().map(|event| event.end);
        let end = ends.max().unwrap_or_default().max(from.end);
        self.keep((None, owner), from, BodyPlace { next, end, ..from });
    }

    /// What the body of a moment does with `self` from a place on; what led there is done.
    pub(super) fn lead_on(&mut self, moment: Moment, from: BodyPlace) {
        let Some(owner) = moment.owner else { return };
        self.until = Some(moment);
        let (passed, depth) = match from.constructs {
            true => (self.model.passed_to(owner, &[]), MAX_METHOD_CALL_DEPTH - 1),
            false => (PassedArguments::default(), MAX_METHOD_CALL_DEPTH - 2),
        };
        let next = self.follow(owner, from.next, (&passed, true), depth);
        self.reached = false;
        if let Some(next) = next {
            self.keep_body(Some(owner), from, next);
        }
    }

    /// What the function that makes an object does with it, if that comes back before a moment in another one.
    pub(super) fn by_maker(&mut self, made: MakeId, moment: Moment) {
        let model = self.model;
        if model.body_has(moment.owner, made) {
            return;
        }
        let none = PassedArguments::default();
        let places = model.places_of_made(model.maker_of(made), made);
        for at in places.into_iter().flat_map(|places| &places.all) {
            let event = &model.events[*at];
            self.apply(event, &none, event.certain, MAX_METHOD_CALL_DEPTH);
        }
    }

    /// What the method does that is called last, up to where the child starts.
    pub(super) fn enter(&mut self, entered: Option<&EnteredMethod>) {
        let Some(entered) = entered else { return };
        self.until = Some(entered.moment());
        self.reached = false;
        let none = PassedArguments::default();
        self.run(entered.method, &none, true, MAX_METHOD_CALL_DEPTH);
        self.reached = false;
    }

    /// What a body does with an object that was made, from a place on, before a moment.
    pub(super) fn outside(&mut self, made: MakeId, moment: Moment, from: BodyPlace) {
        let model = self.model;
        let Some(places) = model.places_of_made(moment.owner, made) else {
            return;
        };
        let none = PassedArguments::default();
        let (mut at, mut is_over) = (from, false);
        for place in places.all.iter().skip(from.next) {
            let event = &model.events[*place];
            let is_before = event.end <= moment.at;
            if !is_before && !is_over {
                self.keep((Some(made), moment.owner), from, at);
                is_over = true;
            }
            if is_over && places.are_in_order {
                return;
            }
            if is_before {
                self.apply(event, &none, event.certain, MAX_METHOD_CALL_DEPTH);
            }
            at.next += 1;
            at.end = at.end.max(event.end);
        }
        if !is_over {
            self.keep((Some(made), moment.owner), from, at);
        }
    }
}
