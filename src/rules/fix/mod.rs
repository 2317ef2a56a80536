//! Fixes: what each mends is in a file of its own, and here is which of them a use is given.

mod affinity;
mod argument;
mod by_spawn;
mod conditional_import;
mod continued;
mod early_return;
mod guard;
mod guarded;
mod guarding;
mod handed_over;
mod import_block;
mod import_parts;
mod importable;
mod imported;
mod kill;
mod layout;
mod lazy_import;
mod lift;
mod line;
mod main_function;
mod main_guard;
mod moved_up;
mod names;
mod nested;
mod new_import;
mod parted;
mod place;
mod portable_class;
mod rewrite;
mod same_context;
mod sendable;
mod session;
mod set_again;
mod sorted;
mod start_method;
mod staying;
mod style;
mod system_name;
mod test_skip;
mod top_level;
mod tried;
mod type_checking;
mod unmangled;
mod unmask;
mod user_name;
mod way;
mod workers;

pub(super) use names::Names;
pub(super) use style::Style;

use super::Context;
use crate::facts::Fact;
use crate::finding::{Finding, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::world::Worlds;

/// A fix of a finding of a rule.
type OfRule = fn(&Context<'_>, &Finding) -> Option<Fix>;

/// The fixes of findings about child processes, by rule; the preferred one of a rule first.
const OF_RULES: &[(&str, OfRule)] = &[
    ("executor-limits", workers::elsewhere),
    ("executor-limits", workers::everywhere),
    ("fork-with-threads", by_spawn::fix),
    ("implicit-start-method", by_spawn::fix),
    ("missing-main-guard", |context, found| {
        main_function::fix(context, &found.range)
    }),
    ("missing-main-guard", |context, found| {
        main_guard::fix(context, &found.range)
    }),
    ("mixed-contexts", same_context::fix),
    ("start-method-at-import", set_again::delete),
    ("start-method-at-import", set_again::before),
    ("start-method-at-import", set_again::force),
    ("start-method-at-import", |context, found| {
        main_guard::fix_one(context, &found.range)
    }),
    ("unimportable-worker", importable::fix),
    ("unimportable-worker", unmangled::fix),
    ("unpicklable-argument", sendable::fix),
    ("unpicklable-worker", |context, found| {
        lift::fix(context, &found.range)
    }),
    ("unshared-global", handed_over::fix),
];

/// The ways to mend a finding whose rule gave none.
pub(super) fn of_rule(context: &Context<'_>, finding: &Finding) -> Vec<Fix> {
    let fixes = OF_RULES.iter().filter(|(rule, _)| *rule == finding.rule);
    fixes.filter_map(|(_, fix)| fix(context, finding)).collect()
}

/// The ways to mend a use that fails, the preferred one first: those that change nothing where
/// the code worked before the others.
pub(super) fn fixes(context: &Context<'_>, one: &Use) -> Vec<Fix> {
    let mut fixes = match &one.site {
        Site::Import { fact, .. } | Site::ImportFrom { fact, .. } => import(context, one, fact),
        Site::Attribute { fact, .. } => {
            let mut fixes = rewrite::fixes(context, one, fact.name);
            let reason = missing(context, fact, one.worlds);
            fixes.extend(test_skip::fix(context, one, &reason));
            fixes.extend(guarded::fixes(context, one, &reason));
            fixes
        }
        Site::Call { fact, .. } => {
            let mut fixes = rewrite::fixes(context, one, fact.name);
            fixes.extend(argument::fixes(context, one));
            let function = fact.name.split('(').next().unwrap_or(fact.name);
            let reason = format!("{function} does not work {}", place(context, one.worlds));
            fixes.extend(test_skip::fix(context, one, &reason));
            fixes.extend(guarded::fixes(context, one, &reason));
            fixes
        }
        Site::StartMethod { .. } => start_method::fixes(context, one),
        // Somebody means it.
        Site::Leave { .. } | Site::Substring { .. } => Vec::new(),
        Site::FailingImport { module, .. } => {
            let reason = format!("{module} cannot be imported {}", place(context, one.worlds));
            // Before those that only say that it fails.
            let mut fixes: Vec<Fix> = lazy_import::fix(context, one).into_iter().collect();
            fixes.extend(conditional_import::fixes(context, one, &reason));
            fixes
        }
    };
    fixes.sort_by_key(|fix| fix.applicability);
    fixes
}

fn import(context: &Context<'_>, one: &Use, fact: &Fact) -> Vec<Fix> {
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
