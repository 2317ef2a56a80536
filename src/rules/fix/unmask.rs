//! Whether code that never got past a failure would fail itself, once that is mended quietly.

use std::ops::Range;

use super::place::Place;
use crate::model::summary::uses::Mention;
use crate::rules::Context;
use crate::world::Worlds;

/// More pairs of uses and mentions than these are not compared.
const MOST: usize = 1 << 22;

/// Whether something behind this use, in the same function, fails where the use does and is no finding yet, although
/// these bytes around the use are mended.
///
/// In `try: os.setsid(); os.setpgid(0, 0)` only the first is reached on Windows.
pub(super) fn does(
    context: &Context<'_>,
    range: &Range<usize>,
    mended: &Range<usize>,
    failing: Worlds,
) -> bool {
    let model = context.model;
    let Some(place) = Place::of(context.document, range) else {
        return false;
    };
    let Some(statement) = place.statement() else {
        return false;
    };
    if model.mentions.len().saturating_mul(model.uses.len()) > MOST {
        return false;
    }
    let end = statement.function().map_or_else(
        || top(statement).range().end,
        |function| function.range().end,
    );
    let reached = |place: Place<'_>| {
        let worlds = model.reaching(&place.range());
        worlds.is_none_or(|worlds| worlds.overlaps(failing))
    };
    let is_last_word = matches!(
        statement.node.kind(),
        "return_statement" | "raise_statement" | "break_statement" | "continue_statement"
    );
    let mut around = std::iter::successors(Some(statement), |place| place.parent());
    let is_cut = !is_last_word
        && around
            .by_ref()
            .take_while(|place| place.node.kind() != "function_definition")
            .filter(|place| place.is_statement())
            .filter_map(|place| place.sibling(true))
            .any(|next| !reached(next));
    // What a condition guards is not reached either, once the condition is false there.
    let field = |name: &str| statement.node.child_by_field_name(name);
    let is_tested =
        field("condition").is_some_and(|test| statement.with(test).range().end >= range.end);
    let guarded = field("consequence")
        .filter(|_| is_tested)
        .map(|block| statement.with(block).range());
    let hidden = |mention: &&Mention| {
        let found = &mention.range;
        let behind = found.start >= range.end && found.end <= end;
        let fails = failing.overlaps(!mention.fact.available);
        behind && fails && !is_known(context, mention, failing) && {
            let inside = mended.contains(&found.start)
                || guarded
                    .as_ref()
                    .is_some_and(|own| own.contains(&found.start));
            let there = Place::of(context.document, found).and_then(Place::statement);
            !inside && (is_cut || there.is_none_or(reached))
        }
    };
    model.mentions.iter().any(|mention| hidden(&mention))
}

/// Whether the mention is a finding of its own.
fn is_known(context: &Context<'_>, mention: &Mention, failing: Worlds) -> bool {
    let start = mention.range.start;
    let mut uses = context.model.uses_in(start..start + 1);
    uses.any(|one| one.worlds.overlaps(failing))
}

/// The top-level statement around it.
fn top(mut place: Place<'_>) -> Place<'_> {
    while let Some(parent) = place.parent()
        && parent.node.kind() != "module"
    {
        place = parent;
    }
    place
}
