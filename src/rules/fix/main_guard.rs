//! `if __name__ == "__main__":` around what runs while a module is imported.

use std::ops::Range;

use super::line::line_start;
use super::names::Role;
use super::place::Place;
use super::top_level;
use crate::finding::{Applicability, Fix};
use crate::rules::Context;
use crate::syntax::ast::{ExprKind, Stmt, StmtKind};
use crate::text::Edit;

const TITLE: &str = "Put it under the main guard (imports no longer run it)";

/// Puts the statement at these bytes, and those behind it that may need it, under a main guard.
pub(super) fn fix(context: &Context<'_>, range: &Range<usize>) -> Option<Fix> {
    let statements = top_level::statements(context);
    let first = statements
        .iter()
        .position(|(own, _)| own.start <= range.start && range.end <= own.end)?;
    if is_definition(statements[first].1) {
        return None;
    }
    let end = statements[first..]
        .iter()
        .position(|(_, statement)| is_main_guard(statement))
        .map_or(statements.len(), |more| first + more);
    let mut edits = Vec::new();
    let mut wrapped: Vec<Range<usize>> = Vec::new();
    let mut at = first;
    while at < end {
        let from = at;
        while at < end && !is_definition(statements[at].1) {
            at += 1;
        }
        if from < at {
            let run = &statements[from..at];
            edits.push(guarded(context, run[0].0.start, run[run.len() - 1].0.end)?);
            wrapped.extend(run.iter().map(|(range, _)| range.clone()));
        }
        at += 1;
    }
    if needed_outside(context, &wrapped, range.start) {
        return None;
    }
    Some(Fix {
        covers: Vec::new(),
        title: TITLE.to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    })
}

/// Puts the statement at these bytes alone under a main guard.
pub(super) fn fix_one(context: &Context<'_>, range: &Range<usize>) -> Option<Fix> {
    let statements = top_level::statements(context);
    let (own, _) = statements.iter().find(|(own, statement)| {
        own.start <= range.start
            && range.end <= own.end
            && matches!(statement.kind, StmtKind::Expr(_))
    })?;
    Some(Fix {
        covers: Vec::new(),
        title: TITLE.to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![guarded(context, own.start, own.end)?],
    })
}

/// What other modules import has to stay: so do functions, classes and imports.
pub(super) fn is_definition(statement: &Stmt) -> bool {
    matches!(
        statement.kind,
        StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Import(_) | StmtKind::ImportFrom(_)
    )
}

fn is_main_guard(statement: &Stmt) -> bool {
    let StmtKind::If { branches, .. } = &statement.kind else {
        return false;
    };
    let Some((test, _)) = branches.first() else {
        return false;
    };
    matches!(&test.kind, ExprKind::Compare { first, .. }
        if matches!(&first.kind, ExprKind::Name(name) if &**name == "__name__"))
}

/// One edit that puts whole lines under the guard; `None` if they are shared with other statements.
fn guarded(context: &Context<'_>, start: usize, end: usize) -> Option<Edit> {
    let text = context.document.text().as_str();
    let style = context.style();
    let first = Place::of(context.document, &(start..start))?;
    let (newline, quote, step) = (style.newline, style.quote, style.step(""));
    if line_start(text, start) != start || first.node.has_error() {
        return None;
    }
    let rest = &text[end..];
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let behind = rest[..length].trim();
    if !(behind.is_empty() || behind.starts_with('#')) {
        return None;
    }
    let range = start..end + length;
    let inner = super::layout::further_in(context.document, &range, step);
    Some(Edit {
        content: format!("if __name__ == {quote}__main__{quote}:{newline}{step}{inner}"),
        range,
    })
}

/// Whether something that stays reads, while the module is imported, a name that only the guarded statements bind.
fn needed_outside(context: &Context<'_>, wrapped: &[Range<usize>], from: usize) -> bool {
    let inside = |range: &Range<usize>| {
        wrapped
            .iter()
            .any(|one| one.start <= range.start && range.end <= one.end)
    };
    context.names().all().any(|occurrences| {
        let bound_inside = occurrences.iter().any(|one| {
            one.role == Role::Bind && inside(&one.range()) && one.place.function().is_none()
        });
        bound_inside
            && occurrences.iter().any(|one| {
                one.role == Role::Read
                    && one.range().start > from
                    && !inside(&one.range())
                    && one.place.function().is_none()
            })
    })
}
