//! Which dotted names are modules, and which distributions are known.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Fact;
use super::lookup::{canonical, fact};

const PACKAGES: &str = include_str!("data/packages/modules.txt");
const DISTRIBUTIONS: &str = include_str!("data/packages/distributions.txt");

static MODULES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let library = include_str!("data/modules.txt").lines();
    library.chain(PACKAGES.lines()).collect()
});

/// Whether this is a module of the standard library, or of a package with facts, in some world.
pub fn is_module(name: &str) -> bool {
    MODULES.contains(name) || canonical(name).is_some_and(|name| MODULES.contains(name.as_str()))
}

/// The fact about a package beyond the standard library that some world lacks as a whole, by the
/// normalised name under which it is installed.
pub fn distribution(name: &str) -> Option<&'static Fact> {
    let called = DISTRIBUTIONS
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find_map(|(distribution, module)| (distribution == name).then_some(module));
    let module = called.map_or_else(|| name.replace('-', "_"), str::to_owned);
    let known = PACKAGES.lines().any(|known| known == module);
    fact(&module).filter(|fact| known && fact.name == module)
}
