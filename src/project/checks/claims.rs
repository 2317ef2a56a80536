//! Claims: what a project's metadata says of platforms and versions, and what is known of the project.

use std::path::Path;

use super::claim_sources;
use super::context::MetadataContext;
use super::public_modules::offered;
use crate::config::Config;
use crate::model::surroundings::{ImportFailure, TestedWorlds};
use crate::project::Settings;
use crate::project::metadata::Metadata;
use crate::project::workflows::tested;
use crate::rules::claims::{Claim, FailingOffer, OfferedModule, ProjectClaims};
use crate::world::Worlds;

/// The claims in a file of metadata.
pub(super) struct MetadataClaims<'f> {
    file: &'f Metadata<'f>,
    context: &'f MetadataContext<'f>,
    claims: Vec<Claim>,
}

impl<'f> MetadataClaims<'f> {
    pub(super) fn of(file: &'f Metadata<'f>, context: &'f MetadataContext<'f>) -> Self {
        Self {
            file,
            context,
            claims: claim_sources::claims(file),
        }
    }
}

impl ProjectClaims for MetadataClaims<'_> {
    fn text(&self) -> &str {
        self.file.text
    }

    fn targets(&self) -> Worlds {
        self.context.config.targets
    }

    fn claims(&self) -> &[Claim] {
        &self.claims
    }

    fn target_platforms(&self) -> Vec<Claim> {
        claim_sources::targets(self.file)
    }

    /// Nothing when it is time to stop.
    fn failing(&self) -> Vec<FailingOffer> {
        let context = self.context;
        let (settings, config) = (context.settings, context.config);
        let Some(offered) = offered(self.file) else {
            return Vec::new();
        };
        if settings.covers(&offered.file) {
            return Vec::new();
        }
        let view = context.projects.surroundings_for(&offered.file, settings);
        let mut found = Vec::new();
        for offer in &offered.offers {
            let summary = view.modules.module_until(&offer.module, context.stop);
            let failures = summary.iter().flat_map(|summary| &summary.failures);
            found.extend(failures.filter_map(|failure| failing(offer, failure, settings, config)));
        }
        if context.stop.is_stopped() {
            return Vec::new();
        }
        found
    }

    fn tested(&self) -> Option<TestedWorlds> {
        tested(self.file.directory())
    }
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
