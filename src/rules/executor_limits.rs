//! As many workers as there are processors, where Windows can wait for 61 at most.

use super::children::quoted;
use super::fix::{Remedy, workers};
use super::{Check, Context, Needs, Rule};
use crate::facts::spawns::SpawnKind;
use crate::finding::{Finding, Severity};
use crate::world::{Platform, Worlds};

pub(super) static RULE: Rule = Rule {
    code: "executor-limits",
    page: include_str!("executor-limits.md"),
    level: Some(Severity::Info),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(workers::elsewhere),
        Remedy::of_finding(workers::everywhere),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let windows = Worlds::platform(Platform::Windows);
    for count in &context.model.counts {
        // A pool waits for more since 3.13 (gh-89240).
        let limited = match count.role.kind {
            SpawnKind::Pool => windows & Worlds::minors(|minor| minor < 13),
            _ => windows,
        };
        let worlds = context.model.runs(count.owner) & count.worlds & limited;
        if worlds.is_empty() {
            continue;
        }
        let message = format!(
            "{} may be above 61, which raises ValueError {}",
            quoted(context, &count.range),
            worlds.in_english(context.targets)
        );
        findings.push(Finding {
            help: Some("Windows can wait for 61 workers: use `min(61, …)`, or leave it out where the default is meant.".into()),
            ..Finding::new(
                RULE.code,
                Severity::Info,
                count.range.clone(),
                worlds,
                message,
            )
        });
    }
}
