//! An exception of another file that its arguments do not make again: copied as it is, by `copyreg`.

use super::counterpart::RESTORED;
use super::document_node::DocumentNode;
use super::names::Role;
use super::new_import;
use super::sorted_edits::sorted;
use super::text_lines::line_end;
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix, Location};
use crate::model::link::other_modules::is_outside;
use crate::rules::Context;
use crate::syntax::ast::StmtKind;
use crate::text::Edit;

/// `copyreg.pickle(RemoteError, …)`
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let Location::Here(start) = &found.related.last()?.place else {
        return None;
    };
    let mut spawns = context.model.spawns_at(start);
    let lost = spawns.find_map(|spawn| context.model.lost_exception(spawn))?;
    let place = DocumentNode::of(context.document, &found.range)?;
    let is_here = lost.place.as_ref().is_some_and(|place| !is_outside(place));
    let child_imports_this = !is_outside(&lost.raised)
        || is_defined_here(context, place)
        || context.document.text().as_str().contains("__main__");
    if is_here || !child_imports_this {
        return None;
    }
    let (name, import) = match lost.place {
        None => (raised_as(context, place)?, None),
        Some(_) => imported_as(context, found, &lost.name)?,
    };
    let added = RESTORED.before(context, &found.range, str::to_owned)?;
    let newline = context.style().newline;
    let reducer = format!(
        "copyreg.pickle({name}, lambda error: ({}, (type(error), error.args, error.__dict__)))",
        added.name
    );
    let says = above(context, place, reducer + &newline.repeat(3))?;
    let mut edits = new_import::import(context, "copyreg", says.range.start)?;
    edits.extend(import);
    edits.extend(added.edits);
    edits.push(says);
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Pickle `{name}` as it is, by copyreg"),
        sorted(edits)?,
    ))
}

/// What the file calls a class of the library that it raises here.
fn raised_as(context: &Context<'_>, raised: DocumentNode<'_>) -> Option<String> {
    let function = raised.with(raised.node.child_by_field_name("function")?);
    Some(context.text(function.range()).to_owned())
}

/// What the file calls a class of another file, and its import, if there is none.
fn imported_as(
    context: &Context<'_>,
    found: &Finding,
    name: &str,
) -> Option<(String, Option<Edit>)> {
    let occurrences = context.names().of_name(name);
    if !occurrences.is_empty() {
        let is_imported = occurrences.iter().any(|occurrence| {
            occurrence.role == Role::Import && occurrence.place.function().is_none()
        });
        let is_known = is_imported && !context.names().is_bound(name);
        return is_known.then(|| (name.to_owned(), None));
    }
    // What else the file imports from there says how.
    let Location::Elsewhere { path, .. } = &found.related.first()?.place else {
        return None;
    };
    let path = path.replace('\\', "/");
    let stem = path.strip_suffix(".py")?;
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    let stem = stem.rsplit('/').next()?;
    let import = context.statements().iter().find_map(|(range, statement)| {
        let StmtKind::ImportFrom(import) = &statement.kind else {
            return None;
        };
        let last = import.module.rsplit('.').next()?;
        let module = format!("{}{}", ".".repeat(import.level as usize), import.module);
        (last == stem).then_some((module, range.end))
    });
    let (module, end) = import?;
    let newline = context.style().newline;
    let text = context.document.text().as_str();
    let edit = Edit::insertion(
        line_end(text, end),
        format!("{newline}from {module} import {name}"),
    );
    Some((name.to_owned(), Some(edit)))
}

/// Whether the file defines the worker that stands here.
fn is_defined_here(context: &Context<'_>, worker: DocumentNode<'_>) -> bool {
    let occurrences = context.names().of_name(context.text(worker.range()));
    occurrences
        .iter()
        .any(|occurrence| occurrence.role == Role::Bind && occurrence.place.is("name"))
}
