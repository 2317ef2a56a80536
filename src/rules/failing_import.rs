//! An import of a module that cannot be imported in some world: a dependency fails, not this code.
//!
//! It speaks in files that name requirements, too: `crate::project` knows where those are, here is what is said there.

use std::ops::Range;

use super::fix::{Remedy, conditional_import, lazy_import};
use super::{Check, Context, Needs, Rule, message_words};
use crate::facts::Fact;
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::{Site, Use};
use crate::model::surroundings::ImportFailure;
use crate::world::Worlds;

pub(crate) static RULE: Rule = Rule {
    code: "failing-import",
    page: include_str!("failing-import.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
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
        let help = match (&failure.absent, failure.cause()) {
            (Some(_), _) => "Import it only where it is installed, or require it there, too.",
            // The module itself can be imported.
            (None, None) => "Import it only where it is defined.",
            (None, Some(_)) => {
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
        true => " when called",
        false => "",
    };
    let Some(cause) = failure.cause() else {
        let statement = context.text(usage.statement.clone());
        let line = statement.lines().next().unwrap_or(statement);
        return format!("`{line}` fails {place}{called}: {}", failure.reason);
    };
    format!("`import {module}` fails {place}{called}: {cause}")
}

/// A release in an environment, and the module of it that is imported.
pub(crate) struct InstalledRelease<'r> {
    pub(crate) name: &'r str,
    pub(crate) version: &'r str,
    pub(crate) module: &'r str,
}

/// At the requirement of a package of which it is known where it works, whether it is installed or not.
pub(crate) fn of_package(
    name: &str,
    range: Range<usize>,
    (worlds, targets): (Worlds, Worlds),
    fact: &Fact,
) -> Finding {
    let message = format!(
        "`{name}` does not work {}: {}",
        worlds.in_english(targets),
        fact.source
    );
    let advice = fact.advice();
    Finding {
        help: Some(format!(
            "Leave those platforms out with a marker. Instead: {advice}."
        )),
        ..Finding::new(RULE.code, Severity::Error, range, worlds, message)
    }
}

/// At the requirement of a package that is installed, whose import fails; nothing where no place says why.
pub(crate) fn of_installed(
    release: &InstalledRelease<'_>,
    range: Range<usize>,
    (worlds, targets): (Worlds, Worlds),
    failure: &ImportFailure,
) -> Option<Finding> {
    let InstalledRelease {
        name,
        version,
        module,
    } = release;
    let cause = failure.cause()?;
    let place = worlds.in_english(targets);
    let help = match &failure.absent {
        Some(absent) => {
            format!("Require `{absent}` there, too, or leave the platform out with a marker.")
        }
        None => format!(
            "Require a release that can be imported there (`spawnsafe releases {name}` lists them), or leave the platform out with a marker."
        ),
    };
    let message =
        format!("`{name}` {version} is installed, and `import {module}` fails {place}: {cause}");
    Some(Finding {
        help: Some(help),
        related: failure.related(),
        ..Finding::new(RULE.code, Severity::Error, range, worlds, message)
    })
}
