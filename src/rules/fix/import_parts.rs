//! The parts of an import statement, some of which are to go.

use std::ops::Range;

use super::document_node::{DocumentNode, nodes_in};
use super::names::{Occurrence, Role};
use super::text_lines::{attached, has_own_lines, line_end, removal};
use crate::rules::Context;
use crate::syntax::ast::StmtKind;
use crate::text::Edit;

/// One of them, and whether it is to go.
pub(super) type ImportPart = (Range<usize>, bool);

/// Whether all of them are to go.
pub(super) fn are_whole(parts: &[ImportPart]) -> bool {
    parts.iter().all(|(_, goes)| *goes)
}

/// What takes those that are to go out of the statement: `None` inside if that is all of it.
#[allow(clippy::option_option)]
pub(super) fn taken_out(context: &Context<'_>, parts: &[ImportPart]) -> Option<Option<Vec<Edit>>> {
    if are_whole(parts) {
        return Some(None);
    }
    let mut edits = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if !parts[at].1 {
            at += 1;
            continue;
        }
        let from = at;
        while parts.get(at).is_some_and(|(_, goes)| *goes) {
            at += 1;
        }
        let range = match parts.get(at) {
            Some((next, _)) => parts[from].0.start..next.start,
            None => parts[from.checked_sub(1)?].0.end..parts[at - 1].0.end,
        };
        // A comment between the names would be lost.
        if context.text(range.clone()).contains('#') {
            return None;
        }
        edits.push(Edit {
            range,
            content: String::new(),
        });
    }
    Some(Some(edits))
}

/// Takes out the import of the name that this expression begins with, if nothing else needs it; and the
/// statement that is not there any more.
pub(super) fn unneeded(
    context: &Context<'_>,
    expression: DocumentNode<'_>,
) -> Option<(Vec<Edit>, Range<usize>)> {
    let name = nodes_in(expression.node).find(|node| node.kind() == "identifier")?;
    let name = context.text(expression.with(name).range());
    let occurrences = context.names().of_name(name);
    let [one, other] = &occurrences[..] else {
        return None;
    };
    let is_import = |occurrence: &&Occurrence<'_>| occurrence.role == Role::Import;
    let imported = [one, other].into_iter().find(is_import)?;
    let place = imported.place.statement()?;
    let is_of_module = place.parent()?.node.kind() == "module";
    if !is_of_module || context.is_quoted(name) {
        return None;
    }
    let own = imported.range();
    let part = |range: Range<usize>| {
        let goes = range.start <= own.start && own.end <= range.end;
        (range, goes)
    };
    let parts: Vec<ImportPart> = match statement(context, &place.range())? {
        StmtKind::Import(items) => items
            .iter()
            .map(|item| part(item.span.at(place.base)))
            .collect(),
        StmtKind::ImportFrom(import) => {
            let names = import.names.iter();
            names.map(|name| part(name.span.at(place.base))).collect()
        }
        _ => return None,
    };
    let whole = place.range();
    let text = context.document.text().as_str();
    let behind = &text[whole.end..line_end(text, whole.end)];
    match taken_out(context, &parts)? {
        Some(edits) => Some((edits, whole.start..whole.start)),
        // A comment would be lost, or be about nothing.
        None if behind.contains('#') || attached(text, whole.start) != whole.start => None,
        None => Some((vec![without_lines(context, place)?], whole)),
    }
}

/// Takes out all lines of a statement, unless something shares them.
pub(super) fn without_lines(context: &Context<'_>, statement: DocumentNode<'_>) -> Option<Edit> {
    let text = context.document.text().as_str();
    let own = statement.range();
    has_own_lines(text, &own).then(|| removal(text, &own))
}

/// The statement with exactly these bytes.
pub(super) fn statement<'c>(context: &Context<'c>, range: &Range<usize>) -> Option<&'c StmtKind> {
    let at = context.document.statement_at(range.start)?;
    let top = context.document.statements().get(at)?;
    let mut found = None;
    crate::model::each_placed_statement(top.chunk.block(), top.start, &mut |base, statement| {
        if statement.span.at(base) == *range {
            found.get_or_insert(&statement.kind);
        }
    });
    found
}
