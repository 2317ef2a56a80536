//! What happens to an object before it goes to a child: by those who call its methods, and by whoever makes it.

use crate::model::children::records::EnteredMethod;
use crate::model::objects::events::{Moment, ObjectAction, ObjectEvent};
use crate::model::objects::object_state::{Build, MAX_METHOD_CALL_DEPTH};
use crate::model::objects::passed_parameters::PassedArguments;
use crate::model::value::MakeId;

impl Build<'_> {
    /// What the methods do that lead to a moment of `self`.
    pub(super) fn lead_up(&mut self, moment: Moment, depth: u32) {
        let (Some(depth), Some(owner)) = (depth.checked_sub(1), moment.owner) else {
            return;
        };
        let model = self.model;
        let name = &model.function_info(owner).function.name;
        let lineage = model.lineage(self.class);
        let calls: Vec<&ObjectEvent> = model
            .events
            .iter()
            .filter(|event| event.made.is_none() && lineage.contains(&event.class))
            .filter(
                |event| matches!(&event.action, ObjectAction::Call { method, .. } if method == name),
            )
            .filter(|event| event.owner != Some(owner))
            .collect();
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
        self.run(owner, &PassedArguments::default(), true, depth);
        self.reached = false;
    }

    /// What the function that makes an object does with it, if that comes back before a moment in another one.
    pub(super) fn by_maker(&mut self, made: MakeId, moment: Moment) {
        let model = self.model;
        if model.body_has(moment.owner, made) {
            return;
        }
        let none = PassedArguments::default();
        for event in model.events_of(model.maker_of(made)) {
            if event.made == Some(made) {
                self.apply(event, &none, event.certain, MAX_METHOD_CALL_DEPTH);
            }
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

    /// What the function that makes an object does with it before a moment.
    pub(super) fn outside(&mut self, made: MakeId, moment: Moment) {
        let model = self.model;
        let none = PassedArguments::default();
        for event in model.events_of(moment.owner) {
            if event.made == Some(made) && event.end <= moment.at {
                self.apply(event, &none, event.certain, MAX_METHOD_CALL_DEPTH);
            }
        }
    }
}
