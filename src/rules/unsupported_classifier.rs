//! A classifier that claims a platform or a version with which the project cannot be imported.

use super::Rule;
use crate::finding::Severity;

pub(super) static RULE: Rule = Rule {
    code: "unsupported-classifier",
    page: include_str!("unsupported-classifier.md"),
    level: Some(Severity::Warning),
    // It speaks in files that are not Python: see `crate::project`.
    check: |_, _| {},
};
