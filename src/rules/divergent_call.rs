//! A call that works everywhere and does something else somewhere, without a word.

use super::fix::{Remedy, argument, guard_use, rewrite, test_skip};
use super::{Check, Context, Needs, Rule, message_words};
use crate::facts::{Fact, Failure};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::{Site, Use};
use crate::model::value::exception::Exception;
use crate::syntax::ast::ExprKind;

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
        let Site::Call {
            call,
            fact,
            through,
        } = &usage.site
        else {
            continue;
        };
        if usage.exception != Exception::Divergence {
            continue;
        }
        if let ExprKind::Name(method) = &call.kind {
            // Once, however many objects of the class there are.
            if findings.iter().all(|known| known.range != usage.range) {
                findings.push(uncalled(context, usage, method, fact));
            }
            continue;
        }
        let ignored = fact.failure == Failure::Ignored;
        let through = through.as_ref();
        let does = if ignored {
            let function = message_words::function(fact, through);
            format!("{function} ignores {}", message_words::passed(fact))
        } else {
            let call = message_words::call(fact, through);
            format!("{call} differs")
        };
        let effect = fact.effect.map(|effect| format!(": {effect}"));
        findings.push(Finding {
            // A call that asks for it elsewhere loses nothing here.
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
                    "{does} {}{}",
                    usage.worlds.in_english(context.targets),
                    effect.unwrap_or_default(),
                ),
                message_words::help(fact),
            )
        });
    }
}

/// A method that the library called once.
fn uncalled(context: &Context<'_>, usage: &Use, method: &str, fact: &Fact) -> Finding {
    let effect = fact.effect.map(|effect| format!(": {effect}"));
    let message = format!(
        "`{method}` is no longer called {}{}",
        usage.worlds.in_english(context.targets),
        effect.unwrap_or_default()
    );
    let severity = Severity::Warning;
    Finding {
        severity,
        ..message_words::finding(
            RULE.code,
            context,
            usage,
            message,
            message_words::help(fact),
        )
    }
}
