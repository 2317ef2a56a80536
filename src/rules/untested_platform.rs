//! A platform or a version that a project claims and that its workflows never run on.

use super::Rule;

pub(super) static RULE: Rule = Rule {
    code: "untested-platform",
    page: include_str!("untested-platform.md"),
    level: None,
    // It speaks in files that are not Python: see `crate::project`.
    check: |_, _| {},
};
