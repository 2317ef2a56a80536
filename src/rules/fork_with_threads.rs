//! A process that is forked while a thread runs: the child has the thread's locks and not the thread.

use std::ops::Range;

use super::children::{called, related};
use super::fix::{Remedy, Trial, spawn_context};
use super::{Check, Context, Needs, Rule};
use crate::facts::StartMethod;
use crate::finding::{Finding, Severity};
use crate::model::children::threads::ThreadSearch;
use crate::model::eval::guards::Guard;
use crate::model::value::FunctionId;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "fork-with-threads",
    page: include_str!("fork-with-threads.md"),
    level: Some(Severity::Warning),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[Remedy::of_finding(spawn_context::fix).tried(Trial::Everywhere)],
};

/// A place that forks, in these worlds for sure.
struct Fork {
    range: Range<usize>,
    worlds: Worlds,
    owner: Option<FunctionId>,
    guard: Guard,
    /// By `os.fork`, not by a start method.
    plain: bool,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let model = context.model;
    let starts = model.spawns.iter().filter(|spawn| spawn.role.starts);
    let starts = starts.map(|spawn| Fork {
        range: spawn.range.clone(),
        worlds: model.forking(&spawn.methods, spawn.worlds),
        owner: spawn.owner,
        guard: spawn.guard,
        plain: false,
    });
    let plain = model.forks.iter().filter(|fork| {
        // A child that becomes another program at once takes no lock.
        !model.becomes_another(fork)
    });
    let plain = plain.map(|fork| Fork {
        range: fork.range.clone(),
        worlds: model.runs(fork.owner) & fork.worlds & StartMethod::Fork.available(),
        owner: fork.owner,
        guard: fork.guard,
        plain: true,
    });
    let mut threads = ThreadSearch::of(model);
    for fork in starts
        .chain(plain)
        .filter(|fork| fork.guard != Guard::Unknown)
    {
        let Some(thread) = threads.before(&fork.range, fork.owner, fork.worlds) else {
            continue;
        };
        let worlds = fork.worlds & thread.worlds;
        let help = match fork.plain {
            true => "Fork before the thread starts, or start another program with `subprocess`.",
            false => {
                "Start the process before the thread, or with the context of `spawn` or `forkserver`."
            }
        };
        let (runs, place) = match thread.by {
            None => ("a thread runs".to_owned(), "the thread starts here"),
            Some(by) => (format!("{by} runs"), "they are started here"),
        };
        let warned = Worlds::minors(|minor| minor >= 12);
        let warns = match worlds.overlaps(warned) && thread.by.is_none() {
            true => " Python 3.12 and later warn of it: DeprecationWarning.",
            false => "",
        };
        let message = format!(
            "{} forks while {runs} {}: the child may deadlock",
            called(context, &fork.range),
            worlds.in_english(context.targets)
        );
        findings.push(Finding {
            help: Some(format!("{help}{warns}")),
            related: vec![related(thread.range.clone(), place)],
            ..Finding::new(
                RULE.code,
                Severity::Warning,
                fork.range.clone(),
                worlds,
                message,
            )
        });
    }
}
