//! A classifier that claims a platform or a version with which the project cannot be imported.
//!
//! In files that are not Python it is `crate::project` that finds them; here are those of `setup.py`.

use super::claims::{self, FailingOffer, OfferedModule};
use super::{Context, Needs, Rule};
use crate::config::{SettingNode, from_setup};
use crate::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    code: claims::RULE,
    page: include_str!("unsupported-classifier.md"),
    level: Some(Severity::Warning),
    needs: Needs::Setup,
    check,
    fixes: &[],
};

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if let Some(arguments) = from_setup(context.document) {
        found.extend(contradicted(context, &arguments));
    }
}

fn contradicted(context: &Context<'_>, arguments: &SettingNode) -> Vec<Finding> {
    let text = context.document.text().as_str();
    let items = |name: &str| {
        arguments
            .get(name)
            .map_or(&[][..], SettingNode::items)
            .iter()
    };
    let claims = claims::of_setup(arguments, text);
    if claims.is_empty() {
        return Vec::new();
    }
    let listed = items("packages").chain(items("py_modules"));
    let mut modules: Vec<String> = listed
        .filter_map(|node| Some(node.text()?.to_owned()))
        .filter(|module| !module.contains('.'))
        .collect();
    if modules.is_empty() {
        let name = arguments.get("name").and_then(SettingNode::text);
        modules.extend(name.map(|name| name.replace('-', "_")));
    }
    let entry_points = arguments.get("entry_points");
    let commands = entry_points.and_then(|table| table.get("console_scripts"));
    let commands = commands.map_or(&[][..], SettingNode::items).iter();
    let commands = commands.filter_map(|line| OfferedModule::in_line(line.text()?));
    let offers = modules
        .into_iter()
        .map(OfferedModule::import)
        .chain(commands);
    let failing: Vec<FailingOffer> = offers.flat_map(|offer| failing(context, &offer)).collect();
    claims::findings(&claims, &failing, context.targets, text)
}

/// What fails when the module of this is imported.
fn failing(context: &Context<'_>, offer: &OfferedModule) -> Vec<FailingOffer> {
    let summary = context
        .surroundings
        .module(&offer.module)
        .unwrap_or_default();
    let failures = summary.failures.iter();
    let failing =
        failures.filter_map(|failure| offer.failing(failure, failure.worlds & context.targets));
    failing.collect()
}
