//! `os.fork` in a world that does not have it: `AttributeError` when it is reached.

use super::{Context, Rule, fix, words};
use crate::finding::{Finding, Severity};
use crate::model::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "unavailable-attribute",
    page: include_str!("unavailable-attribute.md"),
    level: Some(Severity::Error),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for one in &context.model.uses {
        let Site::Attribute { fact, .. } = &one.site else {
            continue;
        };
        findings.push(Finding {
            rule: RULE.code,
            severity: words::severity(one),
            range: one.range.clone(),
            worlds: one.worlds,
            message: format!(
                "`{}` does not exist {}: {}",
                fact.name,
                one.worlds.in_english(context.targets),
                words::consequence(one),
            ),
            help: Some(words::help(fact)),
            fixes: fix::fixes(context, one),
            related: Vec::new(),
        });
    }
}
