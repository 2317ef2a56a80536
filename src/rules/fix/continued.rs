//! An `if` right before a statement, which can go on with it.

use super::layout::Lines;
use super::line::line_start;
use super::place::Place;
use crate::rules::Context;

/// Whether the statement before is an `if` with just this header, in whose block there is room.
pub(super) fn continues<'a>(
    context: &Context<'a>,
    first: Place<'a>,
    lines: &Lines<'_>,
    header: &str,
) -> bool {
    let Some(before) = first.neighbour(context, false) else {
        return false;
    };
    let field = |name: &str| before.node.child_by_field_name(name);
    let (Some(test), Some(body), None) = (
        field("condition"),
        field("consequence"),
        field("alternative"),
    ) else {
        return false;
    };
    let last = u32::try_from(body.named_child_count()).unwrap_or(0);
    let ends_with_import = last
        .checked_sub(1)
        .and_then(|last| body.named_child(last))
        .is_some_and(|last| last.kind().contains("import"));
    let text = context.document.text().as_str();
    let start = before.with(body).range().start;
    let indent = &text[line_start(text, start)..start];
    before.node.kind() == "if_statement"
        && header == format!("if {}:", context.text(before.with(test).range()))
        && indent == format!("{}{}", lines.indent, lines.step)
        && (!ends_with_import || first.node.kind().contains("import"))
}
