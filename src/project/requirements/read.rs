//! Reading requirements out of the files in which people write them.

use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};
use pep508_rs::{Requirement as Parsed, VerbatimUrl};

use super::marker;
use crate::config::{Entry, Node, Table, Value, from_toml, from_yaml};
use crate::world::Worlds;

/// A longer file is not read.
const LONGEST: usize = 1 << 20;

/// One package that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The package, as it is written.
    pub name: String,
    /// The bytes of the name.
    pub range: Range<usize>,
    /// The bytes after the last one of the requirement, if a marker can be put there.
    pub end: Option<usize>,
    /// The bytes of what says which versions, between the name and the marker, if that can be
    /// replaced.
    pub versions: Option<Range<usize>>,
    /// Whether it has a marker already.
    pub marked: bool,
    /// The worlds in which the marker holds.
    pub worlds: Worlds,
}

impl Requirement {
    /// Whether this version is one of those that are required; where an environment was made for
    /// another requirement, it says nothing about this one.
    pub(super) fn allows(&self, version: &str, text: &str) -> bool {
        let written = self.versions.clone().and_then(|range| text.get(range));
        let written = written.and_then(|text| VersionSpecifiers::from_str(text.trim()).ok());
        match (written, Version::from_str(version)) {
            (Some(written), Ok(version)) => written.contains(&version),
            _ => true,
        }
    }
}

/// Whether a file with this path holds requirements.
pub(in crate::project) fn is_requirements(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    let above = path.parent().and_then(Path::file_name);
    match name {
        "pyproject.toml" | "environment.yml" | "environment.yaml" => true,
        _ => {
            let is_list = name.ends_with(".txt") || name.ends_with(".in");
            is_list
                && (name.contains("requirements")
                    || above.is_some_and(|above| above == "requirements"))
        }
    }
}

/// The requirements in a file with this path and text.
pub fn requirements(path: &Path, text: &str) -> Vec<Requirement> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    if name == "pyproject.toml" {
        of_project(text)
    } else if name.starts_with("environment.") {
        of_conda(text)
    } else {
        lines(text, 0)
    }
}

/// The lines of pip's format.
fn lines(text: &str, base: usize) -> Vec<Requirement> {
    let mut found = Vec::new();
    let mut at = base;
    for line in text.split_inclusive('\n') {
        found.extend(one_line(line, at));
        at += line.len();
    }
    found
}

fn one_line(line: &str, at: usize) -> Option<Requirement> {
    let start = line.len() - line.trim_start().len();
    let code = line[start..].trim_end_matches(['\n', '\r']);
    // A comment begins a line, or stands behind a blank.
    let code = match code.find('#') {
        Some(0) => "",
        Some(_) => code.split(" #").next().unwrap_or(code),
        None => code,
    };
    // What follows in pip's format are its options, such as hashes.
    let hashed = code.contains(" --");
    let code = code.split(" --").next().unwrap_or(code);
    let continued = code.trim_end().ends_with('\\');
    let code = code.trim_end().trim_end_matches('\\').trim_end();
    if code.is_empty() || code.starts_with('-') {
        return None;
    }
    let mut requirement = one(code, at + start)?;
    if continued && !requirement.marked {
        requirement.end = None;
    }
    // Hashes are those of the release that is required.
    if continued || hashed {
        requirement.versions = None;
    }
    Some(requirement)
}

/// A requirement as standards define it, whose first byte is at this place.
fn one(code: &str, at: usize) -> Option<Requirement> {
    let parsed = Parsed::<VerbatimUrl>::from_str(code).ok()?;
    let length = code
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(code.len());
    let extras = match code[length..].trim_start().starts_with('[') {
        true => code.find(']').map_or(length, |at| at + 1),
        false => length,
    };
    let versions = code[extras..].split(';').next().unwrap_or("");
    let versions_end = extras + versions.trim_end().len();
    Some(Requirement {
        versions: (!code.contains(['@', '('])).then_some(at + extras..at + versions_end),
        name: code[..length].to_owned(),
        range: at..at + length,
        // A marker after an address needs care with blanks.
        end: (!code.contains('@')).then_some(at + code.len()),
        marked: code.contains(';'),
        worlds: marker::worlds(&parsed.marker),
    })
}

