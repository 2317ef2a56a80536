//! What is found once a fix is applied, for fixes that may move a failure instead of mending it.

use crate::finding::{Finding, Fix};
use crate::model::Model;
use crate::rules::{Context, RULES};
use crate::syntax::Document;

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

/// What goes wrong in child processes now, and after the fix.
pub(super) fn children(context: &Context<'_>, fix: &Fix) -> (Vec<Finding>, Vec<Finding>) {
    let mut after = context.document.clone();
    for edit in fix.edits.iter().rev() {
        after.edit(edit);
    }
    (found(context, context.document), found(context, &after))
}

/// Whether something that this rule does not speak of fails in more worlds after the fix.
pub(super) fn worsens(context: &Context<'_>, fix: &Fix, rule: &str) -> bool {
    let (before, after) = children(context, fix);
    let failing = |findings: &[Finding]| -> u32 {
        let others = findings.iter().filter(|one| one.rule != rule);
        others.map(|one| one.worlds.len()).sum()
    };
    failing(&after) > failing(&before)
}

fn found(context: &Context<'_>, document: &Document) -> Vec<Finding> {
    let model = Model::of(document, context.surroundings, context.targets);
    let context = Context::new(document, &model, context.targets, context.surroundings);
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| CHILD_RULES.contains(&rule.code)) {
        (rule.check)(&context, &mut findings);
    }
    findings
}
