//! What a run does with the fixes of what it finds.

use super::arguments::{CheckArguments, FixArguments};
use super::formats::shows_fixes;
use crate::finding::{Applicability, Finding, Fix};

/// What happens to the findings of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FixMode {
    /// No fix is made: the report shows none.
    Unmade,
    /// They are reported.
    Nothing,
    /// Their safe fixes are applied.
    Safe,
    /// All their fixes are applied.
    All,
}

impl FixMode {
    /// What a check does with them: making them takes longer than finding what they mend.
    pub(crate) fn of_check(arguments: &CheckArguments) -> Self {
        let output = &arguments.output;
        let is_shown = shows_fixes(output.output_format)
            && !output.statistics
            && arguments.fixing.add_ignore.is_none();
        match Self::wanted(&arguments.fixing) {
            Self::Nothing if !is_shown => Self::Unmade,
            wanted => wanted,
        }
    }

    /// What the options ask for.
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

    /// Whether fixes are made.
    pub(crate) fn makes(self) -> bool {
        self != Self::Unmade
    }

    /// Whether fixes are applied.
    pub(crate) fn applies(self) -> bool {
        matches!(self, Self::Safe | Self::All)
    }

    /// Whether it changes a file with these findings.
    pub(crate) fn changes(self, findings: &[Finding]) -> bool {
        let mut fixes = findings.iter().flat_map(|finding| &finding.fixes);
        fixes.any(|fix| self.allows(fix))
    }

    /// Whether it covers a fix.
    pub(crate) fn allows(self, fix: &Fix) -> bool {
        match self {
            Self::Unmade | Self::Nothing => false,
            Self::Safe => fix.applicability == Applicability::Safe,
            Self::All => true,
        }
    }
}
