//! A process that starts while the module is imported: the child imports it too, and fails.

use super::children::{Case, related};
use super::{Context, Rule};
use crate::facts::spawns::Kind;
use crate::finding::{Finding, Severity};
use crate::model::surroundings::Origin;

pub(super) static RULE: Rule = Rule {
    code: "missing-main-guard",
    page: include_str!("missing-main-guard.md"),
    level: Some(Severity::Error),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A child does not run these again (multiprocessing/spawn.py, `_fixup_main_from_name`).
    if context.origin != Origin::Module {
        return;
    }
    let mut cases = Vec::new();
    for spawn in &context.model.spawns {
        let Some(entry) = spawn.entry.clone().filter(|_| spawn.role.starts) else {
            continue;
        };
        let inside = entry.start <= spawn.range.start && spawn.range.end <= entry.end;
        let (range, related) = match inside {
            true => (spawn.range.clone(), Vec::new()),
            false => {
                let there = related(spawn.range.clone(), "the process starts here");
                (entry, vec![there])
            }
        };
        let consequence = match spawn.role.kind {
            Kind::Pool => {
                "each worker imports this module, gets here again and dies with RuntimeError, and the pool starts new ones for ever"
            }
            Kind::Submit => {
                "each worker imports this module, gets here again and dies with RuntimeError, which breaks the executor: BrokenProcessPool"
            }
            Kind::Manager => {
                "the manager's server imports this module, gets here again and dies with RuntimeError, and the program with EOFError or ConnectionResetError"
            }
            _ => {
                "the child imports this module, gets here again and dies with RuntimeError before it does any work"
            }
        };
        Case {
            range,
            worlds: context.model.spawning(&spawn.methods, spawn.imported),
            certain: !spawn.doubtful,
            reason: format!("a process starts outside the main guard; {consequence}"),
            help: "Start it in a function that is called under `if __name__ == \"__main__\":`."
                .into(),
            related,
        }
        .add(&mut cases);
    }
    findings.extend(
        cases
            .into_iter()
            .map(|case| case.finding(RULE.code, context)),
    );
}
