//! A lock or queue of a fork context in a child that is spawned: `RuntimeError`.

use super::children::{ChildCase, ChildCases, quoted, related};
use super::fix::{Remedy, Trial, same_context};
use super::{Check, Context, Needs, Rule};
use crate::finding::{Finding, Severity};
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "mixed-contexts",
    page: include_str!("mixed-contexts.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[Remedy::of_finding(same_context::fix).tried(Trial::Everywhere)],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    // The check is there since 3.11.5 (gh-77377).
    let checked = Worlds::minors(|minor| minor >= 11);
    for spawn in context
        .model
        .spawns
        .iter()
        .filter(|spawn| !spawn.role.always)
    {
        let spawned = context.model.spawning(&spawn.methods, spawn.worlds) & checked;
        for handed in &spawn.given {
            for (worlds, value) in handed.value.parts(spawned) {
                let Some(make) = context.model.shared(value) else {
                    continue;
                };
                ChildCase {
                    obstacle: None,
                    range: handed.range.clone(),
                    worlds: context.model.forking(&make.methods, worlds),
                    certain: !spawn.called && !spawn.caught,
                    what: format!(
                        "{} of the `fork` context cannot go to a spawned process",
                        quoted(context, &handed.range)
                    ),
                    why: "RuntimeError".into(),
                    help:
                        "Make both with the same context: `context.Queue()`, `context.Process(…)`."
                            .into(),
                    related: vec![related(make.range.clone(), "it is made here")],
                }
                .add(&mut cases);
            }
        }
    }
    ChildCase::report(cases, RULE.code, context, findings);
}
