//! What an object holds and cannot take to another process: left out when it is sent, and made again there.

use super::captured_names::captured;
use super::child_call::is_dotted;
use super::document_node::{DocumentNode, contains};
use super::names::{Role, only_one, starting_in};
use super::new_method::{behind, method};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;

/// What starts processes of its own when it is made: a child that makes it again starts them, too, which the children of
/// pools may not.
const STARTING: &[&str] = &["Manager", "Pool", "ProcessPoolExecutor", "SyncManager"];

/// Adds `__getstate__` and `__setstate__` to the class whose `__init__` makes it from nothing that it is given, or from
/// what it keeps.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    // By its name the child finds the method of the class itself, which starts another one.
    if context.text(found.range.clone()).starts_with("super()") {
        return None;
    }
    let place = DocumentNode::of(context.document, &found.range)?;
    let (made, assignment) = match place.parent() {
        Some(node) if node.node.kind() == "assignment" && place.is("left") => {
            (node.with(node.node.child_by_field_name("right")?), node)
        }
        _ => {
            let made = DocumentNode::of(context.document, found.first_related()?)?;
            (made, made.parent()?)
        }
    };
    let target = assignment.with(assignment.node.child_by_field_name("left")?);
    let init = made.function()?;
    let class = init
        .parent()
        .and_then(DocumentNode::parent)
        .filter(|node| node.node.kind() == "class_definition")?;
    let is_made_there = made.is("right")
        && made.node.kind() == "call"
        && method(context, class, "__init__") == Some(init);
    let attribute = context.text(target.range()).strip_prefix("self.")?;
    let says = [
        "__getstate__",
        "__setstate__",
        "__reduce__",
        "__reduce_ex__",
    ];
    if contains(made.node, &["lambda", "await", "named_expression"]) {
        return None;
    }
    let written = kept(context, init, made)?;
    let written = &*written;
    let callee = written.split('(').next().unwrap_or(written);
    let starts = STARTING.contains(&callee.rsplit('.').next().unwrap_or(callee));
    if !is_made_there
        || starts
        || attribute.contains(['.', '[', '('])
        || says
            .iter()
            .any(|name| method(context, class, name).is_some())
        || written.contains(['\n', '\r'])
    {
        return None;
    }
    let quote = context.style().quote;
    let methods = format!(
        "def __getstate__(self):
    return {{name: value for name, value in self.__dict__.items() if name != {quote}{attribute}{quote}}}

def __setstate__(self, state):
    self.__dict__.update(state)
    self.{attribute} = {written}"
    );
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Leave `{attribute}` out, and make it again in the child"),
        vec![behind(context, init, &methods)?],
    ))
}

/// What makes it, with what the object has kept of the parameters of `__init__` instead of those: `open(self.path)`.
fn kept(context: &Context<'_>, init: DocumentNode<'_>, made: DocumentNode<'_>) -> Option<String> {
    let range = made.range();
    let mut written = context.text(range.clone()).to_owned();
    let mut edits = Vec::new();
    for name in captured(context, made)?
        .iter()
        .filter(|name| *name != "self")
    {
        let occurrences = context.names().of_name(name);
        let inside = starting_in(&occurrences, &init.range());
        // `self.path = path`, and it is what was given.
        let attribute = inside.iter().find_map(|occurrence| {
            let assignment = occurrence.place.parent()?;
            let left = assignment.with(assignment.node.child_by_field_name("left")?);
            let is_kept = occurrence.place.is("right")
                && assignment.node.kind() == "assignment"
                && assignment.function() == Some(init);
            let attribute = context.text(left.range());
            (is_kept && attribute.starts_with("self.") && is_dotted(attribute)).then_some(attribute)
        })?;
        only_one(inside, |occurrence| occurrence.role == Role::Bind)?;
        let reads = starting_in(inside, &range).iter();
        edits.extend(reads.map(|read| (read.range(), attribute)));
    }
    edits.sort_by_key(|(read, _)| read.start);
    for (read, attribute) in edits.into_iter().rev() {
        written.replace_range(read.start - range.start..read.end - range.start, attribute);
    }
    Some(written)
}
