//! An `if` right before or behind a statement, which can take it in.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::statement_lines::StatementLines;
use super::text_lines::line_start;
use crate::rules::Context;
use crate::syntax::Node;

/// Whether the statement before is an `if` with just this header, in whose block there is room.
pub(super) fn continues<'a>(
    context: &Context<'a>,
    first: DocumentNode<'a>,
    lines: &StatementLines<'_>,
    header: &str,
) -> bool {
    let before = first.neighbour(context, false);
    let body = before.and_then(|before| body(context, before, lines, header));
    body.and_then(|body| body.statements.last().copied())
        .is_some_and(|last| !is_import(last) || is_import(first.node))
}

/// Where the block of the `if` begins that comes next and has just this header, if there is room before it.
pub(super) fn leads_to<'a>(
    context: &Context<'a>,
    last: DocumentNode<'a>,
    lines: &StatementLines<'_>,
    header: &str,
) -> Option<Range<usize>> {
    let next = last.neighbour(context, true)?;
    let body = body(context, next, lines, header)?;
    let first = *body.statements.first()?;
    let text = context.document.text().as_str();
    let start = next.range().start;
    let between = text.get(start + header.len()..body.start)?;
    let is_plain = text.get(start..)?.starts_with(header) && between.trim().is_empty();
    let fits = !is_import(first) || is_import(last.node);
    (is_plain && fits).then_some(start..body.start)
}

/// The block of an `if`.
struct IfBlock<'a> {
    start: usize,
    statements: Vec<Node<'a>>,
}

/// The block of an `if` with just this header and nothing else, one step further in than these lines.
fn body<'a>(
    context: &Context<'a>,
    node: DocumentNode<'a>,
    lines: &StatementLines<'_>,
    header: &str,
) -> Option<IfBlock<'a>> {
    let field = |name: &str| node.node.child_by_field_name(name);
    let (test, body) = (field("condition")?, field("consequence")?);
    let text = context.document.text().as_str();
    let start = node.with(body).range().start;
    let indent = text.get(line_start(text, start)..start)?;
    let is_it = node.node.kind() == "if_statement"
        && field("alternative").is_none()
        && header == format!("if {}:", context.text(node.with(test).range()))
        && indent == format!("{}{}", lines.indent, lines.step);
    let statements = body
        .named_children()
        .filter(|child| !child.is_extra())
        .collect();
    is_it.then_some(IfBlock { start, statements })
}

fn is_import(node: Node<'_>) -> bool {
    node.kind().contains("import")
}
