//! Where what is installed would be installed: elsewhere another release would be.

use std::collections::HashMap;

use super::Distributions;
use crate::config::minors;
use crate::world::Worlds;

/// The worlds in which what is installed here would be installed, by top-level module; elsewhere
/// another release would be, of which nothing is known.
pub(in crate::project) fn limits(distributions: &Distributions) -> HashMap<String, Worlds> {
    let mut limits: HashMap<String, Worlds> = HashMap::new();
    for distribution in distributions.values() {
        let required = distribution.metadata().requires_python.as_deref();
        let Some(required) = required.and_then(|required| minors(required).ok()) else {
            continue;
        };
        for top in distribution.top_level() {
            // Where several share a name, all of them have to be there.
            let limit = limits.entry(top.clone()).or_insert(Worlds::ALL);
            *limit &= required;
        }
    }
    limits
}
