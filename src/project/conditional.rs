//! Requirements with markers: where none of them holds, the modules that they bring are not there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::bounded;
use super::index::normalised;
use super::installed::{CoreMetadata, Distribution, Distributions};
use super::metadata::{Metadata, is_metadata};
use super::modules::{Absence, Absences};
use super::requirements::worlds_of;
use crate::model::surroundings::Hop;
use crate::text::Text;
use crate::world::Worlds;

/// Longer files of a project are not read.
const LONGEST: u64 = 1 << 20;
/// More entries of a project's directory are not looked at.
const MOST: usize = 1_000;
/// What a marker speaks of that the worlds differ in.
const VARIABLES: [&str; 4] = ["sys_platform", "platform_system", "os_name", "python_"];
/// Names that share so many letters in a row may bring the same modules: python-magic and
/// python-magic-bin.
const ALIKE: usize = 3;

/// What one distribution is required for.
struct Condition {
    /// The worlds in which it is required, whatever extras are chosen.
    worlds: Worlds,
    /// Where that is written.
    place: Hop,
}

/// What a project or a distribution requires, by normalised name.
type Conditions = BTreeMap<String, Condition>;

/// The modules that installed distributions miss where their own requirements do not bring them.
pub(super) fn absences(installed: &Distributions) -> Absences {
    let mut absences = Absences::default();
    let mut environment = None;
    for (name, distribution) in installed {
        let metadata = distribution.metadata();
        if !metadata
            .requires
            .iter()
            .any(|(_, line)| is_conditional(line))
        {
            continue;
        }
        let environment = environment.get_or_insert_with(|| Brought::of(installed));
        let conditions = of_distribution(metadata, &distribution.shown_metadata());
        for required in conditions.keys() {
            // What somebody asked for may be asked for everywhere.
            let only = installed.get(required);
            let Some(only) = only.filter(|one| one.is_dependency_only()) else {
                continue;
            };
            let Some(absence) = environment.absence(Some(name), &conditions, required) else {
                continue;
            };
            for importer in environment.modules(distribution) {
                for imported in environment.modules(only) {
                    absences.add(importer, imported, absence.clone());
                }
            }
        }
    }
    absences
}

/// The modules that a project in this directory misses where its requirements do not bring them.
pub(super) fn absences_of_project(root: &Path, installed: &Distributions) -> Absences {
    let mut absences = Absences::default();
    let conditions = of_project(root);
    if conditions.values().all(|one| one.worlds == Worlds::ALL) {
        return absences;
    }
    let environment = Brought::of(installed);
    for required in conditions.keys() {
        if let Some(distribution) = installed.get(required)
            && let Some(absence) = environment.absence(None, &conditions, required)
        {
            for imported in environment.modules(distribution) {
                absences.add_for_all(imported, absence.clone());
            }
        }
    }
    absences
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

fn name_of(line: &str) -> String {
    normalised(written_name(line))
}

/// The requirements of a distribution that hold in some worlds only.
fn of_distribution(metadata: &CoreMetadata, shown: &str) -> Conditions {
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
            let place = Hop {
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
fn of_project(root: &Path) -> Conditions {
    let mut conditions = Conditions::new();
    for path in metadata_of(root) {
        let Ok(text) = bounded::read_text(&path, LONGEST) else {
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
        for one in requirements {
            let written = one.end.and_then(|end| text.get(one.range.start..end));
            let marker = written.and_then(|code| code.split_once(';'));
            let place = Hop {
                path: path.to_string_lossy().into_owned(),
                shown: inside.to_string_lossy().replace('\\', "/"),
                does: requires(&one.name, marker.map(|(_, marker)| marker.trim())),
                start: lines.line_and_column(one.range.start),
                end: lines.line_and_column(one.range.end),
            };
            add(&mut conditions, normalised(&one.name), one.worlds, place);
        }
    }
    conditions
}

/// The files in a project's directory that say what it requires.
fn metadata_of(root: &Path) -> Vec<PathBuf> {
    let below = [root.to_owned(), root.join("requirements")];
    let entries = below.iter().filter_map(|one| std::fs::read_dir(one).ok());
    let entries = entries.flat_map(|entries| entries.take(MOST).filter_map(Result::ok));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| is_metadata(path));
    paths.sort();
    paths
}

fn requires(name: &str, marker: Option<&str>) -> String {
    match marker {
        Some(marker) => format!("requires `{name}` only if `{marker}`"),
        None => format!("does not require `{name}` there"),
    }
}

fn add(conditions: &mut Conditions, name: String, worlds: Worlds, place: Hop) {
    conditions
        .entry(name)
        .and_modify(|known| known.worlds |= worlds)
        .or_insert(Condition { worlds, place });
}

/// What the distributions of an environment bring.
struct Brought<'d> {
    installed: &'d Distributions,
    /// How many of them have files in a top-level module.
    owners: HashMap<&'d str, usize>,
}

impl<'d> Brought<'d> {
    fn of(installed: &'d Distributions) -> Self {
        let mut owners = HashMap::new();
        for top in installed.values().flat_map(Distribution::top_level) {
            *owners.entry(&**top).or_insert(0) += 1;
        }
        Self { installed, owners }
    }

    /// The top-level modules that only this distribution has files in.
    fn modules(&self, distribution: &'d Distribution) -> impl Iterator<Item = &'d str> {
        let tops = distribution.top_level().iter().map(String::as_str);
        tops.filter(|top| self.owners.get(top) == Some(&1))
    }

    /// Where nothing brings a distribution that one of these conditions is about.
    fn absence(
        &self,
        requirer: Option<&str>,
        conditions: &Conditions,
        required: &str,
    ) -> Option<Absence> {
        let condition = conditions.get(required)?;
        let distribution = self.installed.get(required)?;
        let mut worlds = Worlds::ALL - condition.worlds;
        for (name, other) in self.installed {
            if worlds.is_empty() {
                return None;
            }
            let metadata = other.metadata();
            let is_other = Some(&**name) != requirer && name != required;
            for (_, line) in metadata.requires.iter().filter(|_| is_other) {
                if name_of(line) == required {
                    worlds -= worlds_of(line, &metadata.extras);
                }
            }
        }
        let others = conditions.iter().filter(|(name, _)| {
            // What is installed is known to bring other modules.
            *name != required && !self.installed.contains_key(*name)
        });
        for (name, other) in others {
            let modules = distribution.top_level().iter().map(String::as_str);
            let mut names = modules.chain([required]);
            if names.any(|one| are_alike(name, one)) {
                worlds -= other.worlds;
            }
        }
        (!worlds.is_empty()).then(|| Absence {
            worlds,
            requirement: condition.place.clone(),
        })
    }
}

/// Whether two names share letters in a row.
fn are_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let (one, other) = (letters(one), letters(other));
    one.windows(ALIKE)
        .any(|part| other.windows(ALIKE).any(|there| there == part))
}
