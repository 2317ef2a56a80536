//! Findings as they are stored.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Fix, Related, Severity};
use crate::rules::rule;
use crate::world::Worlds;

/// A finding; what is in it means what it means in [`Finding`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StoredFinding {
    rule: String,
    severity: Severity,
    range: Range<usize>,
    worlds: Worlds,
    message: String,
    help: Option<String>,
    site: Option<usize>,
    fixes: Vec<Fix>,
    related: Vec<Related>,
    patch: Option<String>,
}

impl StoredFinding {
    /// A finding as it is stored.
    pub(super) fn of(finding: &Finding) -> Self {
        let finding = finding.clone();
        Self {
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            range: finding.range,
            worlds: finding.worlds,
            message: finding.message,
            help: finding.help,
            site: finding.site,
            fixes: finding.fixes,
            related: finding.related,
            patch: finding.patch.map(|patch| patch.to_string()),
        }
    }

    /// The finding that was stored; nothing if there is no such rule.
    pub(super) fn finding(&self) -> Option<Finding> {
        let stored = self.clone();
        Some(Finding {
            rule: rule(&stored.rule)?.code,
            severity: stored.severity,
            range: stored.range,
            worlds: stored.worlds,
            message: stored.message,
            help: stored.help,
            site: stored.site,
            fixes: stored.fixes,
            related: stored.related,
            obstacle: None,
            patch: stored.patch.map(Into::into),
        })
    }
}
