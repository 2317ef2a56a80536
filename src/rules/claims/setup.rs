//! What the call of `setup` in a `setup.py` claims.

use super::{Claim, FailingOffer, OfferedModule, ProjectClaims};
use crate::config::{SettingNode, from_setup};
use crate::model::surroundings::TestedWorlds;
use crate::rules::Context;
use crate::world::Worlds;

/// The arguments of a call of `setup`.
pub(in crate::rules) struct SetupClaims<'c, 'd> {
    context: &'c Context<'d>,
    arguments: SettingNode,
    claims: Vec<Claim>,
}

impl<'c, 'd> SetupClaims<'c, 'd> {
    /// Those of the call in this document, if there is one.
    pub(in crate::rules) fn of(context: &'c Context<'d>) -> Option<Self> {
        let arguments = from_setup(context.document)?;
        let claims = of_setup(&arguments, context.document.text().as_str());
        Some(Self {
            context,
            arguments,
            claims,
        })
    }

    fn items(&self, name: &str) -> impl Iterator<Item = &SettingNode> {
        let list = self.arguments.get(name);
        list.map_or(&[][..], SettingNode::items).iter()
    }

    /// What the project offers, as far as the call lists it.
    fn offers(&self) -> Vec<OfferedModule> {
        let listed = self.items("packages").chain(self.items("py_modules"));
        let mut modules: Vec<String> = listed
            .filter_map(|node| Some(node.text()?.to_owned()))
            .filter(|module| !module.contains('.'))
            .collect();
        if modules.is_empty() {
            let name = self.arguments.get("name").and_then(SettingNode::text);
            modules.extend(name.map(|name| name.replace('-', "_")));
        }
        let entry_points = self.arguments.get("entry_points");
        let commands = entry_points.and_then(|table| table.get("console_scripts"));
        let commands = commands.map_or(&[][..], SettingNode::items).iter();
        let commands = commands.filter_map(|line| OfferedModule::in_line(line.text()?));
        let imports = modules.into_iter().map(OfferedModule::import);
        imports.chain(commands).collect()
    }
}

impl ProjectClaims for SetupClaims<'_, '_> {
    fn text(&self) -> &str {
        self.context.document.text().as_str()
    }

    fn targets(&self) -> Worlds {
        self.context.targets
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn target_platforms(&self) -> Vec<Claim> {
        Vec::new()
    }

    fn failing(&self) -> Vec<FailingOffer> {
        let mut failing = Vec::new();
        for offer in self.offers() {
            let summary = self.context.surroundings.module(&offer.module);
            let summary = summary.unwrap_or_default();
            let failures = summary.failures.iter();
            failing.extend(failures.filter_map(|failure| {
                offer.failing(failure, failure.worlds & self.context.targets)
            }));
        }
        failing
    }

    fn tested(&self) -> Option<TestedWorlds> {
        self.context.surroundings.tested()
    }
}

/// What the arguments of a call of `setup` claim.
fn of_setup(arguments: &SettingNode, text: &str) -> Vec<Claim> {
    let classifiers = arguments
        .get("classifiers")
        .map_or(&[][..], SettingNode::items);
    let classifiers = classifiers
        .iter()
        .filter_map(|node| Claim::of_classifier(node.text()?, node.inside()?, text));
    let versions = arguments.get("python_requires");
    let versions = versions.and_then(|node| Claim::of_versions(node.text()?, node.inside()?, text));
    classifiers.chain(versions).collect()
}
