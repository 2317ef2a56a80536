//! `os.fork` in a world that does not have it: `AttributeError` when it is reached.

use super::fix::{
    Remedy, drop_in, guard_use, quote_annotation, rewrite, test_skip, widened_except,
};
use super::{Check, Context, Needs, Rule, message_words};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "unavailable-attribute",
    page: include_str!("unavailable-attribute.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_use(drop_in::of_attribute),
        Remedy::of_use(quote_annotation::fix),
        Remedy::many_of_use(rewrite::fixes),
        Remedy::of_use(widened_except::fix),
        Remedy::of_use(test_skip::fix),
        Remedy::many_of_use(guard_use::fixes),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::Attribute { fact, .. } = &usage.site else {
            continue;
        };
        findings.push(message_words::finding(
            RULE.code,
            context,
            usage,
            format!(
                "`{}` {}: {}",
                fact.name.trim_start_matches("builtins."),
                message_words::absence(context, usage, fact),
                message_words::consequence(usage),
            ),
            message_words::help(fact),
        ));
    }
}
