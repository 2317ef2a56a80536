//! What the files of a distribution are imported as.

use std::collections::BTreeSet;
use std::path::Path;

use foldhash::HashSet;

use super::package_name::normalised;
use crate::syntax::is_identifier;

/// Directories that come along and are not what one installs a package for.
const ASIDE: [&str; 10] = [
    "tests",
    "test",
    "testing",
    "docs",
    "doc",
    "examples",
    "example",
    "benchmarks",
    "scripts",
    "tools",
];

/// The modules to import for a distribution: the one that is called like it, else each that is
/// not inside another.
pub(super) fn import_names<'f>(
    distribution: &str,
    files: impl IntoIterator<Item = &'f Path>,
) -> Vec<String> {
    let files: HashSet<&Path> = files.into_iter().collect();
    let mut names = BTreeSet::new();
    for file in &files {
        if file.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let directory = file.parent().unwrap_or(Path::new(""));
        let in_package = |directory: &Path| files.contains(&*directory.join("__init__.py"));
        // The outermost package around it, or the file itself.
        let outermost = directory
            .ancestors()
            .take_while(|above| in_package(above))
            .last();
        let name = match outermost {
            Some(package) if package.as_os_str().is_empty() => continue,
            Some(package) => dotted(package),
            None if directory.as_os_str().is_empty() => dotted(&file.with_extension("")),
            None => continue,
        };
        names.extend(name);
    }
    let wanted = normalised(distribution);
    let called = |name: &&String| normalised(name) == wanted;
    if let Some(name) = names.iter().find(called) {
        return vec![name.clone()];
    }
    names
        .into_iter()
        .filter(|name| !is_aside(name.split('.').next().unwrap_or(name)))
        .collect()
}

/// Whether a top-level module of this name is not what one installs a package for.
pub(super) fn is_aside(top: &str) -> bool {
    ASIDE.contains(&top) || matches!(top, "setup" | "conftest" | "noxfile" | "tasks")
}

/// The dotted name of a path all of whose parts are identifiers.
fn dotted(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .iter()
        .map(|part| part.to_str().filter(|part| is_identifier(part)))
        .collect();
    parts.map(|parts| parts.join("."))
}
