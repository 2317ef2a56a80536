//! A class inside of a function that reads names of it: moved to the module, where its objects are given them.

use std::ops::Range;

use super::cut_definition::cut_as;
use super::document_node::{DocumentNode, contains_long_string, nodes_in};
use super::names::{Occurrence, Role, starting_in};
use super::sorted_edits::sorted;
use super::text_lines::line_start;
use super::top_level::above;
use crate::finding::{Applicability, Fix};
use crate::rules::Context;
use crate::text::{Edit, EditSet};

/// Moves the class; what it needs of the function becomes arguments of `__init__`, and attributes where methods read it.
pub(super) fn fix(
    context: &Context<'_>,
    class: DocumentNode<'_>,
    needed: &[String],
    reads: &[Occurrence<'_>],
) -> Option<Fix> {
    let name = class.with(class.node.child_by_field_name("name")?);
    let name = context.text(name.range());
    let init = initializer(context, class)?;
    let parameters = init.with(init.node.child_by_field_name("parameters")?);
    let own: Vec<DocumentNode<'_>> = parameters
        .node
        .named_children()
        .filter(|child| !child.is_extra())
        .map(|child| parameters.with(child))
        .collect();
    // A method with defaults, or one that takes any arguments, is given it first.
    let is_plain = own
        .iter()
        .all(|parameter| matches!(parameter.node.kind(), "identifier" | "typed_parameter"));
    let all = needed.join(", ");
    let place = match is_plain {
        true => own.last()?.range().end,
        false => own.first()?.range().end,
    };
    let mut inner = vec![Edit::insertion(place, format!(", {all}"))];
    inner.extend(attributes(context, class, init, needed)?);
    let mut edits = Vec::new();
    for read in reads {
        let range = read.range();
        if range.start >= class.range().start && range.end <= class.range().end {
            if read.role == Role::Bind {
                continue;
            }
            return None;
        }
        edits.push(call(context, read.place, needed, is_plain)?);
    }
    let text = context.text(class.range());
    let base = class.range().start;
    let mut own = EditSet::default();
    for edit in sorted(inner)? {
        own.insert(Edit {
            range: edit.range.start - base..edit.range.end - base,
            content: edit.content,
        });
    }
    let (gone, moved) = cut_as(context, class, &own.apply(text))?;
    edits.extend(gone);
    edits.push(above(context, class, moved)?);
    Some(Fix::new(
        Applicability::Unsafe,
        format!(
            "Move `{name}` to the module (is given {} now)",
            shown(needed)
        ),
        sorted(edits)?,
    ))
}

fn shown(needed: &[String]) -> String {
    match needed {
        [only] => only.clone(),
        several => format!("{} names", several.len()),
    }
}

/// Its own `__init__`, with something but `self` before what is written behind it.
fn initializer<'a>(context: &Context<'_>, class: DocumentNode<'a>) -> Option<DocumentNode<'a>> {
    methods(class).find(|method| {
        let name = method.node.child_by_field_name("name");
        name.is_some_and(|name| context.text(method.with(name).range()) == "__init__")
    })
}

/// The methods that nothing decorates.
fn methods(class: DocumentNode<'_>) -> impl Iterator<Item = DocumentNode<'_>> {
    let body = class.node.child_by_field_name("body");
    let inner = body
        .into_iter()
        .flat_map(crate::syntax::Node::named_children);
    inner
        .filter(|node| node.kind() == "function_definition")
        .map(move |node| class.with(node))
}

/// What stores the names, and reads them from there.
fn attributes(
    context: &Context<'_>,
    class: DocumentNode<'_>,
    init: DocumentNode<'_>,
    needed: &[String],
) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut stored = Vec::new();
    let text = context.text(class.range());
    for name in needed {
        let occurrences = context.names().of_name(name);
        for read in starting_in(&occurrences, &class.range()) {
            let method = methods(class).find(|method| is_in_body(*method, &read.range()))?;
            if method == init {
                continue;
            }
            let object = method
                .node
                .child_by_field_name("parameters")?
                .named_children()
                .next()
                .filter(|first| first.kind() == "identifier")?;
            let object = context.text(method.with(object).range());
            edits.push(Edit {
                range: read.range(),
                content: format!("{object}.{name}"),
            });
            if !stored.contains(name) {
                stored.push(name.clone());
            }
        }
        // It has something else by that name.
        if stored.contains(name) && text.contains(&format!(".{name}")) {
            return None;
        }
    }
    if stored.is_empty() {
        return Some(edits);
    }
    let body = init.with(init.node.child_by_field_name("body")?);
    let first = body.node.named_children().find(|child| {
        let is_docstring = child.kind() == "expression_statement"
            && child
                .named_child(0)
                .is_some_and(|inner| inner.kind() == "string");
        !child.is_extra() && !is_docstring
    })?;
    let first = body.with(first).range().start;
    let whole = context.document.text().as_str();
    let indent = whole.get(line_start(whole, first)..first)?;
    if !indent.trim().is_empty() {
        return None;
    }
    let object = init
        .node
        .child_by_field_name("parameters")?
        .named_children()
        .next()?;
    let object = context.text(init.with(object).range());
    let newline = context.style().newline;
    let lines: Vec<String> = stored
        .iter()
        .map(|name| format!("{object}.{name} = {name}{newline}{indent}"))
        .collect();
    edits.push(Edit::insertion(first, lines.concat()));
    Some(edits)
}

fn is_in_body(method: DocumentNode<'_>, range: &Range<usize>) -> bool {
    let body = method.node.child_by_field_name("body");
    body.is_some_and(|body| {
        let body = method.with(body).range();
        body.start <= range.start && range.end <= body.end
    })
}

/// The call that makes an object, with what that needs.
fn call(
    context: &Context<'_>,
    read: DocumentNode<'_>,
    needed: &[String],
    by_name: bool,
) -> Option<Edit> {
    let call = read
        .parent()
        .filter(|call| read.is("function") && call.node.kind() == "call")?;
    let list = call.with(call.node.child_by_field_name("arguments")?);
    let written = context.text(list.range());
    let inside = written.strip_prefix('(')?.strip_suffix(')')?;
    // Comments may end the list.
    if nodes_in(list.node).any(|node| node.kind() == "comment") || contains_long_string(list.node) {
        return None;
    }
    let (start, end) = (list.range().start + 1, list.range().end - 1);
    let trimmed = inside.trim_end();
    Some(match by_name {
        true => {
            let given: Vec<String> = needed.iter().map(|name| format!("{name}={name}")).collect();
            let comma = match trimmed.trim() {
                "" => "",
                some if some.ends_with(',') => " ",
                _ => ", ",
            };
            let at = end - (inside.len() - trimmed.len());
            Edit::insertion(at, format!("{comma}{}", given.join(", ")))
        }
        false => {
            let comma = match trimmed.trim() {
                "" => "",
                _ => ", ",
            };
            Edit::insertion(start, format!("{}{comma}", needed.join(", ")))
        }
    })
}
