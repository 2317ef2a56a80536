//! What is imported or set under the main guard, and read by children, which do not enter it: moved above it.

use super::document_node::{DocumentNode, nodes_in};
use super::names::{Role, only_one};
use crate::finding::{Applicability, Finding, Fix};
use crate::rules::Context;
use crate::text::Edit;

/// Moves the statement that binds the name, with those that it needs, above the main guard.
pub(in crate::rules) fn fix(context: &Context<'_>, found: &Finding) -> Option<Fix> {
    let name = context.text(found.range.clone());
    let occurrences = context.names().of_name(name);
    let binding = only_one(&occurrences, |occurrence| {
        matches!(occurrence.role, Role::Bind | Role::Import)
            && occurrence.place.function().is_none()
    })?;
    let last = binding.place.statement()?;
    let block = last.parent()?;
    let guard = block.parent()?;
    let is_guard = guard.node.kind() == "if_statement"
        && block.is("consequence")
        && guard.parent()?.node.kind() == "module"
        && guard
            .node
            .child_by_field_name("condition")
            .is_some_and(|test| context.text(guard.with(test).range()).contains("__name__"));
    let own = context.text(last.range());
    let is_import = binding.role == Role::Import;
    // Only what asks for nothing but the command line does the same in the child.
    let is_parsed =
        own.contains(".parse_args(") || own.contains("sys.argv") || own.contains("os.environ");
    if !is_guard || !(is_import || is_parsed) {
        return None;
    }
    let statements: Vec<DocumentNode<'_>> = block
        .node
        .named_children()
        .map(|node| block.with(node))
        .take_while(|node| node.range().start <= last.range().start)
        .collect();
    let moved: Vec<DocumentNode<'_>> = match is_import {
        true => vec![last],
        false => needed(context, &statements)?,
    };
    let others = block
        .node
        .named_children()
        .filter(|node| !node.is_extra())
        .count()
        - moved.len();
    let text = context.document.text().as_str();
    let newline = context.style().newline;
    let mut content = String::new();
    let mut edits = Vec::new();
    for statement in &moved {
        let range = statement.range();
        let line = super::text_lines::line_start(text, range.start);
        let indent = text.get(line..range.start)?;
        let end = super::text_lines::line_end(text, range.end);
        if !indent.chars().all(super::text_lines::is_blank)
            || !text[range.end..end].trim().is_empty()
        {
            return None;
        }
        for (at, line) in text[range.clone()].split(newline).enumerate() {
            let line = if at == 0 {
                line
            } else {
                line.strip_prefix(indent).unwrap_or(line)
            };
            content += line;
            content += newline;
        }
        let next = (end + newline.len()).min(text.len());
        edits.push(Edit {
            range: line..next,
            content: String::new(),
        });
    }
    let at = guard.range().start;
    if super::text_lines::line_start(text, at) != at {
        return None;
    }
    if others == 0 {
        // The guard guards nothing any more.
        let end = super::text_lines::line_end(text, guard.range().end);
        let end = (end + newline.len()).min(text.len());
        edits = vec![Edit {
            range: at..end,
            content,
        }];
    } else {
        let content = content + newline;
        edits.insert(
            0,
            Edit {
                range: at..at,
                content,
            },
        );
    }
    let (title, applicability) = match is_import {
        true => (
            format!("Import `{name}` above the main guard"),
            Applicability::Safe,
        ),
        false => (
            format!("Set `{name}` above the main guard (when imported, too)"),
            Applicability::Unsafe,
        ),
    };
    Some(Fix::new(applicability, title, edits))
}

/// The last of these statements, and those before it that bind what it needs or change that.
fn needed<'a>(
    context: &Context<'a>,
    statements: &[DocumentNode<'a>],
) -> Option<Vec<DocumentNode<'a>>> {
    let words = |place: &DocumentNode<'a>| -> Vec<String> {
        let names = nodes_in(place.node).filter(|node| node.kind() == "identifier");
        names
            .map(|node| context.text(place.with(node).range()).to_owned())
            .collect()
    };
    let (last, before) = statements.split_last()?;
    let bound = |place: &DocumentNode<'a>| -> Option<String> {
        let assignment = place.node.named_child(0)?;
        let left = assignment.child_by_field_name("left")?;
        Some(context.text(place.with(left).range()).to_owned())
    };
    let mut wanted = words(last);
    let mut moved = vec![*last];
    for statement in before.iter().rev() {
        let own = words(statement);
        let first = own.first().cloned().unwrap_or_default();
        let is_wanted = bound(statement).is_some_and(|name| wanted.contains(&name))
            || statement.node.kind() == "expression_statement" && wanted.contains(&first);
        if is_wanted {
            wanted.extend(own);
            moved.push(*statement);
        }
    }
    moved.reverse();
    Some(moved)
}
