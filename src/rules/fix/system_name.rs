//! `os.uname().sysname`: what the operating system and the machine are called.

use super::document_node::DocumentNode;
use super::expression_edit::replaced;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// A field of `os.uname()`, its place, and the same field of `platform.uname()`.
const FIELDS: [(&str, &str, &str); 5] = [
    ("sysname", "0", "system"),
    ("nodename", "1", "node"),
    ("release", "2", "release"),
    ("version", "3", "version"),
    ("machine", "4", "machine"),
];

/// `platform.uname().system`
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place
        .parent()
        .filter(|call| place.is("function") && call.node.kind() == "call")?;
    let access = call.parent()?;
    let (field, name) = match access.node.kind() {
        "attribute" if call.is("object") => (access.node.child_by_field_name("attribute")?, 0),
        "subscript" if call.is("value") => (access.node.child_by_field_name("subscript")?, 1),
        _ => return None,
    };
    let field = context.text(access.with(field).range());
    let (_, _, portable) = FIELDS
        .iter()
        .find(|(by_name, by_place, _)| [by_name, by_place][name] == &field)?;
    let import = new_import::import(context, "platform", access.range().start)?;
    Some(replaced(
        format!("Use platform.uname().{portable}"),
        Applicability::Safe,
        import,
        access,
        format!("platform.uname().{portable}"),
    ))
}
