//! Fixes that may be offered, before it is known which of them do no harm.

use foldhash::{HashMap, HashMapExt};

use crate::finding::{Finding, Fix};

/// What a trial has to show before a fix is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rules) enum Trial {
    /// Nothing: it can do no harm.
    None,
    /// The finding is gone, and nothing more goes wrong in child processes.
    Everywhere,
    /// The same, but for the worlds of the finding: nothing came so far there.
    WhereItWorked,
}

/// A fix that may be offered for a finding.
pub(super) struct FixCandidate<'f> {
    /// Which of the findings that somebody asks about it mends.
    pub(super) at: usize,
    pub(super) finding: &'f Finding,
    pub(super) fix: Fix,
    pub(super) trial: Trial,
}

/// A fix to try. It may be offered for several findings: a function that all of them send.
pub(super) struct TriedFix<'c> {
    pub(super) fix: &'c Fix,
    pub(super) trial: Trial,
    /// The rule that found them.
    pub(super) rule: &'static str,
    pub(super) findings: Vec<&'c Finding>,
    /// The candidates that it stands for.
    pub(super) offers: Vec<usize>,
}

impl<'c> TriedFix<'c> {
    /// Each fix of these candidates once, in their order.
    pub(super) fn of_all(candidates: &'c [FixCandidate<'c>], waiting: Vec<usize>) -> Vec<Self> {
        let mut fixes: Vec<Self> = Vec::new();
        let mut known: HashMap<_, usize> = HashMap::new();
        for at in waiting {
            let FixCandidate {
                finding,
                fix,
                trial,
                ..
            } = &candidates[at];
            let place = *known
                .entry((finding.rule, *trial, &fix.edits))
                .or_insert(fixes.len());
            if place == fixes.len() {
                fixes.push(Self {
                    fix,
                    trial: *trial,
                    rule: finding.rule,
                    findings: Vec::new(),
                    offers: Vec::new(),
                });
            }
            fixes[place].findings.push(finding);
            fixes[place].offers.push(at);
        }
        fixes
    }
}
