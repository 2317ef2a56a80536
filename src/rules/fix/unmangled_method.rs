//! A method with a name that only its class knows, which a child looks for: given one that others know.

use super::document_node::{DocumentNode, contains};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Longer names are not shown in a title.
const MAX_TITLE_NAME_CHARS: usize = 16;

/// The fix of a worker `self.__work`.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let there = DocumentNode::of(context.document, found.first_related()?)?;
    let old = context.text(there.range());
    let new = format!("_{}", old.trim_start_matches('_'));
    let method = there.parent()?;
    let class = std::iter::successors(method.parent(), |ancestor| ancestor.parent())
        .find(|ancestor| ancestor.node.kind() == "class_definition")?;
    let worker = context.text(found.range.clone());
    let is_mangled = old.starts_with("__") && !old.ends_with("__") && worker.ends_with(old);
    let body = class.with(class.node.child_by_field_name("body")?);
    // A class in it has names of its own.
    let is_nesting = || contains(body.node, &["class_definition"]);
    let memory = &context.memory;
    if !is_mangled || memory.asked(body, "defines a class", is_nesting) {
        return None;
    }
    let class_name = class.with(class.node.child_by_field_name("name")?);
    let outside = format!(
        "_{}{old}",
        context.text(class_name.range()).trim_start_matches('_')
    );
    let identifiers = memory.identifiers(context);
    let is_known = memory.has_dunder(context, &outside) || identifiers.has(&new);
    if context.is_quoted(old) || is_known {
        return None;
    }
    let renamed = identifiers.inside(class, old).iter().map(|place| Edit {
        range: place.range(),
        content: new.clone(),
    });
    let edits = renamed.collect();
    let title = match new.len() <= MAX_TITLE_NAME_CHARS {
        true => format!("Rename it to `{new}` (subclasses share the name)"),
        false => "Rename it with one underscore (subclasses share it)".to_owned(),
    };
    Some(Fix::new(Applicability::Unsafe, title, edits))
}
