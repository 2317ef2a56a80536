//! `if __name__ == "__main__":` around what runs while a module is imported.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::module_exports::{self, Placement, is_within};
use super::names::Role;
use super::statement_split::StatementSplit;
use super::text_lines::next_line;
use super::top_level::{self, Statement};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::syntax::ast::StmtKind;
use crate::text::Edit;

/// Puts the statement at these bytes, and those behind it that may need it, under a main guard.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let range = &found.range;
    let statements = context.statements();
    let first = top_level::at(statements, range)?;
    if top_level::is_definition(statements[first].1) {
        return None;
    }
    let end = statements[first..]
        .iter()
        .position(|(_, statement)| top_level::is_main_guard(statement))
        .map_or(statements.len(), |more| first + more);
    let next = statements.get(end);
    let statements = &statements[first..end];
    let parts = module_exports::parts(context, statements);
    let gone = module_exports::gone(statements, &parts);
    let mut edits = Vec::new();
    for run in runs(&parts) {
        let next = next.filter(|_| run.end == statements.len());
        let lines = (&statements[run.clone()], &parts[run]);
        edits.push(guarded(context, lines, next)?);
    }
    // Whoever imports the module would look for it in vain.
    let own = statements.first();
    let is_bound = own.is_some_and(|own| matches!(own.1.kind, StmtKind::Assign { .. }));
    let is_missed = is_bound && context.memory.has_importers(context);
    if is_missed || needed_outside(context, &gone, range.start) {
        return None;
    }
    Some(Fix::new(
        Applicability::Unsafe,
        title(&module_exports::consequence(context, &gone)?),
        edits,
    ))
}

fn title(consequence: &str) -> String {
    format!("Put it under the main guard ({consequence})")
}

/// The statements that go, with those that stay between them, apart where something is fixed.
fn runs(parts: &[Placement]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, part) in parts.iter().enumerate() {
        match (part, runs.last_mut()) {
            (Placement::Goes, Some(run)) if goes_on => run.end = at + 1,
            (Placement::Goes, _) => {
                runs.push(at..at + 1);
                goes_on = true;
            }
            (Placement::Stays, _) => {}
            (Placement::Fixed, _) => goes_on = false,
        }
    }
    runs
}

/// Puts the statement at these bytes alone under a main guard.
pub(in crate::rules) fn fix_one(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let range = &found.range;
    let statements = context.statements();
    let (own, statement) = &statements[top_level::at(statements, range)?];
    if !matches!(statement.kind, StmtKind::Expr(_)) {
        return None;
    }
    let alone = [(own.clone(), *statement)];
    Some(Fix::new(
        Applicability::Unsafe,
        title("imports no longer run it"),
        vec![guarded(context, (&alone, &[Placement::Goes]), None)?],
    ))
}

/// One edit that puts these under the guard, or into the one that comes next.
fn guarded(
    context: &Context<'_>,
    (statements, parts): (&[Statement<'_>], &[Placement]),
    next: Option<&Statement<'_>>,
) -> Option<Edit> {
    let style = context.style();
    let (newline, quote, step) = (style.newline, style.quote, style.step(""));
    let parted = StatementSplit::of(context, statements, parts, step)?;
    let staying = match parted.staying.is_empty() {
        true => String::new(),
        false => format!("{}{newline}{newline}", parted.staying),
    };
    let inner = &parted.inner;
    let joined = next.and_then(|next| Some((next, joint(context, &parted.range, next, step)?)));
    Some(match joined {
        Some((guard, body)) => Edit {
            content: format!(
                "{staying}{}{step}{inner}{newline}",
                context.text(guard.0.start..body)
            ),
            range: parted.range.start..body,
        },
        None => Edit {
            content: format!(
                "{staying}if __name__ == {quote}__main__{quote}:{newline}{step}{inner}"
            ),
            range: parted.range,
        },
    })
}

/// Where the lines of a main guard's body begin, if nothing but blank lines is between it and those before.
fn joint(
    context: &Context<'_>,
    before: &Range<usize>,
    (own, statement): &Statement<'_>,
    step: &str,
) -> Option<usize> {
    let text = context.document.text().as_str();
    let (_, body) = top_level::plain_if(statement)?;
    let place = DocumentNode::of(context.document, own)?;
    let test = place.with(place.node.child_by_field_name("condition")?);
    let is_plain = matches!(
        context.text(test.range()),
        "__name__ == \"__main__\"" | "__name__ == '__main__'"
    );
    let start = own.start - statement.span.at(0).start + body.first()?.span.at(0).start;
    let at = next_line(text, test.range().end);
    let is_next = text.get(at..start)? == step;
    let is_apart = text.get(before.end..own.start)?.trim().is_empty();
    (is_plain && is_next && is_apart).then_some(at)
}

/// Whether something that stays reads, while the module is imported, a name that only the guarded statements bind.
fn needed_outside(context: &Context<'_>, wrapped: &[Range<usize>], from: usize) -> bool {
    let inside = |range: &Range<usize>| is_within(range, wrapped);
    context.names().within(wrapped).iter().any(|occurrences| {
        let bound_inside = occurrences.iter().any(|occurrence| {
            occurrence.role == Role::Bind
                && inside(&occurrence.range())
                && occurrence.place.function().is_none()
        });
        bound_inside
            && occurrences.iter().any(|occurrence| {
                occurrence.role == Role::Read
                    && occurrence.range().start > from
                    && !inside(&occurrence.range())
                    && occurrence.place.function().is_none()
            })
    })
}
