//! Reading what a project claims to support, out of the files in which people write it.

use std::ops::Range;

use crate::config::Node;
use crate::rules::claims::{About, Claim};
use crate::world::{Platform, Worlds};

/// The claims in the tree of a `pyproject.toml`, whose text this is.
pub(super) fn of_pyproject(root: &Node, text: &str) -> Vec<Claim> {
    let project = root.get("project");
    let poetry = || root.get("tool")?.get("poetry");
    let required = project.and_then(|project| project.get("requires-python"));
    let classifiers = project
        .or_else(poetry)
        .and_then(|one| one.get("classifiers"));
    let classifiers = classifiers.into_iter().flat_map(Node::items);
    let mut found: Vec<Claim> = classifiers
        .filter_map(|node| Claim::of_classifier(node.text()?, quoted(node)?, text))
        .collect();
    found.extend(required.and_then(|node| Claim::of_versions(node.text()?, quoted(node)?, text)));
    found
}

/// The target platforms that are set in the tree of a `pyproject.toml`, whose text this is.
pub(super) fn targets(root: &Node, text: &str) -> Vec<Claim> {
    let ours = root.get("tool").and_then(|tool| tool.get("spawnsafe"));
    let set = ours.and_then(|ours| ours.get("target-platforms"));
    let names = set.map(|set| match set.text() {
        Some(_) => std::slice::from_ref(set),
        None => set.items(),
    });
    let names = names.into_iter().flatten();
    names
        .filter_map(|node| {
            let platform = Worlds::platform(Platform::named(node.text()?)?);
            Claim::new(
                node.text()?,
                quoted(node)?,
                text,
                (About::Platforms, platform),
            )
        })
        .collect()
}

/// The bytes of a string without its quotes.
fn quoted(node: &Node) -> Option<Range<usize>> {
    let range = node.range.clone()?;
    Some(range.start + 1..range.end.checked_sub(1)?)
}

/// The claims in the tree of a `setup.cfg`, whose text this is.
pub(super) fn of_setup_cfg(root: &Node, text: &str) -> Vec<Claim> {
    let lines = |section: &str, key: &str| root.get(section)?.get(key);
    let classifiers = lines("metadata", "classifiers").or_else(|| lines("metadata", "classifier"));
    let classifiers = classifiers.into_iter().flat_map(Node::items);
    let mut found: Vec<Claim> = classifiers
        .filter_map(|node| Claim::of_classifier(node.text()?, node.range.clone()?, text))
        .collect();
    if let Some([required]) = lines("options", "python_requires").map(Node::items)
        && let (Some(written), Some(range)) = (required.text(), required.range.clone())
    {
        found.extend(Claim::of_versions(written, range, text));
    }
    found
}
