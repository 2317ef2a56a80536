//! `if sys.platform == "win32": return`, where all the rest of a function fails.

use super::guard::Condition;
use super::harm;
use super::layout::Lines;
use super::new_import;
use super::place::{Place, nodes_in};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::model::value::exception::Exception;
use crate::rules::Context;

/// Leaves a function that returns nothing before the first of its last statements, if each of them fails.
pub(super) fn fix(context: &Context<'_>, one: &Use, condition: &Condition) -> Option<Fix> {
    if one.exception == Exception::Divergence {
        return None;
    }
    let statement = Place::of(context.document, &one.range)?.statement()?;
    let function = statement.function()?;
    let body = function.with(function.node.child_by_field_name("body")?);
    if statement.node.parent() != Some(body.node) || returns_something(function) {
        return None;
    }
    let fails = |place: Place<'_>| {
        let mut inside = context.model.uses_in(place.range());
        inside.any(|other| other.worlds == one.worlds && other.exception != Exception::Divergence)
    };
    let rest: Vec<Place<'_>> = std::iter::successors(Some(statement), |here| here.sibling(true))
        .skip(1)
        .collect();
    if rest.is_empty() || !rest.iter().all(|place| fails(*place)) {
        return None;
    }
    let before = std::iter::successors(statement.sibling(false), |here| here.sibling(false));
    let first = before
        .take_while(|place| fails(*place))
        .last()
        .unwrap_or(statement);
    let start = first.range().start;
    let skipped = start..body.range().end;
    let failing = context.model.uses_in(skipped.clone());
    let mut harm = failing.filter(|other| other.worlds == one.worlds);
    let harm = harm.find_map(|other| harm::lost(context, &other.range));
    let lines = Lines::of(context, first, first)?;
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
    Some(Fix {
        covers: vec![skipped],
        title,
        applicability,
        edits,
    })
}

/// Whether somebody may do something with what a call of it gives.
fn returns_something(function: Place<'_>) -> bool {
    nodes_in(function.node).any(|here| {
        let is_value = here.kind() == "return_statement" && here.named_child_count() > 0;
        is_value || here.kind() == "yield"
    })
}
