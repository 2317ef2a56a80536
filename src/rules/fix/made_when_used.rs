//! Managers and pools that a module starts while it is imported: made by a function, when they are first used.

use std::ops::Range;

use memchr::memmem;

use super::document_node::DocumentNode;
use super::names::{Role, free_name, only_one};
use super::new_import;
use super::sorted_edits::sorted;
use super::text_lines::{is_blank, line_start, removal};
use super::top_level::above;
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;
use crate::world::Worlds;

/// `_manager().Queue()` for `MANAGER.Queue()`, where `MANAGER` was made by the module or a class.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let place = DocumentNode::of(context.document, &found.range)?;
    let statement = place.statement()?;
    let assignment = statement.with(statement.node.named_child(0)?);
    let target = assignment.with(assignment.node.child_by_field_name("left")?);
    let made = assignment.with(assignment.node.child_by_field_name("right")?);
    let is_made = assignment.node.kind() == "assignment"
        && target.node.kind() == "identifier"
        && made.range() == found.range
        && made.node.kind() == "call"
        && is_alone(context.document.text().as_str(), &statement.range());
    if !is_made {
        return None;
    }
    let name = context.text(target.range());
    let function = free_name(
        context,
        &format!("_{}", name.to_lowercase().trim_matches('_')),
        statement.range().start,
    );
    let reads = match statement.parent()?.node.kind() {
        "module" => of_module(context, name, target)?,
        "block" => of_class(context, name, statement)?,
        _ => return None,
    };
    if reads.is_empty() {
        return None;
    }
    let style = context.style();
    let (newline, step) = (style.newline, style.step(""));
    // `functools.cache` is new in 3.9.
    let is_new = !context.targets.overlaps(Worlds::minors(|minor| minor < 9));
    let cache = match is_new {
        true => "cache",
        false => "lru_cache(maxsize=None)",
    };
    let definition = format!(
        "@functools.{cache}{newline}def {function}():{newline}{step}return {}{newline}",
        context.text(made.range())
    );
    let mut edits = new_import::import(context, "functools", statement.range().start)?;
    match statement.parent()?.node.kind() {
        "module" => edits.push(Edit {
            range: statement.range(),
            content: apart(context, &statement.range(), definition.trim_end()),
        }),
        _ => {
            edits.push(above(
                context,
                statement,
                format!("{definition}{newline}{newline}"),
            )?);
            edits.push(emptied(context, statement));
        }
    }
    edits.extend(reads.into_iter().map(|range| Edit {
        range,
        content: format!("{function}()"),
    }));
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Make it when it is first used (no `{name}` any more)"),
        sorted(edits)?,
    ))
}

/// Whether nothing else stands on its lines.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = &text[line_start(text, range.start)..range.start];
    let behind = text[range.end..].trim_start_matches(is_blank);
    before.chars().all(is_blank) && (behind.is_empty() || behind.starts_with(['\n', '\r']))
}

/// A definition with two blank lines around it.
fn apart(context: &Context<'_>, range: &Range<usize>, definition: &str) -> String {
    let text = context.document.text().as_str();
    let newline = context.style().newline;
    let breaks = |between: &str| between.matches('\n').count();
    let before = breaks(&text[text[..range.start].trim_end().len()..range.start]);
    let rest = text[range.end..].trim_start();
    let behind = breaks(&text[range.end..text.len() - rest.len()]);
    let above = match text[..range.start].trim().is_empty() {
        true => 0,
        false => 3_usize.saturating_sub(before),
    };
    let below = match rest.is_empty() {
        true => 0,
        false => 3_usize.saturating_sub(behind),
    };
    format!(
        "{}{definition}{}",
        newline.repeat(above),
        newline.repeat(below)
    )
}

/// Where functions read a name of the module; nothing if something else uses it, too.
fn of_module(
    context: &Context<'_>,
    name: &str,
    target: DocumentNode<'_>,
) -> Option<Vec<Range<usize>>> {
    let occurrences = context.names().of_name(name);
    let binds = only_one(&occurrences, |occurrence| occurrence.role != Role::Read)?;
    let mut reads = occurrences
        .iter()
        .filter(|occurrence| occurrence.role == Role::Read);
    let is_own = binds.place.range() == target.range() && !context.memory.is_quoted(context, name);
    let is_late = reads
        .clone()
        .all(|read| read.place.function().is_some() && !read.place.is_interpolated());
    (is_own && is_late && reads.clone().next().is_some()).then(|| {
        reads
            .by_ref()
            .map(super::names::Occurrence::range)
            .collect()
    })
}

/// Where functions read an attribute of the class: `Events.MANAGER`, `self.MANAGER`.
fn of_class(
    context: &Context<'_>,
    name: &str,
    statement: DocumentNode<'_>,
) -> Option<Vec<Range<usize>>> {
    let class = statement.parent()?.parent()?;
    let own = class.with(class.node.child_by_field_name("name")?);
    let own = context.text(own.range());
    let is_outermost = class.node.kind() == "class_definition"
        && class
            .parent()
            .is_some_and(|around| around.node.kind() == "module");
    // The class reads it without a dot.
    let is_bound_once = context.names().of_name(name).len() == 1;
    if !is_outermost || !is_bound_once || context.memory.is_quoted(context, name) {
        return None;
    }
    let text = context.document.text().as_str();
    let mut reads = Vec::new();
    for dot in memmem::find_iter(text.as_bytes(), format!(".{name}").as_bytes()) {
        let range = dot + 1..dot + 1 + name.len();
        let Some(attribute) = DocumentNode::of(context.document, &range)
            .filter(|place| place.is("attribute") && place.range() == range)
            .and_then(DocumentNode::parent)
        else {
            continue;
        };
        let object = attribute.with(attribute.node.child_by_field_name("object")?);
        let object_text = context.text(object.range());
        let is_of_class = object_text == own
            || matches!(object_text, "self" | "cls") && is_within(class, attribute);
        let is_written = attribute.is("left") || attribute.function().is_none();
        if !is_of_class || is_written {
            return None;
        }
        reads.push(attribute.range());
    }
    Some(reads)
}

fn is_within(class: DocumentNode<'_>, place: DocumentNode<'_>) -> bool {
    let (around, own) = (class.range(), place.range());
    around.start <= own.start && own.end <= around.end
}

/// The statement taken out of its class.
fn emptied(context: &Context<'_>, statement: DocumentNode<'_>) -> Edit {
    let is_alone = statement.sibling(true).is_none() && statement.sibling(false).is_none();
    match is_alone {
        true => Edit {
            range: statement.range(),
            content: "pass".to_owned(),
        },
        false => removal(context.document.text().as_str(), &statement.range()),
    }
}
