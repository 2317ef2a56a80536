//! `signal.SIGKILL`, where Windows has `SIGTERM` alone.

use super::place::Place;
use super::rewrite::replaced;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// `getattr(signal, "SIGKILL", signal.SIGTERM)`
pub(super) fn terminate(context: &Context<'_>, _: &Use, place: Place<'_>) -> Option<Fix> {
    if place.node.kind() != "attribute" {
        return None;
    }
    let module = place.with(place.node.child_by_field_name("object")?);
    let module = context.text(module.range());
    let quote = context.style().quote;
    Some(replaced(
        "Use SIGTERM where SIGKILL does not exist",
        Applicability::Safe,
        Vec::new(),
        place,
        format!("getattr({module}, {quote}SIGKILL{quote}, {module}.SIGTERM)"),
    ))
}
