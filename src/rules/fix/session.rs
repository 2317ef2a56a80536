//! `preexec_fn=os.setsid`: a session, or a process group, of the child's own.

use super::document_node::DocumentNode;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;
use crate::world::Worlds;

/// `start_new_session=True`, `process_group=0`: Windows, which refuses `preexec_fn`, ignores them.
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let argument = place
        .up_to_statement()
        .find(|node| node.node.kind() == "keyword_argument")?;
    let name = argument.with(argument.node.child_by_field_name("name")?);
    let value = argument.with(argument.node.child_by_field_name("value")?);
    if context.text(name.range()) != "preexec_fn" {
        return None;
    }
    let written = context.text(value.range());
    let called = written
        .strip_prefix("lambda:")
        .and_then(|body| body.trim().strip_suffix("()"));
    let old = context.targets.overlaps(Worlds::minors(|minor| minor < 11));
    let content = match called.unwrap_or(written) {
        "os.setsid" | "setsid" => "start_new_session=True",
        "os.setpgrp" | "setpgrp" if !old => "process_group=0",
        _ => return None,
    };
    let (keyword, _) = content.split_once('=')?;
    // It may be there already.
    let call = argument.parent()?;
    if context.text(call.range()).contains(keyword) {
        return None;
    }
    Some(Fix::new(
        Applicability::Safe,
        format!("Use {content} instead of preexec_fn"),
        vec![Edit {
            range: argument.range(),
            content: content.to_owned(),
        }],
    ))
}
