//! A process that is forked while a thread runs: the child has the thread's locks and not the thread.

use super::children::related;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::guards::Guard;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "fork-with-threads",
    page: include_str!("fork-with-threads.md"),
    level: Some(Severity::Warning),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let text = context.document.text().as_str();
    // Python itself says so since 3.12 (gh-100228).
    let warned = Worlds::minors(|minor| minor >= 12);
    for spawn in context
        .model
        .spawns
        .iter()
        .filter(|spawn| spawn.role.starts)
    {
        let forked = context.model.forking(&spawn.methods, spawn.worlds) & warned;
        let running = context.model.threads.iter().find(|thread| {
            let between = text.get(thread.range.end..spawn.range.start).unwrap_or("");
            thread.owner == spawn.owner
                && thread.guard != Guard::Unknown
                && thread.worlds.overlaps(forked)
                && thread.range.end <= spawn.range.start
                && !between.contains(".join(")
        });
        let Some(thread) = running.filter(|_| spawn.guard != Guard::Unknown) else {
            continue;
        };
        let worlds = forked & thread.worlds;
        findings.push(Finding {
            rule: RULE.code,
            severity: Severity::Warning,
            range: spawn.range.clone(),
            worlds,
            message: format!(
                "forks a process while a thread runs, {}: what the thread has locked stays locked in the child, which may wait for ever",
                worlds.in_english(context.targets)
            ),
            help: Some(
                "Start the process before the thread, or with the context of `spawn` or `forkserver`."
                    .into(),
            ),
            fixes: Vec::new(),
            related: vec![related(thread.range.clone(), "the thread starts here")],
        });
    }
}
