//! Functions and classes inside of functions, which child processes have to find: moved to the module.

use std::ops::Range;

use super::captured_names::{captured, is_rebound_before_start};
use super::cut_definition::cut;
use super::document_node::{DocumentNode, contains};
use super::names::{Occurrence, Role, free_name, only_one, starting_in};
use super::top_level::above;
use super::{hoist_class, new_import};
use crate::finding::{Applicability, Finding, Fix, ObstacleKind};
use crate::rules::Context;
use crate::text::Edit;

/// Moves what this name means out of the function around it; what it needs of that becomes arguments.
pub(super) fn fix(context: &Context<'_>, read: DocumentNode<'_>) -> Option<Fix> {
    let name = context.text(read.range());
    let around = read.function()?;
    let all = context.names().of_name(name);
    let occurrences = starting_in(&all, &around.range());
    // Another meaning of the name in the function would be in the way.
    let binds = |one: &Occurrence<'_>| matches!(one.role, Role::Bind | Role::Import);
    let binding = only_one(occurrences, binds)?;
    let is_only = only_one(&all, binds).is_some();
    let definition = binding.place.parent()?;
    if definition.node.kind() == "assignment" {
        return is_only
            .then(|| made_class(context, name, definition))
            .flatten();
    }
    let decorated = definition
        .parent()
        .filter(|node| node.node.kind() == "decorated_definition");
    let whole = decorated.unwrap_or(definition);
    let is_inner = matches!(
        definition.node.kind(),
        "function_definition" | "class_definition"
    ) && definition.function().map(DocumentNode::range) == Some(around.range())
        && whole.parent().map(|block| block.node) == around.node.child_by_field_name("body");
    if !is_inner || contains(definition.node, &["nonlocal_statement"]) {
        return None;
    }
    let needed = captured(context, whole)?;
    if definition.node.kind() == "class_definition" && !needed.is_empty() {
        let is_plain = decorated.is_none() && is_only && can_be_sent(context, definition, &needed);
        return is_plain
            .then(|| hoist_class::fix(context, definition, &needed, occurrences))
            .flatten();
    }
    // What decorates it may count its parameters.
    if decorated.is_some() && !needed.is_empty() {
        return None;
    }
    let (mut edits, mut moved) = cut(context, whole)?;
    let outside = |range: &Range<usize>| {
        let own = definition.range();
        range.end <= own.start || own.end <= range.start
    };
    let arguments = needed.join(", ");
    if !needed.is_empty() {
        moved = with_parameters(context, definition, &needed, &moved)?;
    }
    // Others have a name for something else: the function gets one of its own.
    let name = match is_only {
        true => name.to_owned(),
        false if decorated.is_some() || definition.node.kind() != "function_definition" => {
            return None;
        }
        false => {
            let free = free_name(
                context,
                &format!("_{}", name.trim_start_matches('_')),
                definition.range().start,
            );
            let head = format!("def {name}(");
            moved = moved
                .contains(&head)
                .then(|| moved.replacen(&head, &format!("def {free}("), 1))?;
            free
        }
    };
    let is_changed = !needed.is_empty() || !is_only;
    for read in occurrences
        .iter()
        .filter(|occurrence| is_changed && occurrence.role != Role::Bind)
    {
        if !outside(&read.range()) {
            // It calls itself.
            return None;
        }
        edits.push(match needed[..] {
            [] => Edit {
                range: read.range(),
                content: name.clone(),
            },
            _ if is_rebound_before_start(context, &needed, read.place) => return None,
            _ => bound(context, read.place, &name, &arguments)?,
        });
    }
    let definition_above = above(context, definition, moved)?;
    if !needed.is_empty() {
        let before = definition_above.range.start;
        edits.splice(0..0, new_import::import(context, "functools", before)?);
    }
    edits.push(definition_above);
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (applicability, title) = match &needed[..] {
        [] => (
            Applicability::Safe,
            format!("Move `{name}` to the top of the module"),
        ),
        [only] => (
            Applicability::Unsafe,
            format!("Move `{name}` to the module (binds {only} now)"),
        ),
        several => (
            Applicability::Unsafe,
            format!(
                "Move `{name}` to the module (binds {} names now)",
                several.len()
            ),
        ),
    };
    Some(Fix::new(applicability, title, edits))
}

/// The fix of an object of a class that a function defines.
pub(in crate::rules) fn class_of_object(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let is_of_class = matches!(
        obstacle.kind,
        ObstacleKind::Class | ObstacleKind::Method | ObstacleKind::ObjectOfMadeClass
    );
    let name = obstacle.name.as_deref().filter(|_| is_of_class)?;
    let occurrences = context.names().of_name(name);
    let read = occurrences.iter().find(|occurrence| {
        occurrence.role == Role::Read && occurrence.place.function().is_some()
    })?;
    fix(context, read.place)
}

