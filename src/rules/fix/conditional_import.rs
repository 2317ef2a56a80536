//! Fixes of an import that fails: only where it works, with its uses guarded.

use super::document_node::DocumentNode;
use super::guard_condition::{GuardCondition, condition_of};
use super::guard_edits::Guarding;
use super::guard_form::GuardForm;
use super::import_bindings::FailingPart;
use super::import_block::ImportBlock;
use super::names::Role;
use super::sorted_edits::{joined, sorted};
use super::statement_lines::StatementLines;
use super::{drop_in, guard_use, new_import};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// What fits into a menu.
const MAX_TITLE_CHARS: usize = 60;

/// The fixes, the one that changes the least first.
pub(in crate::rules) fn fixes(context: &Context<'_>, usage: &Use) -> Vec<Fix> {
    // Leaving it out would lose what something else does as well.
    if drop_in::of_import(context, usage).is_some() {
        return Vec::new();
    }
    let reason = super::reason(context, usage);
    let Some(imported) = FailingPart::of(context, usage) else {
        return Vec::new();
    };
    let Some(condition) = condition_of(context, usage) else {
        return Vec::new();
    };
    let fix = |title: String, applicability, edits: Option<Vec<Edit>>| {
        edits.map(|edits| Fix::new(applicability, title, edits))
    };
    let what = imported.shown();
    let holds = condition.if_holds();
    let guarding = || Guarding::new(context, condition.clone(), usage.worlds, reason.clone());
    let everywhere = conditional(context, &imported, guarding(), usage.owner.is_none());
    let harm = everywhere.as_ref().and_then(|(_, _, harm)| *harm);
    let only = match &everywhere {
        Some((_, 0, _)) => format!("Import {what} only {holds}"),
        _ => format!("Import {what} and use it only {holds}"),
    };
    let only = match only.len() <= MAX_TITLE_CHARS {
        true => only,
        false => format!("Import {what} only where it works"),
    };
    let (only, applicability) = match harm {
        Some(harm) => {
            let title = |what: &str| format!("Use {what} only where it works ({harm})");
            let title = match title(&what).len() <= MAX_TITLE_CHARS {
                true => title(&what),
                false => title("it"),
            };
            (title, Applicability::Unsafe)
        }
        None => (only, Applicability::Safe),
    };
    let mut fixes = Vec::new();
    fixes.extend(fix(
        only,
        applicability,
        everywhere.and_then(|(edits, ..)| edits),
    ));
    if fixes.is_empty() && usage.owner.is_none() {
        fixes.extend(fix(
            format!("Import {what} if possible, else use None"),
            Applicability::Safe,
            or_none(context, &imported, guarding()),
        ));
    }
    let (title, edits) = match usage.owner {
        None => (
            format!("Raise ImportError {}", condition.if_fails()),
            raise(context, &imported, &condition, &reason),
        ),
        Some(_) => {
            let mut loud = guarding();
            let kept = loud.keep(&usage.range, |way| *way == GuardForm::Raise);
            (
                guard_use::title(&loud),
                kept.then(|| loud.finish()).flatten(),
            )
        }
    };
    fixes.extend(fix(title, Applicability::Unsafe, edits));
    fixes
}

/// The edits, how many uses were guarded, and what is missed where they fail.
type Conditional = (Option<Vec<Edit>>, usize, Option<&'static str>);

/// Puts the import under the condition, and what needs it.
fn conditional<'a>(
    context: &Context<'a>,
    imported: &FailingPart<'a>,
    mut guarding: Guarding<'_, '_>,
    may_raise: bool,
) -> Option<Conditional> {
    let taken = imported.taken_out(context)?;
    let reads = imported.reads(context)?;
    let own = imported.statement.range();
    let header = format!("if {}:", guarding.condition.holds);
    let block = ImportBlock {
        context,
        imported,
        reads: &reads,
        header: &header,
        more: &[],
    };
    let placed = block.place();
    let kept = match (&taken, &placed) {
        (Some(_), _) => true,
        (None, Some(_)) => !guarding.unmasks(&own),
        (None, None) => guarding.keep(&own, |way| *way == GuardForm::Wrap),
    };
    if !kept {
        return None;
    }
    let before = guarding.done.len();
    // What a handler reads is reached through the `try` around it: one error before that is one for its body, too.
    let mut in_order: Vec<_> = reads.iter().collect();
    in_order.sort_by_cached_key(|read| {
        let place = DocumentNode::of(context.document, &read.range);
        let statement = place.and_then(DocumentNode::statement);
        let start = statement.map_or(read.range.start, |statement| statement.range().start);
        (start, read.range.start)
    });
    for read in in_order {
        if read.role == Role::Read && guarding.is_cut_off(&read.range, imported.statement) {
            return None;
        }
        if read.role == Role::Annotation && !imported.annotations_are_lazy(context, &read.range) {
            return None;
        }
        let allowed = |way: &GuardForm| match way {
            GuardForm::Raise => may_raise,
            GuardForm::ReturnNone(..) => !may_raise,
            _ => true,
        };
        if read.role == Role::Read && !guarding.keep(&read.range, allowed) {
            return None;
        }
    }
    let guards = guarding.done.len() - before;
    let harm = guarding.harm;
    let placed = match (placed, taken) {
        (Some(placed), _) => placed,
        (None, None) => return Some((guarding.finish(), guards, harm)),
        (None, Some(_)) => block.stay()?,
    };
    let mut edits = match guards {
        0 => {
            let module = guarding.condition.module;
            new_import::import_without(context, module, placed.at, &placed.gone)?
        }
        _ => guarding.finish_beside(&placed)?,
    };
    edits.extend(placed.edits);
    Some((sorted(edits), guards, harm))
}

/// `try: import fcntl` / `except ImportError: fcntl = None`; what is used while the module is imported is guarded.
fn or_none<'a>(
    context: &Context<'a>,
    imported: &FailingPart<'a>,
    mut guarding: Guarding<'_, '_>,
) -> Option<Vec<Edit>> {
    let reads = imported.reads(context)?;
    for read in &reads {
        let place = DocumentNode::of(context.document, &read.range)?;
        let later = place.function().is_some();
        if read.role == Role::Read && !later && !guarding.keep(&read.range, |_| true) {
            return None;
        }
        if read.role == Role::Annotation && !imported.annotations_are_lazy(context, &read.range) {
            return None;
        }
    }
    let step = context.style().step("");
    let none = format!("{step}{} = None", imported.bound.join(" = "));
    let more = ["except ImportError:".to_owned(), none];
    let block = ImportBlock {
        context,
        imported,
        reads: &reads,
        header: "try:",
        more: &more,
    };
    let placed = block.place_or_stay()?;
    let mut edits = match guarding.done.is_empty() {
        true => Vec::new(),
        false => guarding.finish_beside(&placed)?,
    };
    edits.extend(placed.edits);
    sorted(edits)
}

/// Says at once that the module is not for these platforms.
fn raise(
    context: &Context<'_>,
    imported: &FailingPart<'_>,
    condition: &GuardCondition,
    reason: &str,
) -> Option<Vec<Edit>> {
    let statement = imported.statement;
    let quote = context.style().quote;
    let lines = StatementLines::of(context, statement, statement)?;
    let raise = format!("{}raise ImportError({quote}{reason}{quote})", lines.step);
    let mut edits = new_import::import(context, condition.module, statement.range().start)?;
    edits.extend(lines.after(&[format!("if {}:", condition.fails), raise]));
    // Both may be insertions at the same byte: the import comes first.
    Some(joined(edits))
}
