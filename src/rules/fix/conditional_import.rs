//! Fixes of an import that fails: only where it works, with its uses guarded.

use std::ops::Range;

use super::guard::Condition;
use super::guarding::Guarding;
use super::imported::Imported;
use super::layout::Lines;
use super::names::Role;
use super::place::Place;
use super::way::Way;
use super::{guarded, new_import};
use crate::finding::{Applicability, Fix};
use crate::model::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// The fixes, the one that changes the least first.
pub(super) fn fixes(context: &Context<'_>, one: &Use<'_>, reason: &str) -> Vec<Fix> {
    let Some(imported) = Imported::of(context, one) else {
        return Vec::new();
    };
    let Some(condition) = guarded::condition(context, one) else {
        return Vec::new();
    };
    let fix = |title: String, applicability, edits: Option<Vec<Edit>>| {
        edits.map(|edits| Fix {
            title,
            applicability,
            edits,
        })
    };
    let what = imported.shown();
    let holds = &condition.holds;
    let guarding = || Guarding::new(context, condition.clone(), one.worlds, reason.to_owned());
    let everywhere = conditional(context, &imported, guarding(), one.owner.is_none());
    let only = match &everywhere {
        Some((_, 0)) => format!("Import {what} only if `{holds}`"),
        _ => format!("Import {what} only if `{holds}`, and guard its uses"),
    };
    let mut fixes = Vec::new();
    fixes.extend(fix(
        only,
        Applicability::Safe,
        everywhere.and_then(|(edits, _)| edits),
    ));
    if fixes.is_empty() && one.owner.is_none() {
        fixes.extend(fix(
            format!("Import {what} if possible, else set it to None"),
            Applicability::Safe,
            or_none(context, &imported, guarding()),
        ));
    }
    let (title, edits) = match one.owner {
        None => (
            format!("Raise ImportError if `{}`", condition.fails),
            raise(context, &imported, &condition, reason),
        ),
        Some(_) => {
            let mut loud = guarding();
            let kept = loud.keep(&one.range, |way| *way == Way::Raise);
            (guarded::title(&loud), kept.then(|| loud.finish()).flatten())
        }
    };
    fixes.extend(fix(title, Applicability::Unsafe, edits));
    fixes
}

/// Puts the import under the condition, and what needs it; says how many uses were guarded.
fn conditional(
    context: &Context<'_>,
    imported: &Imported<'_>,
    mut guarding: Guarding<'_, '_>,
    may_raise: bool,
) -> Option<(Option<Vec<Edit>>, usize)> {
    let taken = imported.taken_out(context)?;
    if taken.is_none() && !guarding.keep(&imported.statement.range(), |way| *way == Way::Wrap) {
        return None;
    }
    let before = guarding.done.len();
    for read in imported.reads(context)? {
        if read.role == Role::Annotation && !imported.annotations_are_lazy(context, &read.range) {
            return None;
        }
        let allowed = |way: &Way| may_raise || *way != Way::Raise;
        if read.role == Role::Read && !guarding.keep(&read.range, allowed) {
            return None;
        }
    }
    let guards = guarding.done.len() - before;
    let Some(mut edits) = taken else {
        return Some((guarding.finish(), guards));
    };
    let condition = guarding.condition.clone();
    let start = imported.statement.range().start;
    let rest = match guards {
        0 => new_import::import(context, condition.module, start),
        _ => guarding.finish_before(start),
    };
    let lines = Lines::of(
        context.document.text().as_str(),
        context.style(),
        imported.statement,
        imported.statement,
    )?;
    let block = [
        format!("if {}:", condition.holds),
        format!("{}{}", lines.step, imported.source(context)),
    ];
    edits.extend(lines.behind(&block)?);
    edits.extend(rest?);
    Some((sorted(edits), guards))
}

/// `try: import fcntl` / `except ImportError: fcntl = None`; what is used while the module is imported is guarded.
fn or_none(
    context: &Context<'_>,
    imported: &Imported<'_>,
    mut guarding: Guarding<'_, '_>,
) -> Option<Vec<Edit>> {
    for read in imported.reads(context)? {
        let place = Place::of(context.document, &read.range)?;
        let later = place.function().is_some();
        if read.role == Role::Read && !later && !guarding.keep(&read.range, |_| true) {
            return None;
        }
        if read.role == Role::Annotation && !imported.annotations_are_lazy(context, &read.range) {
            return None;
        }
    }
    let mut edits = match guarding.done.is_empty() {
        true => Vec::new(),
        false => guarding.finish()?,
    };
    let lines = Lines::of(
        context.document.text().as_str(),
        context.style(),
        imported.statement,
        imported.statement,
    )?;
    let step = lines.step;
    let none = format!("{step}{} = None", imported.bound.join(" = "));
    let more = ["except ImportError:".to_owned(), none];
    match imported.taken_out(context)? {
        None => edits.extend(lines.under("try:", &more)),
        Some(taken) => {
            let block: Vec<String> = [
                "try:".to_owned(),
                format!("{step}{}", imported.source(context)),
            ]
            .into_iter()
            .chain(more)
            .collect();
            edits.extend(lines.behind(&block)?);
            edits.extend(taken);
        }
    }
    sorted(edits)
}

/// Says at once that the module is not for these platforms.
fn raise(
    context: &Context<'_>,
    imported: &Imported<'_>,
    condition: &Condition,
    reason: &str,
) -> Option<Vec<Edit>> {
    let statement = imported.statement;
    let quote = context.style().quote;
    let text = context.document.text().as_str();
    let lines = Lines::of(text, context.style(), statement, statement)?;
    let raise = format!("{}raise ImportError({quote}{reason}{quote})", lines.step);
    let mut edits = new_import::import(context, condition.module, statement.range().start)?;
    edits.extend(lines.after(&[format!("if {}:", condition.fails), raise]));
    // Both may be insertions at the same byte: the import comes first.
    Some(joined(edits))
}

/// In order; `None` if two are in each other's way.
fn sorted(mut edits: Vec<Edit>) -> Option<Vec<Edit>> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let apart = |pair: &[Edit]| pair[0].range.end <= pair[1].range.start;
    edits.windows(2).all(apart).then_some(joined(edits))
}

/// Insertions at the same byte as one.
pub(super) fn joined(edits: Vec<Edit>) -> Vec<Edit> {
    let mut result: Vec<Edit> = Vec::new();
    for edit in edits {
        match result.last_mut() {
            Some(last) if last.range.is_empty() && last.range == edit.range => {
                last.content.push_str(&edit.content);
            }
            _ => result.push(edit),
        }
    }
    result
}

/// A place that reads what was imported.
pub(super) struct Read {
    pub(super) range: Range<usize>,
    pub(super) role: Role,
}
