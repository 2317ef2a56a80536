//! A start method in a world that does not know it: `ValueError`.

use super::fix::{Remedy, Trial, start_method};
use super::{Check, Context, Needs, Rule, message_words};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "unavailable-start-method",
    page: include_str!("unavailable-start-method.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[Remedy::many_of_use(start_method::fixes).tried(Trial::WhereItWorked)],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::StartMethod {
            function, method, ..
        } = &usage.site
        else {
            continue;
        };
        let (message, help) = match method {
            Ok(method) => (
                format!(
                    "the start method `{}` does not exist {}: {}",
                    method.name(),
                    usage.worlds.in_english(context.targets),
                    message_words::consequence(usage),
                ),
                "Use the default context, or `spawn`, which exists everywhere.".to_owned(),
            ),
            Err(unknown) => (
                format!(
                    "`{unknown}` is not a start method that `{function}` knows: {}",
                    message_words::consequence(usage),
                ),
                "Use one of `spawn`, `fork`, `forkserver`.".to_owned(),
            ),
        };
        findings.push(message_words::finding(
            RULE.code, context, usage, message, help,
        ));
    }
}
