//! `os.kill(pid, 0)`, which asks whether a process runs, and ends it on Windows.

use super::counterpart::CHECK_PROCESS;
use super::document_node::DocumentNode;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// `_check_process(pid)`, which raises what `os.kill` raises.
pub(super) fn fix(context: &Context<'_>, usage: &Use, _: DocumentNode<'_>) -> Option<Fix> {
    let Site::Call { call, fact, .. } = &usage.site else {
        return None;
    };
    let call = DocumentNode::of(context.document, &call.span.at(usage.base))?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let pid = arguments.with(arguments.node.named_child(0)?);
    if pid.node.kind() == "keyword_argument" || arguments.node.named_child_count() != 2 {
        return None;
    }
    let alike = context.model.uses.iter().find(
        |other| matches!(&other.site, Site::Call { fact: same, .. } if same.name == fact.name),
    );
    let first = alike.map_or(&usage.range, |first| &first.range);
    let added = CHECK_PROCESS.before(context, first, str::to_owned)?;
    let mut edits = added.edits;
    edits.push(Edit {
        range: call.range(),
        content: format!("{}({})", added.name, context.text(pid.range())),
    });
    Some(Fix::new(
        Applicability::Unsafe,
        "Ask Windows whether the process runs (through ctypes)",
        sorted(edits)?,
    ))
}
