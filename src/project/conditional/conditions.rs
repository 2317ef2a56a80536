//! Who requires what in which worlds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pep440_rs::Operator;

use crate::model::surroundings::ImportStep;
use crate::project::bounded_read;
use crate::project::installed::CoreMetadata;
use crate::project::metadata::{Metadata, is_metadata};
use crate::project::package_name::normalised;
use crate::project::requirements::worlds_of;
use crate::text::Text;
use crate::world::Worlds;

/// Longer files of a project are not read.
const MAX_METADATA_BYTES: u64 = 1 << 20;
/// More entries of a project's directory are not looked at.
const MAX_DIRECTORY_ENTRIES: usize = 1_000;
/// What a marker speaks of that the worlds differ in.
const VARIABLES: [&str; 4] = ["sys_platform", "platform_system", "os_name", "python_"];

/// What one distribution is required for.
pub(super) struct RequirementCondition {
    /// The worlds in which it is required, whatever extras are chosen.
    pub(super) worlds: Worlds,
    /// Where that is written.
    pub(super) place: ImportStep,
}

/// What a project or a distribution requires, by normalised name.
pub(super) type Conditions = BTreeMap<String, RequirementCondition>;

/// Whether a distribution has requirements that hold in some worlds only.
pub(super) fn has_conditions(metadata: &CoreMetadata) -> bool {
    metadata
        .requires
        .iter()
        .any(|(_, line)| is_conditional(line))
}

fn is_conditional(line: &str) -> bool {
    let marker = line.split_once(';').map_or("", |(_, marker)| marker);
    VARIABLES.iter().any(|name| marker.contains(name))
}

/// The name that a requirement begins with.
fn written_name(line: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = line.find(|c| !is_name(c)).unwrap_or(line.len());
    &line[..end]
}

/// The same, normalised.
pub(in crate::project) fn name_of(line: &str) -> String {
    normalised(written_name(line))
}

/// The requirements of a distribution that hold in some worlds only.
pub(super) fn of_distribution(metadata: &CoreMetadata, shown: &str) -> Conditions {
    let lines = || metadata.requires.iter();
    let conditional: BTreeSet<String> = lines()
        .filter(|(_, line)| is_conditional(line))
        .map(|(_, line)| name_of(line))
        .collect();
    let mut conditions = Conditions::new();
    for (number, line) in lines() {
        let name = name_of(line);
        if conditional.contains(&name) {
            let marker = line.split_once(';').map(|(_, marker)| marker.trim());
            let end = "Requires-Dist: ".len() + line.chars().count();
            let place = ImportStep {
                path: metadata.path.to_string_lossy().into_owned(),
                shown: shown.to_owned(),
                does: requires(written_name(line), marker),
                start: (*number, 1),
                end: (*number, 1 + end),
            };
            add(
                &mut conditions,
                name,
                worlds_of(line, &metadata.extras),
                place,
            );
        }
    }
    conditions
}

/// The requirements in the files of a project.
pub(super) fn of_project(root: &Path) -> Conditions {
    let mut conditions = Conditions::new();
    for path in metadata_of(root) {
        let Ok(text) = bounded_read::read_text(&path, MAX_METADATA_BYTES) else {
            continue;
        };
        let Some(file) = Metadata::of(&path, &text) else {
            continue;
        };
        let requirements = file.requirements();
        if requirements.is_empty() {
            continue;
        }
        let lines = Text::new(text.clone());
        let inside = path.strip_prefix(root).unwrap_or(&path);
        for requirement in requirements {
            let written = requirement
                .end
                .and_then(|end| text.get(requirement.range.start..end));
            let marker = written.and_then(|code| code.split_once(';'));
            let place = ImportStep {
                path: path.to_string_lossy().into_owned(),
                shown: inside.to_string_lossy().replace('\\', "/"),
                does: requires(&requirement.name, marker.map(|(_, marker)| marker.trim())),
                start: lines.line_and_column(requirement.range.start),
                end: lines.line_and_column(requirement.range.end),
            };
            add(
                &mut conditions,
                normalised(&requirement.name),
                requirement.worlds,
                place,
            );
        }
    }
    conditions
}

/// What is installed with the project in this directory, whatever somebody chooses, by normalised name.
pub(super) fn installed_with(root: &Path) -> Vec<(String, Worlds)> {
    let mut found = Vec::new();
    for path in metadata_of(root) {
        let Ok(text) = bounded_read::read_text(&path, MAX_METADATA_BYTES) else {
            continue;
        };
        let file = Metadata::of(&path, &text);
        let installed = file.iter().flat_map(Metadata::installed_with);
        found.extend(installed.map(|required| (normalised(&required.name), required.worlds)));
    }
    found
}

/// The distributions of which the files of a project require exactly one version, and that one.
pub(in crate::project) fn exact_versions(root: &Path) -> Vec<(String, String)> {
    let mut exact = Vec::new();
    for path in metadata_of(root) {
        let Ok(text) = bounded_read::read_text(&path, MAX_METADATA_BYTES) else {
            continue;
        };
        let file = Metadata::of(&path, &text);
        for requirement in file.iter().flat_map(Metadata::requirements) {
            let required = requirement
                .required
                .iter()
                .flat_map(|required| required.iter());
            let versions = required.filter(|specifier| {
                matches!(specifier.operator(), Operator::Equal | Operator::ExactEqual)
            });
            exact.extend(
                versions.map(|only| (requirement.name.clone(), only.version().to_string())),
            );
        }
    }
    exact
}

/// The files in a project's directory that say what it requires.
fn metadata_of(root: &Path) -> Vec<PathBuf> {
    let below = [root.to_owned(), root.join("requirements")];
    let entries = below
        .iter()
        .filter_map(|directory| std::fs::read_dir(directory).ok());
    let entries =
        entries.flat_map(|entries| entries.take(MAX_DIRECTORY_ENTRIES).filter_map(Result::ok));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| is_metadata(path) || path.ends_with("setup.py"));
    paths.sort();
    paths
}

fn requires(name: &str, marker: Option<&str>) -> String {
    match marker {
        Some(marker) => format!("requires `{name}` only if `{marker}`"),
        None => format!("does not require `{name}` there"),
    }
}

fn add(conditions: &mut Conditions, name: String, worlds: Worlds, place: ImportStep) {
    conditions
        .entry(name)
        .and_modify(|known| known.worlds |= worlds)
        .or_insert(RequirementCondition { worlds, place });
}
