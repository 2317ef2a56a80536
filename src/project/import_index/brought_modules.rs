//! Modules of the standard library that a file finds because of what was imported before it: setuptools has distutils.

use std::path::{Path, PathBuf};

use foldhash::{HashSet, HashSetExt};

use super::index::Index;
use crate::facts::brought_by;
use crate::project::module_name::ModuleName;

/// The entry points that only setuptools loads.
const BUILD_GROUPS: &[&str] = &[
    "distutils.commands",
    "distutils.setup_keywords",
    "egg_info.writers",
];

impl Index {
    /// Whether all that import a file below these directories, or those that do, have imported what brings this module
    /// of the standard library: setuptools has distutils.
    pub(in crate::project) fn is_brought(&self, file: &Path, roots: &[PathBuf], top: &str) -> bool {
        if self.is_brought_by_import(file, top) || self.is_run_by_builds(file) {
            return true;
        }
        let mut seen = HashSet::new();
        let mut due = vec![file];
        let mut brings = false;
        while let Some(file) = due.pop() {
            let below = roots.iter().filter_map(|root| file.strip_prefix(root).ok());
            let names = below.map(|inside| ModuleName::of_file(inside).dotted);
            let numbers: Vec<&usize> = names
                .filter_map(|name| self.importers.get(&name))
                .flatten()
                .collect();
            let importers = numbers.into_iter().map(|at| &self.files[*at]);
            let mut importers = importers.filter(|other| other.path != file).peekable();
            if importers.peek().is_none() {
                return false;
            }
            for other in importers {
                if other.brought.contains(&top) {
                    brings = true;
                } else if seen.insert(&other.path) {
                    due.push(&other.path);
                }
            }
        }
        brings
    }

    /// Whether a file imports another one of the project that has imported what brings the module.
    fn is_brought_by_import(&self, file: &Path, top: &str) -> bool {
        let own = self.by_path.get(file).map(|at| &self.files[*at]);
        let mut imported = own.into_iter().flat_map(|own| &own.plain);
        imported.any(|name| {
            let bringers = self.bringers.get(name).into_iter().flatten();
            let mut bringers = bringers.map(|at| &self.files[*at]);
            let brings = |module: &String| brought_by(module).contains(&top);
            bringers.any(|other| other.path != file && other.plain.iter().any(brings))
        })
    }

    /// Whether setuptools runs a file while it builds the project: `cffi_modules=["src/build.py:ffibuilder"]`.
    fn is_run_by_builds(&self, file: &Path) -> bool {
        let name = file.file_name().and_then(|name| name.to_str());
        let is_named = name.is_some_and(|name| {
            let mut places = self.metadata.match_indices(name);
            places.any(|(at, _)| self.metadata[at + name.len()..].starts_with(':'))
        });
        is_named || self.extends_builds(file)
    }

    /// Whether setuptools finds a command or a keyword in a module: `[project.entry-points."distutils.commands"]`.
    fn extends_builds(&self, file: &Path) -> bool {
        let Some(own) = self.by_path.get(file).map(|at| &self.files[*at]) else {
            return false;
        };
        let is_of_builds = |line: &str| {
            let mut groups = BUILD_GROUPS.iter();
            groups.any(|group| line.contains(group))
        };
        let is_heading = |line: &str| line.starts_with('[') || line.ends_with(['=', '[']);
        let (mut is_within, named) = (false, format!("{}:", own.module.dotted));
        self.metadata.lines().map(str::trim).any(|line| {
            is_within = is_of_builds(line) || is_within && !is_heading(line);
            is_within
                && line
                    .split(['"', '\'', '=', ' '])
                    .any(|word| word.starts_with(&named))
        })
    }
}
