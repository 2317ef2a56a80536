//! `loop.add_reader`, which the default event loop of Windows does not have and a selector loop has.

use super::document_node::{DocumentNode, nodes_in};
use super::fixes_of_many::ranges_of_uses;
use super::guard_condition::GuardCondition;
use super::new_import;
use super::sorted_edits::sorted;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;
use crate::world::{Platform, Worlds};

/// What a selector loop has.
const MEMBERS: &[&str] = &["add_reader", "add_writer", "remove_reader", "remove_writer"];

/// Runs the file's `asyncio.run` with a selector loop on Windows.
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let make = || of_document(context);
    match needs_selector(usage) {
        true => context.memory.of_document("selector loop", make),
        false => None,
    }
}

/// Whether the use fails in the default event loop of Windows, and nowhere else.
fn needs_selector(usage: &Use) -> bool {
    let (Site::Attribute { fact, .. } | Site::Call { fact, .. }) = &usage.site else {
        return false;
    };
    let is_ours =
        |(owner, member): (&str, &str)| owner.starts_with("asyncio.") && MEMBERS.contains(&member);
    fact.name.rsplit_once('.').is_some_and(is_ours)
        && usage.worlds == usage.worlds & Worlds::platform(Platform::Windows)
}

fn of_document(context: &Context<'_>) -> Option<Fix> {
    let run = only_run(context)?;
    let statement = run.statement()?;
    let start = statement.range().start;
    // `asyncio.run` takes a factory since 3.12, and there are no policies from 3.16 on.
    let is_new = !context.targets.overlaps(Worlds::minors(|minor| minor < 12));
    let windows = Worlds::platform(Platform::Windows);
    let condition = GuardCondition::of(context, (windows, !windows), context.targets, start)?;
    let edits = if is_new {
        let arguments = run.with(run.node.child_by_field_name("arguments")?);
        let last = arguments.node.named_children().last()?;
        let value = format!(
            ", loop_factory=asyncio.SelectorEventLoop if {} else None",
            condition.fails
        );
        let end = arguments.with(last).range().end;
        vec![Edit::insertion(end, value)]
    } else {
        let lines = StatementLines::of(context, statement, statement)?;
        let step = lines.step;
        lines.after(&[
            format!("if {}:", condition.fails),
            format!(
                "{step}asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())"
            ),
        ])
    };
    let import = new_import::import(context, condition.module, start)?;
    let fix = Fix::new(
        Applicability::Unsafe,
        "Run a selector loop on Windows (starts no processes)",
        sorted(import.into_iter().chain(edits).collect())?,
    );
    Some(fix.covering(ranges_of_uses(context, needs_selector)))
}

/// The call of `asyncio.run`, if the file has one, which says nothing of its loop.
fn only_run<'a>(context: &Context<'a>) -> Option<DocumentNode<'a>> {
    let occurrences = context.names().of_name("asyncio");
    let mut runs = occurrences.iter().filter_map(|occurrence| {
        let attribute = occurrence.place.parent()?;
        let call = attribute.parent()?;
        let is_run = attribute.is("function") && call.node.kind() == "call";
        (is_run && context.text(attribute.range()) == "asyncio.run").then_some(call)
    });
    let (Some(run), None) = (runs.next(), runs.next()) else {
        return None;
    };
    let has_factory = nodes_in(run.node).any(|node| {
        node.kind() == "keyword_argument"
            && context
                .text(run.with(node).range())
                .starts_with("loop_factory")
    });
    // A loop that was chosen, or has to start processes, stays.
    let text = context.document.text().as_str();
    let others = ["set_event_loop_policy", "subprocess"];
    let is_plain = !has_factory && !others.iter().any(|word| text.contains(word));
    is_plain.then_some(run)
}
