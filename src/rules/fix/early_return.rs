//! `if sys.platform == "win32": return`, where all the rest of a function fails.

use super::document_node::{DocumentNode, nodes_in};
use super::fix_cache::FailingTail;
use super::guard_condition::GuardCondition;
use super::guard_consequences;
use super::new_import;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::model::value::exception::Exception;
use crate::rules::Context;
use crate::world::Worlds;

/// Leaves a function that returns nothing before the first of its last statements, if each of them fails.
pub(super) fn fix(context: &Context<'_>, usage: &Use, condition: &GuardCondition) -> Option<Fix> {
    if usage.exception == Exception::Divergence {
        return None;
    }
    let statement = DocumentNode::of(context.document, &usage.range)?.statement()?;
    let function = statement.function()?;
    if statement.node.parent() != function.node.child_by_field_name("body") {
        return None;
    }
    let find = || tail(context, function, usage.worlds);
    let tail = context.memory.tail(function, usage.worlds, find)?;
    let start = tail.first.range().start;
    if statement.range().start < start || statement == tail.last {
        return None;
    }
    let skipped = start..tail.end;
    let (first, harm) = (tail.first, tail.harm);
    let lines = StatementLines::of(context, first, first)?;
    let guard = [
        format!("if {}:", condition.fails),
        format!("{}return", lines.step),
    ];
    let mut edits = new_import::import(context, condition.module, start)?;
    edits.extend(lines.led_by(&guard));
    let (title, applicability) = match harm {
        Some(harm) => (
            format!("Return early elsewhere ({harm})"),
            Applicability::Unsafe,
        ),
        None => (
            format!("Return early {}", condition.if_fails()),
            Applicability::Safe,
        ),
    };
    Some(Fix::new(applicability, title, edits).covering(vec![skipped]))
}

/// The last statements of a function that returns nothing, if each of them fails in these worlds.
fn tail<'a>(
    context: &Context<'a>,
    function: DocumentNode<'a>,
    failing: Worlds,
) -> Option<FailingTail<'a>> {
    let body = function.with(function.node.child_by_field_name("body")?);
    let children = body.node.named_children().filter(|child| !child.is_extra());
    let last = body.with(children.last()?);
    let fails = |place: &DocumentNode<'_>| {
        let mut inside = context.model.uses_in(place.range());
        inside.any(|other| other.worlds == failing && other.exception != Exception::Divergence)
    };
    let backwards = std::iter::successors(Some(last), |here| here.sibling(false));
    let first = backwards.take_while(fails).last()?;
    if returns_something(function) {
        return None;
    }
    let end = body.range().end;
    let mut inside = context.model.uses_in(first.range().start..end);
    let harm = inside.find_map(|other| match other.worlds == failing {
        true => guard_consequences::lost(context, &other.range),
        false => None,
    });
    Some(FailingTail {
        first,
        last,
        end,
        harm,
    })
}

/// Whether somebody may do something with what a call of it gives.
fn returns_something(function: DocumentNode<'_>) -> bool {
    nodes_in(function.node).any(|here| {
        let is_value = here.kind() == "return_statement" && here.named_child_count() > 0;
        is_value || here.kind() == "yield"
    })
}

/// Whether these statements, more than one or long, are the rest of a function that returns nothing.
pub(super) fn ends_function(
    context: &Context<'_>,
    first: DocumentNode<'_>,
    last: DocumentNode<'_>,
) -> bool {
    let Some(function) = first.function() else {
        return false;
    };
    let body = function.node.child_by_field_name("body");
    let mut breaks = context
        .text(first.range())
        .bytes()
        .filter(|byte| *byte == b'\n');
    let long = first.node != last.node || breaks.nth(2).is_some();
    long && body.is_some() && body == first.node.parent() && last.sibling(true).is_none()
}
