//! A call that works everywhere and does something else somewhere, without a word.

use super::{Context, Rule, words};
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
        let effect = fact.effect.unwrap_or("it is ignored");
        findings.push(Finding {
            severity: Severity::Warning,
            ..words::finding(
                RULE.code,
                context,
                one,
                format!(
                    "{} does something else {}: {effect}",
                    words::call(fact),
                    one.worlds.in_english(context.targets),
                ),
                words::help(fact),
            )
        });
    }
}
