//! An import of a module or name in a world that does not have it: the statement raises.

use super::{Context, Rule, fix, words};
use crate::finding::{Finding, Severity};
use crate::model::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "unavailable-import",
    page: include_str!("unavailable-import.md"),
    level: Some(Severity::Error),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for one in &context.model.uses {
        let (what, fact) = match &one.site {
            Site::Import { fact, .. }
            | Site::ImportFrom {
                name: None, fact, ..
            } => (format!("`{}`", fact.name), fact),
            Site::ImportFrom {
                name: Some(name),
                statement,
                fact,
            } => (format!("`{}` from `{}`", name.name, statement.module), fact),
            _ => continue,
        };
        findings.push(Finding {
            rule: RULE.code,
            severity: words::severity(one),
            range: one.range.clone(),
            worlds: one.worlds,
            message: format!(
                "importing {what} fails {}: {}; {}",
                one.worlds.in_english(context.targets),
                words::reason(fact, one.worlds),
                words::consequence(one),
            ),
            help: Some(words::help(fact)),
            fixes: fix::fixes(context, one),
            related: Vec::new(),
        });
    }
}
