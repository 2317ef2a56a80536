//! Reading what a project claims to support, out of the files in which people write it.

use crate::config::SettingNode;
use crate::project::metadata::{Metadata, MetadataKind};
use crate::rules::claims::{Claim, ClaimSubject};
use crate::world::{Platform, Worlds};

/// What a file claims.
pub(super) fn claims(file: &Metadata<'_>) -> Vec<Claim> {
    let text = file.text;
    match file.kind {
        MetadataKind::Project => {
            let poetry = || file.get(&["tool", "poetry", "classifiers"]);
            let classifiers = match file.get(&["project"]) {
                Some(project) => project.get("classifiers"),
                None => poetry(),
            };
            let required = file.get(&["project", "requires-python"]);
            let classifiers = classifiers.into_iter().flat_map(SettingNode::items);
            let classifiers = classifiers
                .filter_map(|node| Claim::of_classifier(node.text()?, node.inside()?, text));
            let required =
                required.and_then(|node| Claim::of_versions(node.text()?, node.inside()?, text));
            classifiers.chain(required).collect()
        }
        MetadataKind::Cfg => {
            let lines = |key| file.get(&["metadata", key]);
            let classifiers = lines("classifiers").or_else(|| lines("classifier"));
            let classifiers = classifiers.into_iter().flat_map(SettingNode::items);
            let classifiers = classifiers
                .filter_map(|node| Claim::of_classifier(node.text()?, node.range.clone()?, text));
            let required = file
                .get(&["options", "python_requires"])
                .map(SettingNode::items);
            let required = match required {
                Some([node]) => node.text().zip(node.range.clone()),
                _ => None,
            };
            let required =
                required.and_then(|(written, range)| Claim::of_versions(written, range, text));
            classifiers.chain(required).collect()
        }
        MetadataKind::Conda
        | MetadataKind::List
        | MetadataKind::Pipfile
        | MetadataKind::Script
        | MetadataKind::Settings
        | MetadataKind::Setup => Vec::new(),
    }
}

/// The target platforms that are set in a file.
pub(super) fn targets(file: &Metadata<'_>) -> Vec<Claim> {
    let set = match file.kind {
        MetadataKind::Project => file.get(&["tool", "spawnsafe", "target-platforms"]),
        MetadataKind::Settings => file.get(&["target-platforms"]),
        MetadataKind::Cfg
        | MetadataKind::Conda
        | MetadataKind::List
        | MetadataKind::Pipfile
        | MetadataKind::Script
        | MetadataKind::Setup => None,
    };
    let names = set.map(|set| match set.text() {
        Some(_) => std::slice::from_ref(set),
        None => set.items(),
    });
    let names = names.into_iter().flatten();
    names
        .filter_map(|node| {
            let platform = Worlds::platform(Platform::named(node.text()?)?);
            let about = (ClaimSubject::Platforms, platform);
            Claim::new(node.text()?, node.inside()?, file.text, about)
        })
        .collect()
}
