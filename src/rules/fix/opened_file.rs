//! `os.startfile`, with the programs that open a file elsewhere.

use super::document_node::DocumentNode;
use super::guard_condition::condition_of;
use super::new_import;
use super::sorted_edits::joined;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::world::{Platform, Worlds};

/// `subprocess.run(["xdg-open", path])`, and `open` on macOS
pub(super) fn fix(context: &Context<'_>, usage: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let call = place
        .parent()
        .filter(|call| place.is("function") && call.node.kind() == "call")?;
    let arguments = call.with(call.node.child_by_field_name("arguments")?);
    let path = arguments.with(arguments.node.named_child(0)?);
    let statement = call
        .parent()
        .filter(|node| node.node.kind() == "expression_statement")?;
    let is_plain =
        arguments.node.named_child_count() == 1 && path.node.kind() != "keyword_argument";
    if !is_plain || usage.worlds.overlaps(Worlds::platform(Platform::Windows)) {
        return None;
    }
    let condition = condition_of(context, usage)?;
    let start = statement.range().start;
    let mut edits = new_import::import(context, "subprocess", start)?;
    edits.extend(new_import::import(context, "sys", start)?);
    if condition.module != "sys" {
        edits.extend(new_import::import(context, condition.module, start)?);
    }
    let quote = context.style().quote;
    let lines = StatementLines::of(context, statement, statement)?;
    let otherwise = format!(
        "{}subprocess.run([{quote}open{quote} if sys.platform == {quote}darwin{quote} else {quote}xdg-open{quote}, {}], check=False)",
        lines.step,
        context.text(path.range())
    );
    edits.extend(lines.under(
        &format!("if {}:", condition.holds),
        &["else:".to_owned(), otherwise],
    ));
    Some(Fix {
        covers: vec![statement.range()],
        title: "Open it with open on macOS, xdg-open on other systems".to_owned(),
        applicability: Applicability::Unsafe,
        edits: joined(edits),
    })
}
