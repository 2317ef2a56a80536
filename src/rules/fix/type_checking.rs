//! Imports that only annotations need: for type checkers, not when the code runs.

use super::import_bindings::{FailingPart, ImportRead};
use super::import_block::ImportBlock;
use super::names::Role;
use super::new_import;
use super::sorted_edits::sorted;
use super::text_lines::line_start;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::syntax::ast::{ImportFrom, StmtKind};
use crate::text::Edit;

/// The fix of an import whose names are read in annotations alone.
pub(in crate::rules) fn fix(context: &Context<'_>, occurrence: &Use) -> Option<Fix> {
    let imported = FailingPart::of(context, occurrence)?;
    let reads = imported.reads(context)?;
    if reads.is_empty() || reads.iter().any(|read| read.role != Role::Annotation) {
        return None;
    }
    let lazy = reads
        .iter()
        .all(|read| imported.annotations_are_lazy(context, &read.range));
    if !lazy && !context.memory.has_future_annotations(context) {
        return None;
    }
    let edits = moved(context, &imported, &reads)?;
    Some(Fix::new(
        Applicability::Safe,
        format!("Import {} for type checkers only", imported.shown()),
        sorted(edits)?,
    ))
}

/// Puts the import under a test for type checkers.
pub(super) fn moved<'a>(
    context: &Context<'a>,
    imported: &FailingPart<'a>,
    reads: &[ImportRead],
) -> Option<Vec<Edit>> {
    // Where the block goes does not depend on what its header is called.
    let block = |header: &str| {
        ImportBlock {
            context,
            imported,
            reads,
            header,
            more: &[],
        }
        .place_or_stay()
    };
    let (flag, mut edits) = flag(context, block("if TYPE_CHECKING:")?.at)?;
    edits.extend(block(&format!("if {flag}:"))?.edits);
    Some(edits)
}

/// What the file calls `typing.TYPE_CHECKING`, and the import that this needs.
fn flag(context: &Context<'_>, before: usize) -> Option<(&'static str, Vec<Edit>)> {
    let names = context.names();
    let is_imported = names.of_name("TYPE_CHECKING").iter().any(|occurrence| {
        occurrence.role == Role::Import
            && occurrence.place.function().is_none()
            && occurrence.range().end < before
    });
    if is_imported {
        return Some(("TYPE_CHECKING", Vec::new()));
    }
    let statements = context.statements();
    let typing = statements.iter().find_map(|(range, statement)| {
        let base = range.start - statement.span.at(0).start;
        match &statement.kind {
            StmtKind::ImportFrom(import)
                if &*import.module == "typing" && import.level == 0 && range.end <= before =>
            {
                another_name(context, import, base)
            }
            _ => None,
        }
    });
    if let Some(edit) = typing.filter(|_| names.of_name("TYPE_CHECKING").is_empty()) {
        return Some(("TYPE_CHECKING", vec![edit]));
    }
    let import = new_import::import(context, "typing", before)?;
    Some(("typing.TYPE_CHECKING", import))
}

/// Adds the name before the others: constants come first.
fn another_name(context: &Context<'_>, import: &ImportFrom, base: usize) -> Option<Edit> {
    let text = context.document.text().as_str();
    let at = import.names.first()?.span.at(base).start;
    let before = &text[line_start(text, at)..at];
    let gap = match before.trim().is_empty() {
        true => format!("{}{before}", context.style().newline),
        false => " ".to_owned(),
    };
    Some(Edit::insertion(at, format!("TYPE_CHECKING,{gap}")))
}
