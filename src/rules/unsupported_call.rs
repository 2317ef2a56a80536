//! A call that exists everywhere and raises somewhere, or is given an argument that is refused there.

use super::children::related;
use super::fix::{
    Remedy, argument, default_loop, guard_use, rewrite, selector_loop, test_skip, widened_except,
};
use super::renamed_file::renames_over;
use super::{Check, Context, Needs, Rule, message_words};
use crate::facts::lists::RENAMES;
use crate::facts::{ArgumentCondition, ArgumentTest, Failure};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;
use crate::model::value::exception::Exception;
use crate::world::Worlds;

pub(super) static RULE: Rule = Rule {
    code: "unsupported-call",
    page: include_str!("unsupported-call.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::many_of_use(rewrite::fixes),
        Remedy::many_of_use(argument::fixes),
        Remedy::of_use(selector_loop::fix),
        Remedy::of_use(default_loop::fix),
        Remedy::of_use(widened_except::fix),
        Remedy::of_use(test_skip::fix),
        Remedy::many_of_use(guard_use::fixes),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::Call { fact, through, .. } = &usage.site else {
            continue;
        };
        if usage.exception == Exception::Divergence
            || RENAMES.has(fact.name) && !renames_over(context, usage)
        {
            continue;
        }
        let why = fact.effect_in(usage.worlds);
        let through = through.as_ref();
        let exception = message_words::exception(usage);
        let is_passed = |condition: &ArgumentCondition| condition.test == ArgumentTest::Passed;
        let by_name = !fact.when.is_empty() && fact.when.iter().all(is_passed);
        let is_missing = |(worlds, failure): &(Worlds, Failure)| {
            *failure == Failure::Missing && worlds.overlaps(usage.worlds)
        };
        let is_refused =
            usage.exception == Exception::Type && (by_name || fact.failures.iter().any(is_missing));
        // It says so itself.
        let why = why
            .filter(|_| !is_refused)
            .or(is_refused.then_some(exception));
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        let what = match is_refused {
            // A parameter that the function does not have.
            true => format!(
                "{} takes no {}",
                message_words::function(fact, through),
                message_words::parameter(fact)
            ),
            false => format!(
                "{} {} {exception}",
                message_words::call(fact, through),
                match fact.perhaps {
                    true => "may raise",
                    false => "raises",
                }
            ),
        };
        let mut finding = message_words::finding(
            RULE.code,
            context,
            usage,
            format!("{what} {}{why}", usage.worlds.in_english(context.targets)),
            message_words::help(fact),
        );
        let passed_by = usage.passed_by.iter();
        finding.related = passed_by
            .map(|call| related(call.clone(), "this call passes it"))
            .collect();
        findings.push(finding);
    }
}
