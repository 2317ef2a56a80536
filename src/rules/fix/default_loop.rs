//! `asyncio.create_subprocess_exec` in a selector loop, which starts no processes on Windows: the default loop does.

use super::document_node::{DocumentNode, nodes_in};
use super::fixes_of_many::ranges_of_uses;
use super::hoist_statement::whole_lines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// Takes out the statement that chooses a selector loop, with the condition around it.
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let make = || of_document(context);
    match starts_a_process(usage) {
        true => context.memory.of_document("default loop", make),
        false => None,
    }
}

fn starts_a_process(usage: &Use) -> bool {
    matches!(&usage.site, Site::Call { fact, .. } if fact.name.starts_with("asyncio.create_subprocess_"))
}

fn of_document(context: &Context<'_>) -> Option<Fix> {
    let text = context.document.text().as_str();
    // A loop that waits for files has to be a selector loop.
    let is_needed = ["add_reader", "add_writer", "remove_reader", "remove_writer"]
        .iter()
        .any(|name| text.contains(name));
    if is_needed {
        return None;
    }
    let at = text.find("WindowsSelectorEventLoopPolicy()")?;
    let statement = DocumentNode::of(context.document, &(at..at + 1))?.statement()?;
    let is_policy = context
        .text(statement.range())
        .contains("set_event_loop_policy(");
    let around = statement.parent().and_then(DocumentNode::parent);
    let gone = match around {
        Some(test) if test.node.kind() == "if_statement" => {
            let block = statement.parent()?;
            let is_only = block.node.named_child_count() == 1
                && nodes_in(test.node)
                    .all(|node| !matches!(node.kind(), "else_clause" | "elif_clause"));
            is_only.then_some(test)?
        }
        _ => statement,
    };
    let is_of_module = gone
        .parent()
        .is_some_and(|node| node.node.kind() == "module");
    (is_policy && is_of_module).then_some(())?;
    let lines = whole_lines(context, gone)?;
    // The blank lines before it go as well.
    let before = text[..lines.start].trim_end_matches(['\n', '\r']);
    let start = match text[before.len()..lines.start].starts_with("\r\n") {
        true => before.len() + 2,
        false => (before.len() + 1).min(lines.start),
    };
    let fix = Fix::new(
        Applicability::Unsafe,
        "Keep the default event loop, which starts processes".to_owned(),
        vec![Edit {
            range: start..lines.end,
            content: String::new(),
        }],
    );
    Some(fix.covering(ranges_of_uses(context, starts_a_process)))
}
