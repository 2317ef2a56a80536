//! `loop.add_signal_handler`, with `signal.signal` where event loops handle no signals.

use super::counterpart::ADD_SIGNAL_HANDLER;
use super::document_node::DocumentNode;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// `_add_signal_handler(loop, signum, callback)`
pub(super) fn fix(context: &Context<'_>, usage: &Use, _: DocumentNode<'_>) -> Option<Fix> {
    let Site::Call { call, fact, .. } = &usage.site else {
        return None;
    };
    let call = DocumentNode::of(context.document, &call.span.at(usage.base))?;
    let function = call.with(call.node.child_by_field_name("function")?);
    let object = function.with(function.node.child_by_field_name("object")?);
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let given = context.text(arguments.range()).strip_prefix('(')?;
    if arguments.node.named_child_count() == 0 {
        return None;
    }
    let alike = context.model.uses.iter().find(
        |other| matches!(&other.site, Site::Call { fact: same, .. } if same.name == fact.name),
    );
    let added = ADD_SIGNAL_HANDLER.before(context, &alike?.range, str::to_owned)?;
    let mut edits = added.edits;
    edits.push(Edit {
        range: call.range(),
        content: format!("{}({}, {given}", added.name, context.text(object.range())),
    });
    Some(Fix {
        covers: vec![call.range()],
        title: "Use signal.signal on Windows".to_owned(),
        applicability: Applicability::Unsafe,
        edits: sorted(edits)?,
    })
}
