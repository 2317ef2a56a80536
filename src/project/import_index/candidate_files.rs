//! The Python files of a project that may import each other.

use std::fs;
use std::path::{Path, PathBuf};

use crate::facts::lists;
use crate::limits::reached;
use crate::project::module_name::ModuleName;

/// A project with more files is not looked into.
const MAX_PROJECT_FILES: usize = 4000;
/// Directories that are nested deeper are not looked into.
const MAX_DIRECTORY_DEPTH: usize = 16;

/// Directories whose modules import others to try them out or to show them.
const ASIDE: &[&str] = &[
    "benchmark",
    "benchmarks",
    "doc",
    "docs",
    "example",
    "examples",
    "test",
    "testing",
    "tests",
];

/// Directories that hold no modules of the project.
const OTHERS: &[&str] = &[
    "__pycache__",
    "build",
    "dist",
    "node_modules",
    "site-packages",
];

/// Whether tests keep what they read in a directory around this file: `tests/data/cases`.
pub(super) fn is_below_test_data(file: &Path) -> bool {
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    let is_run = stem.is_none_or(|stem| stem == "conftest" || is_test(stem));
    let directories = file.parent().into_iter().flatten();
    let mut names = directories.filter_map(|name| name.to_str());
    let mut is_below_tests = false;
    !is_run
        && (is_below_crate_resources(file)
            || names.any(|name| {
                let found = is_test_data(name)
                    || is_below_tests && (lists::TEST_DATA.has(name) || name.starts_with("mypy"));
                is_below_tests |= matches!(name, "test" | "tests" | "testing");
                found
            }))
}

fn is_below_crate_resources(file: &Path) -> bool {
    file.ancestors().skip(1).any(is_crate_resources)
}

/// Whether a directory holds what a crate in Rust reads: `crates/parser/resources`. What is written in Python there is
/// text to it.
fn is_crate_resources(directory: &Path) -> bool {
    let crates = directory.parent().and_then(Path::parent);
    directory
        .file_name()
        .is_some_and(|name| name == "resources")
        && crates
            .and_then(Path::file_name)
            .is_some_and(|name| name == "crates")
}

/// Whether a directory's name says by itself that tests read what is there: `testdata`.
fn is_test_data(name: &str) -> bool {
    name.starts_with("test") && lists::TEST_DATA.has(name)
}

pub(super) fn is_test(stem: &str) -> bool {
    stem.starts_with("test_") || stem.ends_with("_test")
}

/// A file, and whether it is there to try others out.
pub(super) struct CandidateFile {
    pub(super) file: PathBuf,
    pub(super) is_aside: bool,
}

/// The Python files below the entries of a search path; `None` if there are too many.
pub(in crate::project) fn project_files(
    roots: &[PathBuf],
    note: &dyn Fn(&Path),
) -> Option<Vec<PathBuf>> {
    let mut all = Vec::new();
    for root in outermost(roots) {
        let below = files_below(root, note)?.into_iter();
        all.extend(below.map(|found| found.file));
    }
    Some(all)
}

/// Those directories that are in no other one of them.
pub(super) fn outermost(roots: &[PathBuf]) -> impl Iterator<Item = &PathBuf> {
    roots.iter().filter(|root| {
        let mut others = roots.iter();
        !others.any(|other| other != *root && root.starts_with(other))
    })
}

/// The Python files below a directory, in order; `None` if there are too many. `note` is told of each directory before
/// it is looked into.
pub(super) fn files_below(top: &Path, note: &dyn Fn(&Path)) -> Option<Vec<CandidateFile>> {
    let mut files = Vec::new();
    collect(top, MAX_DIRECTORY_DEPTH, false, note, &mut files)?;
    files.sort_by(|file, other| file.file.cmp(&other.file));
    Some(files)
}

fn collect(
    directory: &Path,
    depth: usize,
    aside: bool,
    note: &dyn Fn(&Path),
    files: &mut Vec<CandidateFile>,
) -> Option<()> {
    note(directory);
    for entry in fs::read_dir(directory).ok()?.flatten() {
        let (path, kind) = (entry.path(), entry.file_type().ok()?);
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| !name.starts_with('.')) else {
            continue;
        };
        if kind.is_dir() {
            let is_environment = || path.join("pyvenv.cfg").is_file();
            if depth > 0 && !OTHERS.contains(&name) && !is_environment() {
                collect(
                    &path,
                    depth - 1,
                    aside
                        || ASIDE.contains(&name)
                        || is_test_data(name)
                        || is_crate_resources(&path),
                    note,
                    files,
                )?;
            }
        } else if let Some(stem) = name.strip_suffix(".py") {
            let is_aside = aside || is_test(stem) || matches!(stem, "conftest" | "setup" | "tests");
            files.push(CandidateFile {
                file: path,
                is_aside,
            });
        }
        if files.len() > MAX_PROJECT_FILES {
            reached("files of a project that may import a module");
            return None;
        }
    }
    Some(())
}

/// The directory below which the module of this file has its name.
pub(in crate::project) fn base<'f>(file: &'f Path, module: &ModuleName) -> Option<&'f Path> {
    let is_package = file.file_stem().is_some_and(|stem| stem == "__init__");
    let parts = module.dotted.split('.').count() + usize::from(is_package);
    file.ancestors().nth(parts)
}
