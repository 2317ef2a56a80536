//! Imports that only annotations need: for type checkers, not when the code runs.

use super::imported::{Imported, has_future_annotations};
use super::layout::Lines;
use super::names::Role;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// The fix of an import whose names are read in annotations alone.
pub(super) fn fix(context: &Context<'_>, one: &Use<'_>) -> Option<Fix> {
    let imported = Imported::of(context, one)?;
    let reads = imported.reads(context)?;
    if reads.is_empty() || reads.iter().any(|read| read.role != Role::Annotation) {
        return None;
    }
    let lazy = reads
        .iter()
        .all(|read| imported.annotations_are_lazy(context, &read.range));
    let mut edits = Vec::new();
    if !lazy && !has_future_annotations(context) {
        return None;
    }
    let (flag, import) = flag(context, imported.statement.range().start)?;
    edits.extend(import);
    let statement = imported.statement;
    let text = context.document.text().as_str();
    let lines = Lines::of(text, context.style(), statement, statement)?;
    let header = format!("if {flag}:");
    match imported.taken_out(context)? {
        None => edits.extend(lines.under(&header, &[])),
        Some(taken) => {
            edits.extend(taken);
            let import = format!("{}{}", lines.step, imported.source(context));
            edits.extend(lines.behind(&[header, import])?);
        }
    }
    Some(Fix {
        title: format!("Import {} for type checkers only", imported.shown()),
        applicability: Applicability::Safe,
        edits,
    })
}

/// What the file calls `typing.TYPE_CHECKING`, and the import that this needs.
fn flag(context: &Context<'_>, before: usize) -> Option<(&'static str, Vec<Edit>)> {
    let names = context.names();
    let imported = names.of_name("TYPE_CHECKING").iter().any(|one| {
        one.role == Role::Import && one.place.function().is_none() && one.range().end < before
    });
    if imported {
        return Some(("TYPE_CHECKING", Vec::new()));
    }
    let import = new_import::import(context, "typing", before)?;
    Some(("typing.TYPE_CHECKING", import))
}
