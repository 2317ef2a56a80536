//! Which dotted names are modules.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::lookup::canonical;

static MODULES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let library = include_str!("data/modules.txt").lines();
    library
        .chain(include_str!("data/packages/modules.txt").lines())
        .collect()
});

/// Whether this is a module of the standard library, or of a package with facts, in some world.
pub fn is_module(name: &str) -> bool {
    MODULES.contains(name) || canonical(name).is_some_and(|name| MODULES.contains(name.as_str()))
}
