//! A call that works everywhere and does something else somewhere, without a word.

use super::fix::{Remedy, argument, guard_use, rewrite, test_skip};
use super::{Check, Context, Needs, Rule, message_words};
use crate::facts::Failure;
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;

pub(super) static RULE: Rule = Rule {
    code: "divergent-call",
    page: include_str!("divergent-call.md"),
    level: Some(Severity::Warning),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::many_of_use(rewrite::fixes),
        Remedy::many_of_use(argument::fixes),
        Remedy::of_use(test_skip::fix),
        Remedy::many_of_use(guard_use::fixes),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::Call { fact, .. } = &usage.site else {
            continue;
        };
        if usage.exception != Exception::Divergence {
            continue;
        }
        let ignored = fact.failure == Failure::Ignored;
        let does = if ignored {
            "is ignored"
        } else {
            "does something else"
        };
        let effect = fact.effect.map(|effect| format!(": {effect}"));
        findings.push(Finding {
            // Who asks for it elsewhere loses nothing here.
            severity: if ignored {
                Severity::Info
            } else {
                Severity::Warning
            },
            ..message_words::finding(
                RULE.code,
                context,
                usage,
                format!(
                    "{} {does} {}{}",
                    message_words::call(fact),
                    usage.worlds.in_english(context.targets),
                    effect.unwrap_or_default(),
                ),
                message_words::help(fact),
            )
        });
    }
}
