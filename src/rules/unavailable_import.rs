//! An import of a module or name in a world that does not have it: the statement raises.

use super::fix::{
    Remedy, conditional_import, drop_in, file_lock, portable_class, type_checking, user_name,
    widened_except,
};
use super::{Check, Context, Needs, Rule, message_words};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "unavailable-import",
    page: include_str!("unavailable-import.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_use(drop_in::of_import),
        Remedy::of_use(type_checking::fix),
        Remedy::many_of_use(portable_class::fixes),
        Remedy::of_use(user_name::of_import),
        Remedy::of_use(file_lock::fix),
        Remedy::of_use(widened_except::fix),
        Remedy::many_of_use(conditional_import::fixes),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let (what, fact) = match &usage.site {
            Site::Import { fact, .. }
            | Site::ImportFrom {
                name: None, fact, ..
            } => (fact.name, fact),
            Site::ImportFrom {
                name: Some(name),
                fact,
                ..
            } => (&*name.name, fact),
            _ => continue,
        };
        let places = usage.worlds.in_english(context.targets);
        let consequence = message_words::consequence(usage);
        findings.push(message_words::finding(
            RULE.code,
            context,
            usage,
            // A module that is there may still raise while it runs.
            match fact.effect {
                Some(effect) => {
                    let exception = message_words::exception(usage);
                    format!("`{what}` cannot be imported {places}: {exception}, {effect}")
                }
                None => {
                    let absence = message_words::absence(context, usage, fact);
                    format!("`{what}` {absence}: {consequence}")
                }
            },
            message_words::help(fact),
        ));
    }
}
