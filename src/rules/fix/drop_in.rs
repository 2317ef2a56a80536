//! What does the same as something that is gone, written instead of it.

use super::document_node::DocumentNode;
use super::import_bindings::FailingPart;
use super::sorted_edits::sorted;
use super::{import_parts, new_import};
use crate::facts::{self, Replacement, replacement};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::syntax::ast::{ImportFrom, ImportItem, ImportedName};
use crate::text::Edit;

/// `shlex.quote` for `pipes.quote`, `self.assertEqual` for `self.assertEquals`
pub(in crate::rules) fn of_attribute(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let Site::Attribute { fact, .. } = &usage.site else {
        return None;
    };
    let instead = replacement(fact.name)?;
    let place = DocumentNode::of(context.document, &usage.range)?;
    let gone = taken_for_granted(context, fact.name, place)?;
    let field = |name: &str| Some(place.with(place.node.child_by_field_name(name)?));
    let edits = if let Some(edit) = caught_already(context, place, instead.name) {
        vec![edit]
    } else if let Some(name) = instead.name.strip_prefix('.') {
        vec![Edit {
            range: field("attribute")?.range(),
            content: name.to_owned(),
        }]
    } else {
        let module = module_of(instead.name);
        let is_same = fact.name.rsplit_once('.').map(|(own, _)| own) == module;
        let (imports, content) = match (field("object"), module) {
            (Some(object), Some(module)) if is_same => {
                let rest = &instead.name[module.len()..];
                (
                    Vec::new(),
                    format!("{}{rest}", context.text(object.range())),
                )
            }
            (_, Some(module)) => {
                let import = new_import::import(context, module, place.range().start)?;
                (import, instead.name.to_owned())
            }
            (_, None) => (Vec::new(), instead.name.to_owned()),
        };
        let mut edits = imports;
        edits.push(Edit {
            range: place.range(),
            content,
        });
        edits
    };
    let taken_apart = (fact.name == FOUR_FIELDS)
        .then(|| first_four(place))
        .flatten();
    let instead = Replacement {
        difference: instead.difference.filter(|_| taken_apart.is_none()),
        ..instead
    };
    let edits = edits.into_iter().chain(gone).chain(taken_apart).collect();
    Some(fix(instead, edits))
}

/// What gives four fields, of which its replacement has more.
const FOUR_FIELDS: &str = "inspect.getargspec";

/// `[:4]` behind a call that is taken apart into four names.
fn first_four(function: DocumentNode<'_>) -> Option<Edit> {
    let call = function
        .parent()
        .filter(|call| call.node.kind() == "call" && function.is("function"))?;
    let assignment = call
        .parent()
        .filter(|user| user.node.kind() == "assignment" && call.is("right"))?;
    let names = assignment.node.child_by_field_name("left")?;
    let is_four = matches!(
        names.kind(),
        "pattern_list" | "tuple_pattern" | "list_pattern"
    ) && names.named_child_count() == 4
        && names
            .named_children()
            .all(|name| name.kind() != "list_splat_pattern");
    is_four.then(|| Edit::insertion(call.range().end, "[:4]"))
}

/// The edits that take out `prefix="test"`, which is what `unittest.makeSuite` assumes; `None` if something else is passed.
fn taken_for_granted(
    context: &Context<'_>,
    name: &str,
    place: DocumentNode<'_>,
) -> Option<Vec<Edit>> {
    let call = place.parent().filter(|call| call.node.kind() == "call");
    let arguments = call.and_then(|call| call.node.child_by_field_name("arguments"));
    let given: Vec<DocumentNode<'_>> = arguments
        .filter(|_| name == "unittest.makeSuite")
        .into_iter()
        .flat_map(crate::syntax::Node::named_children)
        .map(|node| place.with(node))
        .collect();
    let (Some(first), [_, more @ ..]) = (given.first(), &given[..]) else {
        return Some(Vec::new());
    };
    let is_default = |node: &DocumentNode<'_>| {
        let written = context.text(node.range());
        ["\"test\"", "'test'"].contains(&written.trim_start_matches("prefix="))
    };
    let Some(last) = more.last() else {
        return Some(Vec::new());
    };
    more.iter().all(is_default).then(|| {
        vec![Edit {
            range: first.range().end..last.range().end,
            content: String::new(),
        }]
    })
}

