//! An import of a module that cannot be imported in some world: a dependency fails, not this code.

use super::fix::{Remedy, conditional_import, lazy_import};
use super::{Context, Needs, Rule, message_words};
use crate::finding::Finding;
use crate::finding::Severity;
use crate::model::summary::uses::{Site, Use};
use crate::model::surroundings::ImportFailure;

pub(super) static RULE: Rule = Rule {
    code: "failing-import",
    page: include_str!("failing-import.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check,
    fixes: &[
        Remedy::of_use(lazy_import::fix),
        Remedy::many_of_use(conditional_import::fixes),
    ],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::FailingImport { failure, module } = &usage.site else {
            continue;
        };
        // A module of the project has the finding in its own file.
        if failure.own {
            continue;
        }
        let help = match failure.absent {
            Some(_) => "Import it only where it is installed, or require it there, too.",
            None => {
                "Import it only where it works, or require a release that can be imported there."
            }
        };
        findings.push(Finding {
            related: failure.related(),
            patch: context.surroundings.patch(failure),
            ..message_words::finding(
                RULE.code,
                context,
                usage,
                message(context, usage, failure, module),
                help.to_owned(),
            )
        });
    }
}

fn message(context: &Context<'_>, usage: &Use, failure: &ImportFailure, module: &str) -> String {
    let place = usage.worlds.in_english(context.targets);
    let called = match usage.called {
        true => ", when a call reaches it",
        false => "",
    };
    let Some(cause) = failure.cause() else {
        let statement = context.text(usage.statement.clone());
        let line = statement.lines().next().unwrap_or(statement);
        return format!("`{line}` fails {place}{called}: {}", failure.reason);
    };
    format!("`import {module}` fails {place}{called}: {cause}")
}
