//! Names of packages that are not part of Python and that the rules know by themselves.

use super::spawns::{command, limit, mirrored, role, threads_of};
use super::{is_module, start_method_argument};

/// Test runners whose functions and marks skip tests.
const TEST_RUNNERS: [&str; 1] = ["pytest."];

/// Whether more is known of a name than its package's source can tell: that is read only as far as importing goes.
pub fn is_known_elsewhere(dotted: &str) -> bool {
    let top = dotted.split('.').next().unwrap_or(dotted);
    // A project may have a module of its own that is called like one of the library.
    if is_module(top) {
        return false;
    }
    TEST_RUNNERS.iter().any(|runner| dotted.starts_with(runner))
        || role(dotted).is_some()
        || limit(dotted).is_some()
        || command(dotted).is_some()
        || threads_of(dotted).is_some()
        || mirrored(dotted).is_some()
        || start_method_argument(dotted).is_some()
}
