//! Methods that a fix adds to a class of the file.

use super::document_node::DocumentNode;
use super::text_lines::{is_blank, line_start};
use crate::rules::Context;
use crate::text::Edit;

/// These methods behind that one; they are written at the left margin, with four blanks a step.
pub(super) fn behind(
    context: &Context<'_>,
    method: DocumentNode<'_>,
    methods: &str,
) -> Option<Edit> {
    let text = context.document.text().as_str();
    let range = method.range();
    let indent = text.get(line_start(text, range.start)..range.start)?;
    if !indent.chars().all(is_blank) {
        return None;
    }
    let style = context.style();
    let step = style.step(indent);
    let mut content = style.newline.to_owned();
    for line in methods.lines() {
        content += style.newline;
        if !line.is_empty() {
            content += indent;
            content += &line.replace("    ", step);
        }
    }
    Some(Edit::insertion(range.end, content))
}

/// The method of a class that has this name, if nothing decorates it.
pub(super) fn method<'a>(
    context: &Context<'a>,
    class: DocumentNode<'a>,
    name: &str,
) -> Option<DocumentNode<'a>> {
    context.memory.methods().of_class(context, class, name)
}
