//! The lists of modules, and of distributions that are not called like theirs.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

const PACKAGES: &str = include_str!("data/packages/modules.txt");
const DISTRIBUTIONS: &str = include_str!("data/packages/distributions.txt");

static MODULES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let library = include_str!("data/modules.txt").lines();
    library.chain(PACKAGES.lines()).collect()
});

/// Whether a module of the standard library, or of a package with facts, has exactly this name.
pub(super) fn is_listed(name: &str) -> bool {
    MODULES.contains(name)
}

/// All of them, in any order.
pub(super) fn listed() -> impl Iterator<Item = &'static str> {
    MODULES.iter().copied()
}

/// The entries `name: value` of a list.
fn entries(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": "))
}

/// The modules of the standard library that a distribution, by its normalised name, brings where
/// Python has none.
pub fn substitutes(distribution: &str) -> &'static [&'static str] {
    static BY_DISTRIBUTION: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let modules =
            |(name, modules): (&'static str, &'static str)| (name, modules.split(", ").collect());
        entries(include_str!("data/substitutes.txt"))
            .map(modules)
            .collect()
    });
    BY_DISTRIBUTION.get(distribution).map_or(&[], Vec::as_slice)
}

/// The modules of the standard library that are there where a module of this name can be imported:
/// `import setuptools` lets `import distutils` work.
pub fn brought_by(module: &str) -> &'static [&'static str] {
    let top = module.split('.').next().unwrap_or(module);
    substitutes(match top {
        "pkg_resources" => "setuptools",
        top => top,
    })
}

/// The module of a package with facts, by the normalised name under which it is installed.
pub(super) fn module_of(distribution: &str) -> Option<Cow<'_, str>> {
    let called = entries(DISTRIBUTIONS)
        .find_map(|(known, module)| (known == distribution).then_some(module));
    let module = called.map_or_else(|| distribution.replace('-', "_").into(), Cow::Borrowed);
    PACKAGES
        .lines()
        .any(|known| known == module)
        .then_some(module)
}
