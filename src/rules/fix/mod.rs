//! Fixes: what each mends is in a file of its own, and here is which of them a use is given.

mod affinity;
mod argument;
mod conditional_import;
mod guard;
mod guarded;
mod guarding;
mod import_block;
mod imported;
mod kill;
mod layout;
mod lift;
mod line;
mod main_function;
mod main_guard;
mod names;
mod nested;
mod new_import;
mod place;
mod portable_class;
mod rewrite;
mod session;
mod start_method;
mod style;
mod system_name;
mod top_level;
mod type_checking;
mod unmask;
mod user_name;
mod way;

pub(super) use names::Names;
pub(super) use style::Style;

use std::ops::Range;

use super::Context;
use crate::facts::Fact;
use crate::finding::{Finding, Fix};
use crate::model::uses::{Site, Use};
use crate::world::Worlds;

/// A fix of the finding of a rule, from the place that is underlined.
type ByRange = fn(&Context<'_>, &Range<usize>) -> Option<Fix>;

/// The fixes of findings about child processes, by rule.
const BY_RULE: &[(&str, ByRange)] = &[
    ("missing-main-guard", main_function::fix),
    ("missing-main-guard", main_guard::fix),
    ("start-method-at-import", main_guard::fix_one),
    ("unpicklable-worker", lift::fix),
];

/// The ways to mend a finding whose rule gave none.
pub(super) fn by_rule(context: &Context<'_>, finding: &Finding) -> Vec<Fix> {
    let fixes = BY_RULE.iter().filter(|(rule, _)| *rule == finding.rule);
    fixes
        .filter_map(|(_, fix)| fix(context, &finding.range))
        .collect()
}

/// The ways to mend a use that fails, the preferred one first: those that change nothing where
/// the code worked before the others.
pub(super) fn fixes(context: &Context<'_>, one: &Use<'_>) -> Vec<Fix> {
    let mut fixes = match &one.site {
        Site::Import { fact, .. } | Site::ImportFrom { fact, .. } => import(context, one, fact),
        Site::Attribute { fact, .. } => {
            let mut fixes = rewrite::fixes(context, one, fact.name);
            let reason = missing(context, fact, one.worlds);
            fixes.extend(guarded::fixes(context, one, &reason));
            fixes
        }
        Site::Call { fact, .. } => {
            let mut fixes = rewrite::fixes(context, one, fact.name);
            fixes.extend(argument::fixes(context, one));
            let function = fact.name.split('(').next().unwrap_or(fact.name);
            let reason = format!("{function} does not work {}", place(context, one.worlds));
            fixes.extend(guarded::fixes(context, one, &reason));
            fixes
        }
        Site::StartMethod { .. } => start_method::fixes(context, one),
        // Somebody means it.
        Site::Leave { .. } => Vec::new(),
        Site::FailingImport { module, .. } => {
            let reason = format!("{module} cannot be imported {}", place(context, one.worlds));
            conditional_import::fixes(context, one, &reason)
        }
    };
    fixes.sort_by_key(|fix| fix.applicability);
    fixes
}

fn import(context: &Context<'_>, one: &Use<'_>, fact: &Fact) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = type_checking::fix(context, one).into_iter().collect();
    fixes.extend(portable_class::fixes(context, one));
    fixes.extend(user_name::of_import(context, one));
    let reason = missing(context, fact, one.worlds);
    fixes.extend(conditional_import::fixes(context, one, &reason));
    fixes
}

/// "os.fork does not exist on Windows"
fn missing(context: &Context<'_>, fact: &Fact, worlds: Worlds) -> String {
    format!("{} does not exist {}", fact.name, place(context, worlds))
}

fn place(context: &Context<'_>, worlds: Worlds) -> String {
    worlds.in_english(context.targets)
}