/// Takes the name out of `except (OSError, WindowsError)`, which has what would be written instead.
fn caught_already(context: &Context<'_>, place: DocumentNode<'_>, instead: &str) -> Option<Edit> {
    let tuple = place.parent().filter(|node| node.node.kind() == "tuple")?;
    let handler = std::iter::successors(tuple.parent(), |ancestor| ancestor.parent())
        .find(|ancestor| ancestor.node.kind() != "as_pattern")?;
    let others = tuple
        .node
        .named_children()
        .filter(|node| *node != place.node);
    let others: Vec<&str> = others
        .map(|node| context.text(tuple.with(node).range()))
        .collect();
    let is_there = handler.node.kind() == "except_clause" && others.contains(&instead);
    let content = match &others[..] {
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(", ")),
    };
    (is_there && !context.text(tuple.range()).contains('#')).then(|| Edit {
        range: tuple.range(),
        content,
    })
}

/// `from shlex import quote` for `from pipes import quote`, `import shlex` for `import pipes`
pub(in crate::rules) fn of_import(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    match &usage.site {
        Site::ImportFrom {
            statement, name, ..
        } => names(context, usage, statement, name.as_ref()),
        Site::Import { item, .. } => module(context, usage, item),
        _ => None,
    }
}

fn names(
    context: &Context<'_>,
    usage: &Use,
    statement: &ImportFrom,
    only: Option<&ImportedName>,
) -> Option<Fix> {
    let imported = match only {
        Some(name) => FailingPart::only(context, usage, name)?,
        None => FailingPart::of(context, usage)?,
    };
    let names = match only {
        Some(name) => vec![name],
        None => statement.names.iter().collect(),
    };
    let mut from = None;
    let mut parts = Vec::new();
    let mut apart = Vec::new();
    let mut first: Option<Replacement> = None;
    for name in names {
        let instead = replacement(&format!("{}.{}", statement.module, name.name))?;
        let (module, new) = instead.name.rsplit_once('.')?;
        if !facts::is_module(module) || *from.get_or_insert(module) != module {
            return None;
        }
        if format!("{}.{}", statement.module, name.name) == FOUR_FIELDS {
            let reads = imported.reads(context)?;
            let places = reads
                .iter()
                .filter_map(|read| DocumentNode::of(context.document, &read.range));
            apart.extend(places.filter_map(first_four));
        }
        let target = name.alias.as_ref().unwrap_or(&name.name);
        parts.push(match **target == *new {
            true => new.to_owned(),
            false => format!("{new} as {target}"),
        });
        first = first
            .filter(|first| first.difference.is_some())
            .or(Some(instead));
    }
    let import = format!("from {} import {}", from?, parts.join(", "));
    let mut edits = match imported.taken_out(context)? {
        None => vec![Edit {
            range: imported.statement.range(),
            content: import,
        }],
        Some(mut edits) => {
            let lines = super::statement_lines::StatementLines::of(
                context,
                imported.statement,
                imported.statement,
            )?;
            let import = [import];
            edits.extend(
                lines
                    .behind(&import)
                    .unwrap_or_else(|| lines.after(&import)),
            );
            edits
        }
    };
    edits.extend(apart);
    Some(fix(first?, sorted(edits)?))
}

fn module(context: &Context<'_>, usage: &Use, item: &ImportItem) -> Option<Fix> {
    let imported = FailingPart::of(context, usage)?;
    let mut edits = Vec::new();
    let mut into = None;
    let mut first: Option<Replacement> = None;
    for read in imported.reads(context)? {
        let user = DocumentNode::of(context.document, &read.range)?.parent()?;
        let name = user.node.child_by_field_name("attribute")?;
        let name = context.text(user.with(name).range());
        let instead = replacement(&format!("{}.{name}", item.module))?;
        let module = module_of(instead.name)?;
        if *into.get_or_insert(module) != module {
            return None;
        }
        edits.push(Edit {
            range: user.range(),
            content: instead.name.to_owned(),
        });
        first = first
            .filter(|first| first.difference.is_some())
            .or(Some(instead));
    }
    let own = imported.statement.range();
    let import = new_import::import_without(context, into?, own.start, &own)?;
    match (imported.taken_out(context)?, import.is_empty()) {
        (Some(taken), _) => {
            edits.extend(taken);
            edits.extend(import);
        }
        (None, true) => edits.push(import_parts::without_lines(context, imported.statement)?),
        (None, false) => edits.push(Edit {
            range: own,
            content: format!("import {}", into?),
        }),
    }
    Some(fix(first?, sorted(edits)?))
}

/// The module that a dotted name begins with.
fn module_of(name: &str) -> Option<&str> {
    let ends = name.rmatch_indices('.').map(|(at, _)| &name[..at]);
    let mut modules = ends.filter(|module| facts::is_module(module));
    modules.next()
}

fn fix(instead: Replacement, edits: Vec<Edit>) -> Fix {
    let name = instead.name.trim_start_matches('.');
    let (title, applicability) = match instead.difference {
        None => (format!("Use {name}"), Applicability::Safe),
        Some(difference) => (format!("Use {name} ({difference})"), Applicability::Unsafe),
    };
    Fix::new(applicability, title, edits)
}
