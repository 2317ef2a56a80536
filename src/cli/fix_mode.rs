//! What a run does with the fixes of what it finds.

use super::arguments::FixArguments;
use crate::finding::{Applicability, Finding, Fix};

/// What happens to the findings of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FixMode {
    /// They are reported.
    Nothing,
    /// Their safe fixes are applied.
    Safe,
    /// All their fixes are applied.
    All,
}

impl FixMode {
    pub(crate) fn wanted(fixing: &FixArguments) -> Self {
        match (
            fixing.fix || fixing.fix_only || fixing.diff,
            fixing.unsafe_fixes,
        ) {
            (false, _) => Self::Nothing,
            (true, false) => Self::Safe,
            (true, true) => Self::All,
        }
    }

    /// Whether it changes a file with these findings.
    pub(crate) fn changes(self, findings: &[Finding]) -> bool {
        let mut fixes = findings.iter().flat_map(|finding| &finding.fixes);
        fixes.any(|fix| self.allows(fix))
    }

    /// Whether it covers a fix.
    pub(crate) fn allows(self, fix: &Fix) -> bool {
        match self {
            Self::Nothing => false,
            Self::Safe => fix.applicability == Applicability::Safe,
            Self::All => true,
        }
    }
}
