//! `os.replace` for `os.rename`, which renames no file onto another on Windows.

use super::document_node::DocumentNode;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// `os.replace(temporary, path)`, which does the same where the other worked.
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let function = place.node.child_by_field_name("function")?;
    let name = place.with(function.child_by_field_name("attribute")?);
    (context.text(name.range()) == "rename").then(|| {
        let replace = Edit {
            range: name.range(),
            content: "replace".to_owned(),
        };
        Fix::new(Applicability::Safe, "Use replace()", vec![replace])
    })
}
