//! Fixes: what each mends is in a file of its own; a rule names those that may mend what it finds.

pub(super) mod affinity;
pub(super) mod argument;
pub(super) mod by_spawn;
pub(super) mod conditional_import;
mod continued;
mod early_return;
mod guard;
pub(super) mod guarded;
mod guarding;
pub(super) mod handed_over;
mod import_block;
mod import_parts;
pub(super) mod importable;
mod imported;
mod kill;
mod layout;
pub(super) mod lazy_import;
pub(super) mod lift;
mod line;
pub(super) mod main_function;
pub(super) mod main_guard;
mod moved_up;
mod names;
mod nested;
mod new_import;
mod parted;
mod place;
pub(super) mod portable_class;
pub(super) mod rewrite;
pub(super) mod same_context;
pub(super) mod sendable;
mod session;
pub(super) mod set_again;
mod sorted;
pub(super) mod start_method;
mod staying;
mod style;
mod system_name;
pub(super) mod test_skip;
mod top_level;
mod tried;
pub(super) mod type_checking;
pub(super) mod unmangled;
mod unmask;
pub(super) mod user_name;
mod way;
pub(super) mod windows_test;
pub(super) mod workers;

pub(super) use names::Names;
pub(super) use style::Style;

use super::Context;
use crate::finding::{Finding, Fix};
use crate::model::summary::uses::{Site, Use};

/// A way to mend what a rule finds.
#[derive(Debug)]
pub(super) enum Remedy {
    /// It looks at the finding alone.
    OfFinding(fn(&Context<'_>, &Finding) -> Option<Fix>),
    /// It looks at the use that the finding is about.
    OfUse(fn(&Context<'_>, &Use) -> Option<Fix>),
    /// The same, in several ways.
    ManyOfUse(fn(&Context<'_>, &Use) -> Vec<Fix>),
}

/// The fixes of a finding. Those that change nothing where the code worked come first; else the
/// order is the one in which the rule names them.
pub(super) fn fixes(context: &Context<'_>, finding: &Finding, remedies: &[Remedy]) -> Vec<Fix> {
    let site = context.use_of(finding);
    let mut fixes: Vec<Fix> = Vec::new();
    for remedy in remedies {
        match remedy {
            Remedy::OfFinding(fix) => fixes.extend(fix(context, finding)),
            Remedy::OfUse(fix) => fixes.extend(site.and_then(|site| fix(context, site))),
            Remedy::ManyOfUse(of_use) => {
                fixes.extend(site.into_iter().flat_map(|site| of_use(context, site)));
            }
        }
    }
    fixes.sort_by_key(|fix| fix.applicability);
    fixes
}

/// What is wrong with a use, for who reads the code: "os.fork does not exist on Windows".
fn reason(context: &Context<'_>, one: &Use) -> String {
    let place = one.worlds.in_english(context.targets);
    match &one.site {
        Site::Import { fact, .. }
        | Site::ImportFrom { fact, .. }
        | Site::Attribute { fact, .. } => {
            format!("{} does not exist {place}", fact.name)
        }
        Site::Call { fact, .. } => {
            let function = fact.name.split('(').next().unwrap_or(fact.name);
            format!("{function} does not work {place}")
        }
        Site::StartMethod {
            method: Ok(method), ..
        } => format!("the start method {} does not exist {place}", method.name()),
        Site::FailingImport { module, .. } => format!("{module} cannot be imported {place}"),
        _ => format!("this does not work {place}"),
    }
}
