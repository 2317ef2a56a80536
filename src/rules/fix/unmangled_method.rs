//! A method with a name that only its class knows, which a child looks for: given one that others know.

use super::document_node::{DocumentNode, contains, nodes_in};
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
    if !is_mangled || contains(body.node, &["class_definition"]) {
        return None;
    }
    let text = context.document.text().as_str();
    let class_name = class.with(class.node.child_by_field_name("name")?);
    let outside = format!(
        "_{}{old}",
        context.text(class_name.range()).trim_start_matches('_')
    );
    if context.is_quoted(old) || text.contains(&outside) || has_name(context, &new) {
        return None;
    }
    let mut edits = Vec::new();
    for node in nodes_in(class.node).map(|node| class.with(node)) {
        if node.node.kind() == "identifier" && context.text(node.range()) == old {
            edits.push(Edit {
                range: node.range(),
                content: new.clone(),
            });
        }
    }
    let title = match new.len() <= MAX_TITLE_NAME_CHARS {
        true => format!("Rename it to `{new}` (subclasses share the name)"),
        false => "Rename it with one underscore (subclasses share it)".to_owned(),
    };
    Some(Fix::new(Applicability::Unsafe, title, edits))
}

/// Whether anything in the document has this name.
fn has_name(context: &Context<'_>, name: &str) -> bool {
    let text = context.document.text().as_str();
    let statements = context.document.statements().iter();
    let mut roots =
        statements.filter_map(|statement| Some((statement.start, statement.chunk.nodes()?.root())));
    roots.any(|(base, root)| {
        nodes_in(root).any(|node| {
            let range = base + node.start_byte()..base + node.end_byte();
            node.kind() == "identifier" && text.get(range) == Some(name)
        })
    })
}
