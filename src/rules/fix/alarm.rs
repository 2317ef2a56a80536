//! `signal.alarm` and `signal.setitimer`, with a thread instead where there are no alarms.

use std::ops::Range;

use super::counterpart::ALARM;
use super::document_node::DocumentNode;
use super::sorted_edits::sorted;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// What the fix has something else for.
const MEMBERS: &[&str] = &[
    "signal.ITIMER_REAL",
    "signal.SIGALRM",
    "signal.alarm",
    "signal.setitimer",
];

/// `_alarm(seconds)` and `_SIGALRM` all over the file, if it does nothing else with alarms.
pub(super) fn fix(context: &Context<'_>, _: &Use, _: DocumentNode<'_>) -> Option<Fix> {
    let make = || of_document(context);
    context.memory.of_document("alarms", make)
}

fn of_document(context: &Context<'_>) -> Option<Fix> {
    let name = |other: &Use| match &other.site {
        Site::Attribute { fact, .. } if MEMBERS.contains(&fact.name) => Some(fact.name),
        _ => None,
    };
    let all = context
        .model
        .uses
        .iter()
        .filter(|other| name(other).is_some());
    let mut edits: Vec<Edit> = Vec::new();
    for other in all {
        let place = DocumentNode::of(context.document, &other.range)?;
        let range = place.range();
        let is_known = edits.last().is_some_and(|edit| range.end <= edit.range.end);
        if is_known {
            continue;
        }
        edits.push(match name(other)? {
            "signal.SIGALRM" => Edit {
                range,
                content: "_SIGALRM".to_owned(),
            },
            "signal.alarm" => called(context, place, 0)?,
            "signal.setitimer" => called(context, place, 1)?,
            _ => return None,
        });
    }
    // A handler that stands under a condition would be missing where the thread sends the signal.
    let mut mentions = context
        .model
        .mentions
        .iter()
        .filter(|mention| MEMBERS.contains(&mention.fact.name));
    let is_changed = |range: &Range<usize>| {
        let before = edits.partition_point(|edit| edit.range.start <= range.start);
        let last = before.checked_sub(1).and_then(|at| edits.get(at));
        last.is_some_and(|edit| range.end <= edit.range.end)
    };
    if !mentions.all(|mention| is_changed(&mention.range)) {
        return None;
    }
    let sets = edits.iter().any(|edit| edit.content.starts_with("_alarm"));
    let first = edits.first()?.range.clone();
    let is_imported = context
        .memory
        .plain_import(context, "signal")
        .is_some_and(|at| at < first.start);
    if !sets || !is_imported || context.names().is_bound("_SIGALRM") {
        return None;
    }
    let is_exact = !edits
        .iter()
        .any(|edit| context.text(edit.range.clone()).contains("setitimer"));
    let written = |text: &str| match is_exact {
        true => text
            .replace(
                "signal.setitimer(signal.ITIMER_REAL, seconds)",
                "signal.alarm(seconds)",
            )
            .replace("signal.setitimer", "signal.alarm"),
        false => text.to_owned(),
    };
    let mended = edits.iter().map(|edit| edit.range.clone()).collect();
    edits.extend(ALARM.before(context, &first, written)?.edits);
    let fix = Fix::new(
        Applicability::Unsafe,
        "Use a thread on Windows (ends no wait early there)".to_owned(),
        sorted(edits)?,
    );
    Some(fix.covering(mended))
}

/// The call that nobody wants an answer of, with its argument at this place alone.
fn called(context: &Context<'_>, function: DocumentNode<'_>, at: usize) -> Option<Edit> {
    let call = function
        .parent()
        .filter(|call| function.is("function") && call.node.kind() == "call")?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let seconds = arguments.with(arguments.node.named_child(at)?);
    let is_statement = call.parent()?.node.kind() == "expression_statement";
    let is_real = at == 0
        || arguments.node.named_child(0).is_some_and(|timer| {
            context
                .text(arguments.with(timer).range())
                .ends_with(".ITIMER_REAL")
        });
    let is_plain =
        arguments.node.named_child_count() == at + 1 && seconds.node.kind() != "keyword_argument";
    (is_statement && is_real && is_plain).then(|| Edit {
        range: call.range(),
        content: format!("_alarm({})", context.text(seconds.range())),
    })
}