/// The fix of a function that a function defines, and that goes to the child in something else.
pub(in crate::rules) fn held(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let obstacle = found.obstacle.as_ref()?;
    let name = DocumentNode::of(context.document, found.first_related()?)?;
    let is_function = obstacle.kind == ObstacleKind::Function && name.is("name");
    let around = name.parent().filter(|_| is_function)?.function()?;
    let all = context.names().of_name(context.text(name.range()));
    let mut inside = starting_in(&all, &around.range()).iter();
    let read = inside.find(|occurrence| occurrence.role == Role::Read)?;
    fix(context, read.place)
}

/// What makes a class that is found by its name.
const MAKERS: &[&str] = &[
    "Enum",
    "IntEnum",
    "NamedTuple",
    "make_dataclass",
    "namedtuple",
];

/// Moves `Point = namedtuple("Point", "x y")` out of its function.
fn made_class(context: &Context<'_>, name: &str, assignment: DocumentNode<'_>) -> Option<Fix> {
    let statement = assignment.parent()?;
    let function = statement.function()?;
    let made = assignment.with(assignment.node.child_by_field_name("right")?);
    let callee = made.with(made.node.child_by_field_name("function")?);
    let maker = context.text(callee.range()).rsplit('.').next()?;
    let is_of_body =
        statement.parent().map(|block| block.node) == function.node.child_by_field_name("body");
    let is_free = captured(context, made)?.is_empty() && !contains(made.node, &["lambda"]);
    if !MAKERS.contains(&maker) || !is_of_body || !is_free {
        return None;
    }
    let (mut edits, moved) = cut(context, statement)?;
    edits.insert(0, above(context, statement, moved)?);
    Some(Fix::new(
        Applicability::Safe,
        format!("Move `{name}` to the top of the module"),
        edits,
    ))
}

/// The definition with more parameters before its own; `None` if values of these cannot be sent to a child.
fn with_parameters(
    context: &Context<'_>,
    definition: DocumentNode<'_>,
    needed: &[String],
    moved: &str,
) -> Option<String> {
    let own = definition.node.child_by_field_name("parameters")?;
    if definition.node.kind() != "function_definition" || !can_be_sent(context, definition, needed)
    {
        return None;
    }
    let at = definition.with(own).range().start - definition.range().start + 1;
    let (head, tail) = (moved.get(..at)?, moved.get(at..)?);
    let comma = match tail.trim_start().starts_with(')') {
        true => "",
        false => ", ",
    };
    Some(format!("{head}{}{comma}{tail}", needed.join(", ")))
}

/// Whether values of these names can be sent to a child, as far as that is to be seen.
fn can_be_sent(context: &Context<'_>, definition: DocumentNode<'_>, names: &[String]) -> bool {
    let outermost = std::iter::successors(definition.function(), |inner| inner.function()).last();
    let Some(outermost) = outermost else {
        return false;
    };
    names.iter().all(|name| {
        let occurrences = context.names().of_name(name);
        let mut occurrences = starting_in(&occurrences, &outermost.range()).iter();
        let is_local = name == "self" && definition.is_in_local_class();
        !is_local
            && !occurrences.any(|occurrence| {
                let parent = occurrence
                    .place
                    .parent()
                    .map_or("", |parent| parent.node.kind());
                occurrence.role == Role::Import
                    || occurrence.role == Role::Bind
                        && (matches!(parent, "function_definition" | "class_definition")
                            || is_of_inner_class(context, occurrence.place))
            })
    })
}

/// Whether an object of a class that a function defines is assigned to this name.
fn is_of_inner_class(context: &Context<'_>, target: DocumentNode<'_>) -> bool {
    let made = target.parent().and_then(|assignment| {
        let made = assignment.with(assignment.node.child_by_field_name("right")?);
        Some(made.with(made.node.child_by_field_name("function")?))
    });
    let occurrences = made.map(|class| context.names().of_name(context.text(class.range())));
    occurrences.is_some_and(|occurrences| {
        occurrences.iter().any(|occurrence| {
            let definition = occurrence
                .place
                .parent()
                .filter(|_| occurrence.place.is("name"));
            definition.is_some_and(|definition| definition.function().is_some())
        })
    })
}

/// The name with what it needs: `functools.partial(work, number)`, or a call of it with one more argument.
fn bound(
    context: &Context<'_>,
    read: DocumentNode<'_>,
    name: &str,
    arguments: &str,
) -> Option<Edit> {
    let call = read
        .parent()
        .filter(|call| read.is("function") && call.node.kind() == "call");
    let Some(call) = call else {
        let partial = read.range();
        return Some(Edit {
            range: partial,
            content: format!("functools.partial({name}, {arguments})"),
        });
    };
    let list = call.with(call.node.child_by_field_name("arguments")?);
    let inside = context.text(list.range()).strip_prefix('(')?;
    let comma = match inside.trim_start().starts_with(')') {
        true => "",
        false => ", ",
    };
    Some(Edit {
        range: read.range().start..list.range().start + 1,
        content: format!("{name}({arguments}{comma}"),
    })
}
