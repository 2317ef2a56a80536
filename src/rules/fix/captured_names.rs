//! The names of the functions around a definition that it reads.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::names::{Occurrence, Role, starting_in};
use crate::rules::Context;

/// The names of the functions around it that it reads, in their order; `None` if it sets one.
pub(super) fn captured(context: &Context<'_>, inner: DocumentNode<'_>) -> Option<Vec<String>> {
    let range = inner.range();
    let within = |inner: &Range<usize>| range.start <= inner.start && inner.end <= range.end;
    let mut functions = Vec::new();
    let mut around = inner.function();
    while let Some(function) = around {
        functions.push(function.range());
        around = function.function();
    }
    let mut captured: Vec<(usize, String)> = Vec::new();
    for occurrences in context.names().within(&[inner.range()]) {
        let around = functions.last().unwrap_or(&range);
        let occurrences = starting_in(&occurrences, around);
        let own = starting_in(occurrences, &range);
        let Some(first) = own
            .iter()
            .find(|occurrence| matches!(occurrence.role, Role::Read | Role::Annotation))
        else {
            continue;
        };
        let name = context.text(first.range());
        let is_own = own.iter().any(|occurrence| {
            occurrence.role != Role::Read
                && occurrence.place.parent().map(DocumentNode::range) != Some(range.clone())
        });
        let around = functions.last().cloned().unwrap_or_default();
        let is_bound_around = starting_in(occurrences, &around).iter().any(|occurrence| {
            matches!(occurrence.role, Role::Bind | Role::Import)
                && !within(&occurrence.range())
                && functions.iter().any(|function| {
                    function.start <= occurrence.range().start
                        && occurrence.range().end <= function.end
                })
                && !is_name_of(occurrence.place, &functions)
        });
        if is_bound_around && !is_own {
            // A function that is defined inside another one cannot be handed to a child.
            let is_defined = |occurrence: &Occurrence<'_>| {
                let kind = occurrence.place.parent().map(|parent| parent.node.kind());
                occurrence.role == Role::Bind
                    && occurrence.place.is("name")
                    && matches!(kind, Some("function_definition" | "class_definition"))
            };
            if occurrences.iter().any(is_defined) {
                return None;
            }
            captured.push((first.range().start, name.to_owned()));
        } else if matches!(name, "super" | "__class__") && !is_in_class(first.place, &range) {
            return None;
        }
    }
    captured.sort();
    Some(captured.into_iter().map(|(_, name)| name).collect())
}

/// Whether one of these names is bound again behind a place, before something is started: what is bound there at once would be
/// what the name meant too early.
pub(super) fn is_rebound_before_start(
    context: &Context<'_>,
    names: &[String],
    place: DocumentNode<'_>,
) -> bool {
    let Some(function) = place.function() else {
        return false;
    };
    let (end, behind) = (function.range().end, place.range().end);
    let mut bindings = names.iter().flat_map(|name| {
        let all = context.names().of_name(name);
        let inside = starting_in(&all, &(behind..end)).iter();
        let bound = inside.filter(|occurrence| occurrence.role == Role::Bind);
        bound.map(Occurrence::range).collect::<Vec<_>>()
    });
    bindings.any(|bound| context.text(bound.end..end).contains(".start()"))
}

/// Whether a class around this place is within these bytes, or is what stands there.
fn is_in_class(place: DocumentNode<'_>, range: &Range<usize>) -> bool {
    let mut around = std::iter::successors(Some(place), |node| node.parent());
    around.any(|node| {
        let own = node.range();
        node.node.kind() == "class_definition" && range.start <= own.start && own.end <= range.end
    })
}

/// Whether it is the name in the `def` of one of these functions, which is bound outside of it.
fn is_name_of(place: DocumentNode<'_>, functions: &[Range<usize>]) -> bool {
    place.is("name")
        && functions.last().is_some_and(|outermost| {
            place.parent().map(DocumentNode::range) == Some(outermost.clone())
        })
}