fn of_project(text: &str) -> Vec<Requirement> {
    let (root, _, _) = from_toml(text, Table::Tool, &[]);
    let mut found = Vec::new();
    if let Some(project) = root.get("project") {
        found.extend(
            project
                .get("dependencies")
                .into_iter()
                .flat_map(|list| of_list(list, text)),
        );
        found.extend(of_groups(project.get("optional-dependencies"), text));
    }
    found.extend(of_groups(root.get("dependency-groups"), text));
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let table = poetry.and_then(|poetry| poetry.get("dependencies"));
    found.extend(entries(table).iter().filter_map(of_poetry));
    found
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.value) {
        Some(Value::Table(entries)) => entries,
        _ => &[],
    }
}

fn of_groups(groups: Option<&Node>, text: &str) -> Vec<Requirement> {
    entries(groups)
        .iter()
        .flat_map(|group| of_list(&group.node, text))
        .collect()
}

fn of_list(list: &Node, text: &str) -> Vec<Requirement> {
    list.items()
        .iter()
        .filter_map(|node| {
            let (code, at) = written(node, text)?;
            one(code, at)
        })
        .collect()
}

fn of_poetry(entry: &Entry) -> Option<Requirement> {
    let of = |key: &str| entry.node.get(key).and_then(Node::text);
    let marker = match (of("markers"), of("platform")) {
        (Some(marker), _) => Some(marker.to_owned()),
        (None, Some(platform)) => Some(format!("sys_platform == '{platform}'")),
        (None, None) => None,
    };
    let worlds = match &marker {
        Some(marker) => {
            let parsed = Parsed::<VerbatimUrl>::from_str(&format!("x; {marker}")).ok()?;
            marker::worlds(&parsed.marker)
        }
        None => Worlds::ALL,
    };
    (entry.key != "python").then(|| {
        Some(Requirement {
            name: entry.key.clone(),
            range: entry.key_range.clone()?,
            end: None,
            versions: None,
            marked: marker.is_some(),
            worlds,
        })
    })?
}

/// The packages of a conda environment: `- name=1.0`, and those under `- pip:`.
fn of_conda(text: &str) -> Vec<Requirement> {
    let root = from_yaml(text);
    let list = root.as_ref().and_then(|root| root.get("dependencies"));
    let mut found = Vec::new();
    for item in list.into_iter().flat_map(Node::items) {
        if let Some(pip) = item.get("pip") {
            let lines = pip.items().iter().filter_map(|line| written(line, text));
            let required = lines.filter_map(|(code, at)| one_line(code, at));
            // What is added there may have to be quoted.
            found.extend(required.map(|one| Requirement { end: None, ..one }));
        } else if let Some((code, at)) = written(item, text) {
            let from = code.find("::").map_or(0, |channel| channel + 2);
            // conda's own versions are written differently; the name is enough.
            let name = code[from..]
                .split(['=', '<', '>', '!', ' ', '[', '~'])
                .next();
            let required = name.and_then(|name| one(name, at + from));
            found.extend(required.map(|one| Requirement {
                end: None,
                versions: None,
                ..one
            }));
        }
    }
    found
}

/// A string as it is written, with its first byte; only where every character stands for itself.
fn written<'t>(node: &Node, text: &'t str) -> Option<(&'t str, usize)> {
    let (value, range) = (node.text()?, node.range.clone()?);
    let inner = range.start + 1..range.end.saturating_sub(1);
    let range = [range, inner]
        .into_iter()
        .find(|range| text.get(range.clone()) == Some(value))?;
    Some((text.get(range.clone())?, range.start))
}
