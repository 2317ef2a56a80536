//! What became of the findings of a file by its fixes.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::fix_mode::FixMode;
use super::report::counted;
use crate::finding::Finding;

/// How many findings are gone, and how many are there now that were not before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FixOutcome {
    /// Those with a fix, which were announced.
    fixed: usize,
    /// Those that had no fix to apply, such as a call behind a line that now asks for the platform.
    gone_too: usize,
    came_to_light: usize,
}

impl FixOutcome {
    /// Findings have no identity that survives an edit: those that say the same of the same rule are counted.
    pub(crate) fn new(before: &[Finding], after: &[Finding], mending: FixMode) -> Self {
        let mut counts = BTreeMap::<(&str, &str), CountsOfAlike>::new();
        for finding in before {
            let count = counts.entry((finding.rule, &finding.message)).or_default();
            count.before += 1;
            count.fixable += usize::from(mending.changes(std::slice::from_ref(finding)));
        }
        for finding in after {
            let count = counts.entry((finding.rule, &finding.message)).or_default();
            count.after += 1;
        }
        let mut outcome = Self::default();
        for count in counts.values() {
            let gone = count.before.saturating_sub(count.after);
            let fixed = gone.min(count.fixable);
            outcome.fixed += fixed;
            outcome.gone_too += gone - fixed;
            outcome.came_to_light += count.after.saturating_sub(count.before);
        }
        outcome
    }

    /// What is said behind the number of fixes; nothing where each fix was for one finding.
    pub(crate) fn behind(self, fixes: usize) -> String {
        let mut said = String::new();
        if self.fixed != fixes {
            said = format!(", for {}", counted(self.fixed, "finding"));
        }
        match self.gone_too {
            0 => {}
            1 => said.push_str("; 1 other finding is gone, too"),
            others => said = format!("{said}; {others} other findings are gone, too"),
        }
        if self.came_to_light > 0 {
            said = format!("{said}; {} came to light", self.came_to_light);
        }
        said
    }
}

impl AddAssign for FixOutcome {
    fn add_assign(&mut self, other: Self) {
        self.fixed += other.fixed;
        self.gone_too += other.gone_too;
        self.came_to_light += other.came_to_light;
    }
}

/// The findings that say the same.
#[derive(Debug, Default)]
struct CountsOfAlike {
    before: usize,
    fixable: usize,
    after: usize,
}
