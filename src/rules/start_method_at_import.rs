//! `set_start_method` where it is called again: in every child that imports the module.

use super::children::{ChildCase, ChildCases, related};
use super::fix::{Remedy, Trial, main_guard, repeated_start_method};
use super::{Check, Context, Needs, Rule};
use crate::facts::StartMethod;
use crate::finding::{Finding, Severity};
use crate::model::surroundings::Origin;
use crate::world::Worlds;

/// What Python says.
const CONTEXT_IS_SET: &str = "RuntimeError, \"context has already been set\"";

pub(super) static RULE: Rule = Rule {
    code: "start-method-at-import",
    page: include_str!("start-method-at-import.md"),
    level: Some(Severity::Error),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[
        Remedy::of_finding(repeated_start_method::delete).tried(Trial::Everywhere),
        Remedy::of_finding(repeated_start_method::before).tried(Trial::Everywhere),
        Remedy::of_finding(repeated_start_method::force).tried(Trial::Everywhere),
        Remedy::of_finding(main_guard::fix_one).tried(Trial::Everywhere),
    ],
};

/// Whether only pytest imports the file: children import what they are given something of.
fn is_for_pytest_alone(context: &Context<'_>) -> bool {
    let name = context.surroundings.module_name().unwrap_or_default();
    let last = name.rsplit('.').next();
    last == Some("conftest") && context.surroundings.importers().is_empty()
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut cases = ChildCases::default();
    for setting in &context.model.settings {
        if setting.force || setting.caught {
            continue;
        }
        if let Some((fixed, place)) = &setting.fixed {
            ChildCase {
obstacle: None,
                range: setting.range.clone(),
                worlds: *fixed & setting.worlds,
                certain: !setting.remote,
                what: "`set_start_method` comes too late".into(),
                why: CONTEXT_IS_SET.into(),
                help: "Call it once, first of all, under `if __name__ == \"__main__\":`; or use `get_context` instead.".into(),
                related: vec![related(place.clone(), "it is fixed here")],
            }
            .add(&mut cases);
            continue;
        }
        // Children do not import a notebook or the `__main__.py` of a package.
        let names_itself = || context.document.text().as_str().contains("__name__");
        let is_imported = || names_itself() || context.model.may_be_imported_by_children();
        if context.origin != Origin::Module || !is_imported() || is_for_pytest_alone(context) {
            continue;
        }
        // A forked child does not import the module again.
        let again = setting
            .methods
            .iter()
            .filter(|(_, method)| method.is_some_and(|method| method != StartMethod::Fork))
            .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds);
        ChildCase {
obstacle: None,
            range: setting.range.clone(),
            worlds: again & setting.imported,
            certain: !context.model.spawns.is_empty(),
            what: "`set_start_method` runs again in each child".into(),
            why: CONTEXT_IS_SET.into(),
            help: "Each child imports this module: call it under `if __name__ == \"__main__\":`; in a library use `get_context` instead.".into(),
            related: Vec::new(),
        }
        .add(&mut cases);
    }
    ChildCase::report_settings(cases, RULE.code, context, findings);
}
