//! Claims: what a project's metadata says of platforms and versions, held against its own imports.

use std::path::Path;

use super::claim_sources;
use super::context::MetadataContext;
use super::public_modules::offered;
use crate::config::Config;
use crate::finding::Finding;
use crate::model::surroundings::ImportFailure;
use crate::project::Settings;
use crate::project::metadata::Metadata;
use crate::project::workflows::tested;
use crate::rules;
use crate::rules::claims::{self, FailingOffer, OfferedModule};

/// What is wrong with the claims in a file; nothing when it is time to stop.
pub(super) fn findings(file: &Metadata<'_>, context: &MetadataContext<'_>) -> Vec<Finding> {
    let (settings, config) = (context.settings, context.config);
    let Some(rule) = rules::rule(claims::RULE).filter(|rule| rule.is_on(config)) else {
        return Vec::new();
    };
    let stated = claim_sources::claims(file);
    if stated.is_empty() {
        return Vec::new();
    }
    let Some(offered) = offered(file) else {
        return Vec::new();
    };
    if settings.covers(&offered.file) {
        return Vec::new();
    }
    let view = context.projects.surroundings_for(&offered.file, settings);
    let failures = offered.offers.iter().flat_map(|offer| {
        let summary = view.modules.module_until(&offer.module, context.stop);
        let failures = summary.map(|summary| summary.failures.clone());
        failures
            .into_iter()
            .flatten()
            .map(move |failure| (offer, failure))
    });
    let failing: Vec<FailingOffer> = failures
        .filter_map(|(offer, failure)| failing(offer, &failure, settings, config))
        .collect();
    if context.stop.is_stopped() {
        return Vec::new();
    }
    let found = claims::findings(&stated, &failing, config.targets, file.text);
    rule.with_level(found, config)
}

/// What nothing tests of the claims in a file.
pub(super) fn untested(file: &Metadata<'_>, context: &MetadataContext<'_>) -> Vec<Finding> {
    let config = context.config;
    let Some(rule) = rules::rule(claims::UNTESTED).filter(|rule| rule.is_on(config)) else {
        return Vec::new();
    };
    let mut stated = claim_sources::claims(file);
    stated.extend(claim_sources::targets(file));
    if stated.is_empty() {
        return Vec::new();
    }
    let found =
        tested(file.directory()).map(|tested| claims::untested(&stated, &tested, config.targets));
    rule.with_level(found.unwrap_or_default(), config)
}

/// Something that is offered, with the target worlds in which it fails.
fn failing(
    offer: &OfferedModule,
    failure: &ImportFailure,
    settings: &Settings,
    config: &Config,
) -> Option<FailingOffer> {
    let mut worlds = failure.worlds & config.targets;
    for hop in &failure.chain {
        let path = Path::new(&hop.path);
        // What is meant for some platforms only is not offered on the others.
        if path.starts_with(&settings.root) {
            worlds &= settings.config(path).targets;
        }
    }
    offer.failing(failure, worlds)
}
