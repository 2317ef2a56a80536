//! `preexec_fn=os.setsid`: a session, or a process group, of the child's own.

use super::place::Place;
use super::{guarded, new_import};
use crate::finding::{Applicability, Fix};
use crate::model::uses::Use;
use crate::rules::Context;
use crate::text::Edit;
use crate::world::Worlds;

/// `start_new_session=sys.platform != "win32"`, `process_group=0 if … else None`
///
/// Windows would ignore the argument, which `divergent-call` is about.
pub(super) fn fix(context: &Context<'_>, one: &Use<'_>, place: Place<'_>) -> Option<Fix> {
    let argument = place
        .up_to_statement()
        .find(|one| one.node.kind() == "keyword_argument")?;
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
    let keyword = match called.unwrap_or(written) {
        "os.setsid" => "start_new_session",
        "os.setpgrp" if !old => "process_group",
        _ => return None,
    };
    // It may be there already.
    let call = argument.parent()?;
    if context.text(call.range()).contains(keyword) {
        return None;
    }
    let condition = guarded::condition(context, one)?;
    let mut edits = new_import::import(context, condition.module, argument.range().start)?;
    let content = match keyword {
        "start_new_session" => format!("{keyword}={}", condition.holds),
        _ => format!("{keyword}=0 if {} else None", condition.holds),
    };
    edits.push(Edit {
        range: argument.range(),
        content,
    });
    Some(Fix {
        title: format!("Use {keyword} instead of preexec_fn"),
        applicability: Applicability::Safe,
        edits,
    })
}
