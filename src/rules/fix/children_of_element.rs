//! `element.getchildren()`: a list of the element.

use super::document_node::DocumentNode;
use super::expression_edit::replaced;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// `list(element)`
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let object = place.with(place.node.child_by_field_name("object")?);
    let call = place
        .parent()
        .filter(|call| place.is("function") && call.node.kind() == "call")?;
    let content = format!("list({})", context.text(object.range()));
    Some(replaced(
        "Use list() instead of getchildren()",
        Applicability::Safe,
        Vec::new(),
        call,
        content,
    ))
}
