//! The fix of an import that fails: only where it works.

use super::guard;
use super::layout::Lines;
use super::new_import;
use crate::finding::{Applicability, Fix};
use crate::model::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

/// Puts the statement under a guard.
pub(in crate::rules) fn fixes(context: &Context<'_>, one: &Use<'_>) -> Vec<Fix> {
    guarded(context, one).into_iter().collect()
}

fn guarded(context: &Context<'_>, one: &Use<'_>) -> Option<Fix> {
    let condition = guard::condition(!one.worlds, context.targets)?;
    let lines = Lines::of(context.document.text().as_str(), &one.statement)?;
    let statement = context.text(one.statement.clone());
    // The lines inside would have to be moved as well.
    if statement.contains(['\n', '\r']) {
        return None;
    }
    let block = lines.join(&[
        format!("if {condition}:"),
        format!("{}{statement}{}", lines.step, lines.comment),
    ]);
    let mut edits: Vec<Edit> = new_import::import(context, "sys", one.statement.start)
        .into_iter()
        .collect();
    edits.push(Edit {
        range: lines.range.clone(),
        content: block,
    });
    Some(Fix {
        title: "Import it only where that works (the name is missing elsewhere)".to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    })
}
