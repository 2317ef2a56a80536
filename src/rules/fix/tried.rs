//! What is found once a fix is applied, for fixes that may move a failure instead of mending it.

use crate::finding::{Finding, Fix};
use crate::model::Model;
use crate::rules::{Context, RULES};
use crate::world::Worlds;

/// The rules about what goes wrong in child processes.
const CHILD_RULES: &[&str] = &[
    "fork-with-threads",
    "missing-main-guard",
    "mixed-contexts",
    "start-method-at-import",
    "unimportable-worker",
    "unpicklable-argument",
    "unpicklable-worker",
    "unshared-global",
];

/// Enough is enough in a file with more places than these that start processes, or choose how.
const MOST: usize = 32;

/// What goes wrong in child processes now, and after a fix.
pub(super) struct Tried {
    before: Vec<Finding>,
    after: Vec<Finding>,
}

impl Tried {
    /// Tries a fix out.
    pub(super) fn of(context: &Context<'_>, fix: &Fix) -> Self {
        let mut document = context.document.clone();
        for edit in fix.edits.iter().rev() {
            document.edit(edit);
        }
        let (targets, surroundings) = (context.targets, context.surroundings);
        let used = &context.model.used_elsewhere;
        let model = Model::used_elsewhere(&document, surroundings, targets, used);
        Self {
            before: found(context),
            after: found(&Context::new(&document, &model, targets, surroundings)),
        }
    }

    /// Whether less goes wrong.
    pub(super) fn mends(&self) -> bool {
        self.after.len() < self.before.len()
    }

    /// Whether something that this rule does not speak of fails in more worlds.
    pub(super) fn worsens(&self, rule: &str) -> bool {
        self.fails_more(|one| match one.rule == rule {
            true => Worlds::NONE,
            false => one.worlds,
        })
    }

    /// Whether there are more failures, of those worlds of each finding that count.
    pub(super) fn fails_more(&self, counting: impl Fn(&Finding) -> Worlds) -> bool {
        let failing = |findings: &[Finding]| -> u32 {
            let worlds = findings.iter().map(&counting);
            worlds.map(Worlds::len).sum()
        };
        failing(&self.after) > failing(&self.before)
    }
}

/// Whether the fixes of all such findings may be tried out: each evaluates the whole document again.
pub(super) fn is_affordable(context: &Context<'_>) -> bool {
    let model = context.model;
    model.spawns.len() <= MOST && model.settings.len() <= MOST
}

/// The fix, if less goes wrong in child processes after it.
pub(super) fn mending(context: &Context<'_>, fix: Fix) -> Option<Fix> {
    let mends = is_affordable(context) && Tried::of(context, &fix).mends();
    mends.then_some(fix)
}

fn found(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| CHILD_RULES.contains(&rule.code)) {
        (rule.check)(context, &mut findings);
    }
    findings
}
