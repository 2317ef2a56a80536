//! An import that fails, moved into the functions that need it: whoever calls none of them is fine.

use std::ops::Range;

use super::document_node::DocumentNode;
use super::import_bindings::{FailingPart, ImportRead};
use super::import_parts::without_lines;
use super::names::{Occurrence, Role};
use super::sorted_edits::sorted;
use super::statement_lines::StatementLines;
use super::type_checking;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::model::surroundings::Origin;
use crate::rules::Context;

/// A person would not repeat an import more often.
const MAX_FUNCTIONS_WITH_IMPORT: usize = 4;

/// Longer names are not shown in a title.
const MAX_TITLE_NAME_CHARS: usize = 16;

/// Moves the import; nothing where the module itself needs it.
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let imported = FailingPart::of(context, usage)?;
    let statement = imported.statement;
    let is_of_module = statement.parent()?.node.kind() == "module";
    // Other modules may take it from here.
    let is_exported = imported.bound.iter().any(|name| context.is_quoted(name));
    // The reader of a notebook expects the imports where they are.
    if !is_of_module || context.origin == Origin::Notebook || is_exported {
        return None;
    }
    let reads = imported.reads(context)?;
    let (run, annotations): (Vec<&ImportRead>, Vec<&ImportRead>) =
        reads.iter().partition(|read| read.role == Role::Read);
    let lazy = |read: &&ImportRead| imported.annotations_are_lazy(context, &read.range);
    if reads.len() != count(context, &imported) || !annotations.iter().all(lazy) {
        return None;
    }
    let functions = functions(context, &run)?;
    if functions
        .iter()
        .any(|other| runs_at_import(context, *other))
    {
        return None;
    }
    let mut edits = match annotations.is_empty() {
        true => match imported.taken_out(context)? {
            Some(edits) => edits,
            None => vec![without_lines(context, statement)?],
        },
        false => type_checking::moved(context, &imported, &reads)?,
    };
    for function in functions {
        let first = first_statement(function)?;
        let import = imported.source(context);
        edits.extend(StatementLines::of(context, first, first)?.after(&[import]));
    }
    Some(Fix::new(
        Applicability::Unsafe,
        title(&imported.shown()),
        sorted(edits)?,
    ))
}

/// What is imported, if it fits into a menu, and what changes.
fn title(what: &str) -> String {
    let what = match what.len() <= MAX_TITLE_NAME_CHARS {
        true => what,
        false => "it",
    };
    format!("Import {what} where it is used (errors come later)")
}

/// How often the names are read at all: `import a.b` binds an `a` that others may need.
fn count(context: &Context<'_>, imported: &FailingPart<'_>) -> usize {
    let is_read =
        |occurrence: &&Occurrence<'_>| matches!(occurrence.role, Role::Read | Role::Annotation);
    let names = imported.bound.iter();
    names
        .map(|name| context.names().of_name(name).iter().filter(is_read).count())
        .sum()
}

/// The outermost functions around these reads; nothing if one of them is in none.
fn functions<'a>(context: &Context<'a>, reads: &[&ImportRead]) -> Option<Vec<DocumentNode<'a>>> {
    let mut functions: Vec<DocumentNode<'a>> = Vec::new();
    for read in reads {
        let function = DocumentNode::of(context.document, &read.range)?.function()?;
        if !functions
            .iter()
            .any(|other| other.range() == function.range())
        {
            functions.push(function);
        }
    }
    let all: Vec<Range<usize>> = functions.iter().map(|function| function.range()).collect();
    functions.retain(|function| {
        let own = function.range();
        let is_inside = |other: &Range<usize>| {
            *other != own && other.start <= own.start && own.end <= other.end
        };
        !all.iter().any(is_inside)
    });
    (1..=MAX_FUNCTIONS_WITH_IMPORT)
        .contains(&functions.len())
        .then_some(functions)
}

/// Whether the module itself runs the function, or decorates something with it.
fn runs_at_import(context: &Context<'_>, function: DocumentNode<'_>) -> bool {
    let Some(name) = function.node.child_by_field_name("name") else {
        return true;
    };
    let name = function.with(name).range();
    let reads = context.names().of_name(context.text(name.clone()));
    let decorates = reads.iter().any(|read| {
        let parent = read.place.parent();
        let is_decorator = parent.is_some_and(|parent| parent.node.kind() == "decorator");
        is_decorator && read.place.function().is_none()
    });
    decorates || context.model.runs_at_import(&name)
}

/// The first statement of a function behind its docstring.
fn first_statement(function: DocumentNode<'_>) -> Option<DocumentNode<'_>> {
    let body = function.with(function.node.child_by_field_name("body")?);
    let mut statements = body.node.named_children().filter(|child| !child.is_extra());
    let is_docstring = |node: &crate::syntax::Node<'_>| {
        let inner = node.named_child(0);
        node.kind() == "expression_statement" && inner.is_some_and(|node| node.kind() == "string")
    };
    let first = statements.next()?;
    let first = match is_docstring(&first) {
        true => statements.next()?,
        false => first,
    };
    Some(function.with(first))
}
