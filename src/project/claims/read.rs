//! Reading what a project claims to support, out of the files in which people write it.

use std::ops::Range;

use crate::config::{Node, claimed_minor, claimed_platforms, minors};
use crate::world::{Platform, Worlds};

/// Something that says where a project works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// What is written: `Operating System :: OS Independent`, `>=3.8`.
    pub(super) written: String,
    /// Its bytes, without quotes.
    pub(super) range: Range<usize>,
    /// What it is about.
    pub(super) about: About,
    /// The worlds that it claims, as far as it says.
    pub(super) worlds: Worlds,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Platforms: a classifier.
    Platforms,
    /// A version of Python: a classifier.
    Version,
    /// All versions of Python from one on: `requires-python`.
    Versions,
}

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
        .filter_map(|node| classifier(node.text()?, quoted(node)?, text))
        .collect();
    found.extend(required.and_then(|node| versions(node.text()?, quoted(node)?, text)));
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
            claim(
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
        .filter_map(|node| classifier(node.text()?, node.range.clone()?, text))
        .collect();
    if let Some([required]) = lines("options", "python_requires").map(Node::items)
        && let (Some(written), Some(range)) = (required.text(), required.range.clone())
    {
        found.extend(versions(written, range, text));
    }
    found
}

fn classifier(written: &str, range: Range<usize>, text: &str) -> Option<Claim> {
    let (about, worlds) = match (claimed_platforms(written), claimed_minor(written)) {
        (Some(platforms), _) => (About::Platforms, platforms),
        (None, Some(minor)) => (About::Version, Worlds::minor(minor)),
        (None, None) => return None,
    };
    claim(written, range, text, (about, worlds))
}

fn versions(written: &str, range: Range<usize>, text: &str) -> Option<Claim> {
    let worlds = minors(written).ok()?;
    claim(written, range, text, (About::Versions, worlds))
}

/// Only where every character stands for itself are its bytes those of the text.
fn claim(
    written: &str,
    range: Range<usize>,
    text: &str,
    (about, worlds): (About, Worlds),
) -> Option<Claim> {
    (text.get(range.clone()) == Some(written)).then(|| Claim {
        written: written.trim().to_owned(),
        range,
        about,
        worlds,
    })
}
