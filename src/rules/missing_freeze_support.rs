//! A program that is made an executable, and whose children run it from the start.

use super::children::{ChildCase, ChildCases, related};
use super::{Check, Context, Needs, Rule};
use crate::finding::Severity;
use crate::model::eval::guards::Guard;
use crate::model::link::other_modules::is_outside;

pub(super) static RULE: Rule = Rule {
    code: "missing-freeze-support",
    page: include_str!("missing-freeze-support.md"),
    level: Some(Severity::Warning),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[],
};

fn check(context: &Context<'_>, findings: &mut Vec<crate::finding::Finding>) {
    let model = context.model;
    let spawns = model.spawns.iter().chain(&model.outside);
    let mut starts = spawns
        .filter(|spawn| spawn.role.starts && spawn.guard != Guard::Unknown)
        .peekable();
    if starts.peek().is_none() || model.supports_freezing() {
        return;
    }
    let Some(frozen) = context.surroundings.frozen() else {
        return;
    };
    let called = model.called_from_top();
    let mut cases = ChildCases::default();
    for spawn in starts {
        let worlds = model.spawning(&spawn.methods, spawn.worlds) & frozen.by.needs_support();
        let outside = is_outside(&spawn.range);
        let range = match spawn.owner {
            Some(owner) if outside => called.get(&owner).cloned(),
            _ => Some(spawn.range.clone()),
        };
        let Some(range) = range.filter(|_| !worlds.is_empty()) else {
            continue;
        };
        let there = outside.then(|| related(spawn.range.clone(), "the child starts here"));
        ChildCase {
obstacle: None,
            range,
            worlds,
            certain: false,
            what: "`freeze_support()` is missing".into(),
            why: format!(
                "{}'s children start without end",
                frozen.by.title()
            ),
            help: "Call `multiprocessing.freeze_support()` first of all under `if __name__ == \"__main__\":`.".into(),
            related: [frozen.place].into_iter().chain(there).collect(),
        }
        .add(&mut cases);
        // Once for a program.
        break;
    }
    ChildCase::report(cases, RULE.code, context, findings);
}
