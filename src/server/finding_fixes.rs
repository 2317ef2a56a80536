//! The fixes of findings, made when somebody asks: one by one for a few, all at once for many.

use std::cell::Cell;
use std::sync::OnceLock;

use crate::check::Fixes;
use crate::finding::{Finding, Fix};

/// So many are made alone for one request. Each may evaluate the document, which those made together do in common.
const MAX_MADE_ALONE: usize = 16;

/// What makes the fixes for one request.
pub(super) struct FindingFixes<'c, 'e> {
    findings: &'c [Finding],
    /// Those of each finding that are known.
    known: &'c [OnceLock<Vec<Fix>>],
    maker: Option<Fixes<'e>>,
    made_alone: Cell<usize>,
    /// All were made together; what has none then may have some when it is asked about alone.
    is_all_made: Cell<bool>,
}

impl<'c, 'e> FindingFixes<'c, 'e> {
    pub(super) fn of(
        findings: &'c [Finding],
        known: &'c [OnceLock<Vec<Fix>>],
        maker: Option<Fixes<'e>>,
    ) -> Self {
        Self {
            findings,
            known,
            maker,
            made_alone: Cell::new(0),
            is_all_made: Cell::new(false),
        }
    }

    /// The fixes of the finding at this place in the list.
    pub(super) fn at(&self, at: usize) -> &'c [Fix] {
        let (Some(finding), Some(known)) = (self.findings.get(at), self.known.get(at)) else {
            return &[];
        };
        if let Some(known) = known.get() {
            return known;
        }
        match &self.maker {
            // What is reported about a requirement has its fixes from the start.
            Some(maker) if finding.fixes.is_empty() => {
                if self.made_alone.get() < MAX_MADE_ALONE {
                    self.made_alone.update(|made| made + 1);
                    return known.get_or_init(|| maker.of(finding));
                }
                if !self.is_all_made.replace(true) {
                    self.make_all(maker);
                }
                known.get().map_or(&[], Vec::as_slice)
            }
            _ => known.get_or_init(|| finding.fixes.clone()),
        }
    }

    fn make_all(&self, maker: &Fixes<'_>) {
        let missing: Vec<(&Finding, &OnceLock<Vec<Fix>>)> = self
            .findings
            .iter()
            .zip(self.known)
            .filter(|(finding, known)| finding.fixes.is_empty() && known.get().is_none())
            .collect();
        let findings: Vec<&Finding> = missing.iter().map(|(finding, _)| *finding).collect();
        let made = maker.of_each(&findings);
        for ((_, known), fixes) in missing.into_iter().zip(made) {
            if !fixes.is_empty() {
                let _ = known.set(fixes);
            }
        }
    }
}
