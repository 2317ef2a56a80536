//! Whether code that never got past a failure would fail itself, once that is mended quietly.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::fix_cache::is_reached;
use crate::rules::Context;
use crate::world::Worlds;

/// Whether something behind this use, in the same function, fails where the use does and is no finding yet, although
/// these bytes around the use are mended. What a condition around it guards is skipped then, or runs.
///
/// In `try: os.setsid(); os.setpgid(0, 0)` only the first is reached on Windows.
pub(super) fn does(
    context: &Context<'_>,
    range: &Range<usize>,
    mended: &Range<usize>,
    failing: Worlds,
    skips_guarded: bool,
) -> bool {
    let Some(place) = DocumentNode::of(context.document, range) else {
        return false;
    };
    let Some(statement) = place.statement() else {
        return false;
    };
    let end = statement.function().map_or_else(
        || top(statement).range().end,
        |function| function.range().end,
    );
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
            .any(|next| !is_reached(context, next, failing));
    // What a condition guards is not reached either, once the condition is false there.
    let field = |name: &str| statement.node.child_by_field_name(name);
    let is_tested =
        field("condition").is_some_and(|test| statement.with(test).range().end >= range.end);
    let guarded = field("consequence")
        .filter(|_| is_tested && skips_guarded)
        .map(|block| statement.with(block).range());
    let unnoticed = context.memory.unnoticed(context, failing);
    let is_hidden = |those: &[Range<usize>]| {
        let first = those.partition_point(|found| found.start < range.end);
        let behind = those[first..].iter().take_while(|found| found.start < end);
        let mut outside = behind.filter(|found| {
            let is_inside = |own: &Range<usize>| own.contains(&found.start);
            found.end <= end && !is_inside(mended) && !guarded.as_ref().is_some_and(is_inside)
        });
        outside.next().is_some()
    };
    is_hidden(&unnoticed.reached) || (is_cut && is_hidden(&unnoticed.unreached))
}

/// The top-level statement around it.
fn top(mut place: DocumentNode<'_>) -> DocumentNode<'_> {
    while let Some(parent) = place.parent()
        && parent.node.kind() != "module"
    {
        place = parent;
    }
    place
}
