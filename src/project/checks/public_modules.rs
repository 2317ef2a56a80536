//! What a project offers to its users: the packages to import, and the commands that it installs.

use std::fs;
use std::path::{Path, PathBuf};

use foldhash::HashSet;

use crate::config::{SettingEntry, SettingNode};
use crate::project::import_names::is_aside;
use crate::project::metadata::{Metadata, MetadataKind};
use crate::project::package_name::normalised;
use crate::rules::claims::OfferedModule;
use crate::syntax::is_identifier;

/// Directories of a project that its packages are often in; the project itself comes last.
const SOURCES: [&str; 4] = ["src", "lib", "python", ""];
/// More entries of directories are not looked at.
const MAX_DIRECTORY_ENTRIES: usize = 5_000;
/// Packages inside so many directories without `__init__` are found.
const MAX_NAMESPACE_DEPTH: usize = 3;

/// What a project offers, and a file among its modules.
pub(super) struct PublicModules {
    pub(super) offers: Vec<OfferedModule>,
    pub(super) file: PathBuf,
}

/// A module and its file.
type PublicModule = (String, PathBuf);

/// Finds what the project that this file describes offers.
pub(super) fn offered(file: &Metadata<'_>) -> Option<PublicModules> {
    let modules = match declared(file) {
        listed if listed.is_empty() => around(file)?,
        listed => listed,
    };
    let (_, first) = modules.first()?.clone();
    let top = |module: &str| module.split('.').next().unwrap_or(module).to_owned();
    let tops: HashSet<String> = modules.iter().map(|(module, _)| top(module)).collect();
    let imported = modules
        .into_iter()
        .map(|(module, _)| OfferedModule::import(module));
    let run = commands(file).into_iter();
    // What is installed from elsewhere is no business of this project.
    let run = run.filter(|offer| tops.contains(&top(&offer.module)));
    Some(PublicModules {
        offers: imported.chain(run).collect(),
        file: first,
    })
}

fn name<'f>(file: &'f Metadata<'_>) -> Option<&'f str> {
    let text = |keys: &[&str]| file.get(keys).and_then(SettingNode::text);
    match file.kind {
        MetadataKind::Project => {
            text(&["project", "name"]).or_else(|| text(&["tool", "poetry", "name"]))
        }
        MetadataKind::Cfg => file.get(&["metadata", "name"])?.items().first()?.text(),
        _ => None,
    }
}

/// The commands that are declared.
fn commands(file: &Metadata<'_>) -> Vec<OfferedModule> {
    match file.kind {
        MetadataKind::Project => {
            let tables = [
                &["project", "scripts"][..],
                &["project", "gui-scripts"],
                &["tool", "poetry", "scripts"],
            ];
            let entries = tables.iter().filter_map(|keys| file.get(keys));
            let entries = entries.flat_map(SettingNode::entries);
            let command =
                |entry: &SettingEntry| Some(OfferedModule::command(&entry.key, entry.node.text()?));
            entries.filter_map(command).collect()
        }
        MetadataKind::Cfg => {
            let lines = file.get(&["options.entry_points", "console_scripts"]);
            let lines = lines.into_iter().flat_map(SettingNode::items);
            lines
                .filter_map(|line| OfferedModule::in_line(line.text()?))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The packages and modules that the settings of a build tool list, as far as they are there.
fn declared(file: &Metadata<'_>) -> Vec<PublicModule> {
    let lists: &[&[&str]] = match file.kind {
        MetadataKind::Project => &[
            &["tool", "setuptools", "packages"],
            &["tool", "setuptools", "py-modules"],
            &["tool", "poetry", "packages"],
            &["tool", "hatch", "build", "targets", "wheel", "packages"],
            &["tool", "flit", "module", "name"],
            &["tool", "uv", "build-backend", "module-name"],
        ],
        MetadataKind::Cfg => &[&["options", "packages"], &["options", "py_modules"]],
        _ => &[],
    };
    let listed = lists.iter().filter_map(|keys| file.get(keys));
    let listed = listed.flat_map(|list| match list.text() {
        Some(_) => std::slice::from_ref(list),
        None => list.items(),
    });
    // Poetry's are tables.
    let named = listed.filter_map(|entry| entry.get("include").unwrap_or(entry).text());
    let found = named.filter_map(|name| located(file.directory(), name));
    let mut modules: Vec<PublicModule> = found.collect();
    modules.sort();
    // Whoever imports what is inside has imported what is around it.
    modules.dedup_by(|(module, _), (before, _)| {
        module
            .strip_prefix(&**before)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    modules
}

/// The module that is called `pkg.name`, or is at `src/pkg`.
fn located(directory: &Path, name: &str) -> Option<PublicModule> {
    let parts: Vec<&str> = name.split(['.', '/']).collect();
    let parts = match &parts[..] {
        [source, rest @ ..] if !rest.is_empty() && SOURCES.contains(source) => rest,
        all => all,
    };
    if !parts.iter().all(|part| is_identifier(part)) {
        return None;
    }
    let inside: PathBuf = parts.iter().collect();
    let places = SOURCES.map(|source| directory.join(source).join(&inside));
    let file = places.iter().find_map(|place| {
        let files = [place.join("__init__.py"), place.with_extension("py")];
        files.into_iter().find(|file| file.is_file())
    })?;
    Some((parts.join("."), file))
}

/// The package in the project's directory that is called like it, else those that build tools find.
fn around(file: &Metadata<'_>) -> Option<Vec<PublicModule>> {
    let wanted = name(file).map(normalised);
    let mut left = MAX_DIRECTORY_ENTRIES;
    for source in SOURCES {
        let root = file.directory().join(source);
        let deepest = if source.is_empty() {
            1
        } else {
            MAX_NAMESPACE_DEPTH
        };
        let mut found = Vec::new();
        // Below the project itself, much is around that is not installed.
        look(&root, "", deepest, (&mut left, &mut found));
        found.sort();
        let called = |(module, _): &&PublicModule| Some(normalised(module)) == wanted;
        if let Some(module) = found.iter().find(called) {
            return Some(vec![module.clone()]);
        }
        found.retain(|(_, file)| file.ends_with("__init__.py"));
        match found.len() {
            0 => {}
            1 => return Some(found),
            // setuptools takes all of them; which of them others take is not known.
            _ => return (source == "src" && is_for_setuptools(file)).then_some(found),
        }
    }
    None
}

/// Whether setuptools builds the project: what pip takes when nothing is reported.
fn is_for_setuptools(file: &Metadata<'_>) -> bool {
    let backend = file.get(&["build-system", "build-backend"]);
    let backend = backend.and_then(SettingNode::text).unwrap_or("setuptools");
    backend.starts_with("setuptools")
}

fn look(
    directory: &Path,
    inside: &str,
    deepest: usize,
    (left, found): (&mut usize, &mut Vec<PublicModule>),
) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let path = entry.path();
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str() else {
            continue;
        };
        let stem = name.strip_suffix(".py").unwrap_or(name);
        if !is_identifier(stem) || inside.is_empty() && is_aside(stem) {
            continue;
        }
        let module = format!("{inside}{stem}");
        let init = path.join("__init__.py");
        if init.is_file() {
            found.push((module, init));
        } else if stem != name && path.is_file() {
            found.push((module, path));
        } else if deepest > 1 && path.is_dir() {
            look(&path, &format!("{module}."), deepest - 1, (left, found));
        }
    }
}
