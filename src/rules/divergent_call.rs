//! A call that works everywhere and does something else somewhere, without a word.

use super::{Context, Rule, fix, words};
use crate::finding::{Finding, Severity};
use crate::model::exception::Exception;
use crate::model::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "divergent-call",
    page: include_str!("divergent-call.md"),
    level: Some(Severity::Warning),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for one in &context.model.uses {
        let Site::Call { fact, .. } = &one.site else {
            continue;
        };
        if one.exception != Exception::Divergence {
            continue;
        }
        let is_ignored = fact.ignored().overlaps(one.worlds);
        let (severity, does, fixes) = if is_ignored {
            // To be without an effect is often what is wanted there, so nothing is mended.
            (Severity::Info, "has no effect", Vec::new())
        } else {
            let fixes = fix::fixes(context, one);
            (Severity::Warning, "does something else", fixes)
        };
        let effect = fact.effect.map(|effect| format!(": {effect}"));
        findings.push(Finding {
            rule: RULE.code,
            severity,
            range: one.range.clone(),
            worlds: one.worlds,
            message: format!(
                "{} {does} {}{}",
                words::call(fact),
                one.worlds.in_english(context.targets),
                effect.unwrap_or_default(),
            ),
            help: Some(words::help(fact)),
            fixes,
            related: Vec::new(),
        });
    }
}
