//! `os.killpg`, with a counterpart where there are no process groups.

use super::counterpart::KILL_GROUP;
use super::document_node::DocumentNode;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// `_kill_group(process.pid, signum)`, which ends the process and its children by `taskkill` on Windows.
///
/// The process is the one that its group is named for: `os.getpgid(process.pid)`, or one that was started in a session of
/// its own.
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place.up_to_statement().find(|node| {
        let callee = node.node.child_by_field_name("function");
        let callee = callee.map(|callee| context.text(node.with(callee).range()));
        node.node.kind() == "call" && callee == Some("os.killpg")
    })?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let (group, signal) = (
        arguments.node.named_child(0)?,
        arguments.node.named_child(1)?,
    );
    if arguments.node.named_child_count() != 2 || group.kind() == "keyword_argument" {
        return None;
    }
    let group = context.text(arguments.with(group).range());
    let asked = group
        .strip_prefix("os.getpgid(")
        .and_then(|rest| rest.strip_suffix(')'));
    let pid = asked.unwrap_or(group);
    if !(pid == "pid" || pid.ends_with(".pid")) || pid.contains('(') {
        return None;
    }
    let alike = context.model.uses.iter().find(
        |other| matches!(&other.site, Site::Attribute { fact, .. } if fact.name == "os.killpg"),
    );
    let added = KILL_GROUP.before(context, &alike?.range, |text| match asked {
        // A group that is asked for need not be named for the process.
        Some(_) => text.replace("os.killpg(pid, ", "os.killpg(os.getpgid(pid), "),
        None => text.to_owned(),
    })?;
    let signal = context.text(arguments.with(signal).range());
    // Windows has no SIGKILL, and ends processes in one way.
    let signal = match signal.strip_suffix(".SIGKILL") {
        Some(module) => {
            let quote = context.style().quote;
            format!("getattr({module}, {quote}SIGKILL{quote}, {module}.SIGTERM)")
        }
        None => signal.to_owned(),
    };
    let mut edits = added.edits;
    edits.push(Edit {
        range: call.range(),
        content: format!("{}({pid}, {signal})", added.name),
    });
    Some(
        Fix::new(
            Applicability::Unsafe,
            "Use taskkill /T on Windows (ends them at once)",
            sorted(edits)?,
        )
        .covering(vec![call.range()]),
    )
}
