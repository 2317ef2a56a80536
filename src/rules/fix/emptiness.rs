//! `queue.qsize() > 0`: whether something is in a queue, which every platform can tell.

use super::document_node::DocumentNode;
use super::expression_edit::{bracketed, replaced};
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;

/// `not queue.empty()`
pub(super) fn fix(context: &Context<'_>, usage: &Use, _: DocumentNode<'_>) -> Option<Fix> {
    let Site::Call { call, .. } = &usage.site else {
        return None;
    };
    let call = DocumentNode::of(context.document, &call.span.at(usage.base))?;
    let queue = context.text(call.range()).strip_suffix(".qsize()")?;
    let around = call.parent()?;
    let (asked, is_empty) = match around.node.kind() {
        "comparison_operator" => {
            let written = context.text(around.range()).strip_prefix(queue)?;
            let test: String = written
                .strip_prefix(".qsize()")?
                .split_whitespace()
                .collect();
            match &*test {
                ">0" | "!=0" | ">=1" => (around, false),
                "==0" | "<1" | "<=0" => (around, true),
                _ => return None,
            }
        }
        "not_operator" => (around, true),
        "if_statement" | "elif_clause" | "while_statement" if call.is("condition") => (call, false),
        "boolean_operator" => (call, false),
        _ => return None,
    };
    let (content, asks) = match is_empty {
        true => (format!("{queue}.empty()"), "empty()"),
        false => (format!("not {queue}.empty()"), "not empty()"),
    };
    let is_operand = asked
        .parent()
        .is_some_and(|node| node.node.kind() == "boolean_operator");
    let content = match is_operand {
        true => content,
        false if asked.is("condition") => content,
        false => bracketed(asked, content),
    };
    Some(replaced(
        format!("Use {asks} (what is on its way does not count)"),
        Applicability::Unsafe,
        Vec::new(),
        asked,
        content,
    ))
}
