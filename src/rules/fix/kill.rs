//! `signal.SIGKILL`, where Windows has `SIGTERM` alone.

use super::document_node::DocumentNode;
use super::expression_edit::replaced;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// `getattr(signal, "SIGKILL", signal.SIGTERM)`
pub(super) fn terminate(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    // Code that compares with it would take one signal for the other.
    let around = place.parent()?;
    let is_sent = match around.node.kind() {
        "assignment" | "default_parameter" => true,
        "argument_list" => {
            let call = around.parent()?;
            let callee = call.with(call.node.child_by_field_name("function")?);
            let sends = context.text(callee.range()).rsplit('.').next()?;
            ["kill", "killpg", "send_signal"].contains(&sends)
        }
        _ => false,
    };
    if place.node.kind() != "attribute" || !is_sent {
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
