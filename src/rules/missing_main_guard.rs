//! A process that starts while the module is imported: the child imports it too, and fails.

use std::ops::Range;

use foldhash::HashSet;

use super::children::{ChildCase, ChildCases, called, related};
use super::fix::{Remedy, Trial, made_when_used, main_function, main_guard, main_test};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Severity};
use crate::model::children::records::Spawn;
use crate::model::eval::guards::Guard;
use crate::model::surroundings::Origin;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "missing-main-guard",
    page: include_str!("missing-main-guard.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(main_test::fix).tried(Trial::Everywhere),
        Remedy::of_finding(main_function::fix).of_rest(),
        Remedy::of_finding(main_guard::fix)
            .tried(Trial::Everywhere)
            .of_rest(),
        Remedy::of_finding(made_when_used::fix).tried(Trial::Everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A child does not run these again (multiprocessing/spawn.py, `_fixup_main_from_name`).
    if context.origin != Origin::Module {
        return;
    }
    // From 3.13.8 on (gh-126631); 3.15 goes on when that fails.
    let preloads = Worlds::minors(|minor| minor == 13 || minor == 14);
    let mut cases = ChildCases::default();
    let direct = context.model.spawns.iter().chain(&context.model.outside);
    let known: HashSet<&Range<usize>> = direct
        .clone()
        .filter(|spawn| spawn.entry.is_some())
        .map(|spawn| &spawn.range)
        .collect();
    // What only a call decides: `run(jobs, workers=4)`.
    let lifted = context.model.lifted.iter().filter(|spawn| {
        let place = spawn.through.first();
        !spawn.imported.is_empty() && place.is_some_and(|place| !known.contains(place))
    });
    for spawn in direct.chain(lifted) {
        let Some(entry) = spawn.entry.clone().filter(|_| spawn.role.starts) else {
            continue;
        };
        let imported = context.model.spawning(&spawn.methods, spawn.imported);
        let served = context
            .model
            .serving(&spawn.methods, spawn.served & preloads);
        let inside = entry.start <= spawn.range.start && spawn.range.end <= entry.end;
        let (range, related) = match inside {
            true => {
                let there = spawn.through.first().cloned();
                let there = there.map(|there| related(there, "the process starts here"));
                (spawn.range.clone(), there.into_iter().collect())
            }
            false => {
                let there = spawn.through.first().unwrap_or(&spawn.range);
                let there = related(there.clone(), "the process starts here");
                (entry, vec![there])
            }
        };
        let consequence = match spawn.role.kind {
            SpawnKind::Pool => "RuntimeError in workers, without end",
            SpawnKind::Submit => "BrokenProcessPool",
            SpawnKind::Manager => "RuntimeError in its server",
            _ => "RuntimeError in the child",
        };
        ChildCase {
obstacle: None,
            what: format!("{} needs a main guard", called(context, &range)),
            range,
            worlds: imported | served,
            certain: !spawn.doubtful,
            why: match imported.is_empty() {
                false => consequence.into(),
                true => "RuntimeError in the fork server".into(),
            },
            help: "Each child imports this module, too: start it in a function that is called under `if __name__ == \"__main__\":`."
                .into(),
            related,
        }
        .add(&mut cases);
    }
    ends(context, &mut cases);
    loops(context, &mut cases);
    ChildCase::report(cases, RULE.code, context, findings);
}

/// The places of this kind that start children for sure, each with the worlds in which it spawns them; and all those
/// worlds.
fn started<'c>(
    context: &'c Context<'_>,
    is_of_kind: impl Fn(&Spawn) -> bool,
) -> (Worlds, Vec<(Worlds, &'c Range<usize>)>) {
    let spawns = context.model.spawns.iter();
    let starting = spawns.filter(|spawn| spawn.role.starts && !spawn.doubtful && is_of_kind(spawn));
    let started: Vec<(Worlds, &Range<usize>)> = starting
        .map(|spawn| {
            let worlds = context.model.spawning(&spawn.methods, spawn.worlds);
            (worlds, &spawn.range)
        })
        .collect();
    let worlds = started.iter().map(|(worlds, _)| *worlds);
    (
        worlds.fold(Worlds::NONE, |all, worlds| all | worlds),
        started,
    )
}

/// A child that imports the module gets into its main loop, and never does its work.
fn loops(context: &Context<'_>, cases: &mut ChildCases) {
    let (anywhere, started) = started(context, |spawn| {
        spawn.owner.is_some() && spawn.imported.is_empty()
    });
    for (range, worlds) in context.model.loops_at_import() {
        let mut elsewhere = started
            .iter()
            .filter(|(_, started)| started.end <= range.start || range.end <= started.start);
        let Some((_, first)) = elsewhere.next() else {
            continue;
        };
        ChildCase {
            obstacle: None,
            range: range.clone(),
            worlds: anywhere & worlds,
            certain: false,
            what: format!("{} runs in each child", called(context, range)),
            why: "each imports this module first".into(),
            help: "Call it under `if __name__ == \"__main__\":`.".into(),
            related: vec![related((*first).clone(), "the child starts here")],
        }
        .add(cases);
    }
}

/// A module that ends while a child imports it takes the child along, and nobody hears of it.
fn ends(context: &Context<'_>, cases: &mut ChildCases) {
    let (anywhere, started) = started(context, |spawn| spawn.guard == Guard::Main && !spawn.called);
    for (range, worlds) in &context.model.ends {
        let mut ended = started
            .iter()
            .filter(|(started, _)| started.overlaps(*worlds));
        let Some((_, first)) = ended.next() else {
            continue;
        };
        ChildCase {
            obstacle: None,
            range: range.clone(),
            worlds: anywhere & *worlds,
            certain: true,
            what: format!("{} ends each child", called(context, range)),
            why: "each imports this module first".into(),
            help: "Put it under `if __name__ == \"__main__\":`.".into(),
            related: vec![related((*first).clone(), "the child starts here")],
        }
        .add(cases);
    }
}
