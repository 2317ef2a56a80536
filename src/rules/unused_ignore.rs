//! A comment that ignores findings where there is nothing to ignore.

use super::{Needs, Rule};
use crate::finding::Severity;

pub(super) static RULE: Rule = Rule {
    code: "unused-ignore",
    page: include_str!("unused-ignore.md"),
    level: Some(Severity::Warning),
    needs: Needs::Comments,
    // Which comments are of no use is known when all other rules are through: see `crate::ignore`.
    check: |_, _| {},
    fixes: &[],
};
