//! What an action does, as data that the client keeps until the action is chosen.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::finding::{Applicability, Finding, Fix};
use crate::fix::fix_all;
use crate::ignore;
use crate::project::comments;
use crate::server::analysis::{self, CheckedModule, FixesOf};
use crate::server::documents::Snapshot;
use crate::server::session::Session;
use crate::text::Edit;

use super::edit::difference;
use super::ignore_file::ignore_in_file;

/// An action on a document.
#[derive(Serialize, Deserialize)]
pub(super) struct ChosenAction {
    pub(super) document: String,
    pub(super) action: ActionData,
}

/// What an action does.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub(crate) enum ActionData {
    /// Applies one fix of the finding.
    Fix {
        /// The rule of the finding.
        rule: String,
        /// The bytes of the finding.
        range: Range<usize>,
        /// Which of its fixes.
        fix: usize,
        /// The title of that: what is made for one finding alone may be more than what is made for many at once.
        title: String,
    },
    /// Applies the safe fixes of a rule.
    FixRule {
        /// The rule.
        rule: String,
    },
    /// Applies all safe fixes.
    FixAll,
    /// Ignores the finding.
    IgnoreLine {
        /// The rule of the finding.
        rule: String,
        /// The bytes of the finding.
        range: Range<usize>,
    },
    /// Ignores a rule in the file.
    IgnoreFile {
        /// The rule.
        rule: String,
    },
    /// Turns a rule off in the settings of the project.
    TurnOff {
        /// The rule.
        rule: String,
    },
}

impl ActionData {
    /// The rule that it is about.
    pub(super) fn rule(&self) -> Option<&str> {
        match self {
            Self::Fix { rule, .. }
            | Self::FixRule { rule }
            | Self::IgnoreLine { rule, .. }
            | Self::IgnoreFile { rule }
            | Self::TurnOff { rule } => Some(rule),
            Self::FixAll => None,
        }
    }

    /// The edits of the module that do it; `None` if there is nothing to do.
    pub(super) fn edits(
        &self,
        checked: &CheckedModule,
        session: &Session,
        snapshot: &Snapshot,
    ) -> Option<Vec<Edit>> {
        let document = &checked.source.document;
        let position = |rule: &str, range: &Range<usize>| {
            let mut findings = checked.findings.iter();
            findings.position(|finding| finding.rule == rule && finding.range == *range)
        };
        let find = |rule: &str, range: &Range<usize>| checked.findings.get(position(rule, range)?);
        let fix_where = |wanted: &dyn Fn(&Finding) -> bool| {
            let is_safe = |_: &Finding, fix: &Fix| fix.applicability == Applicability::Safe;
            let check = analysis::checker(session, snapshot, wanted);
            let fixed = fix_all(document, is_safe, check);
            difference(document.text().as_str(), fixed.document.text().as_str())
        };
        let edits = match self {
            Self::Fix {
                rule,
                range,
                fix,
                title,
            } => {
                let at = position(rule, range)?;
                let chosen = |fixes_of: &FixesOf<'_, '_>| {
                    let fix = fixes_of(at).get(*fix)?;
                    (fix.title == *title).then(|| fix.edits.clone())
                };
                analysis::with_fixes(session, snapshot, checked, chosen)?
            }
            Self::FixRule { rule } => fix_where(&|finding| finding.rule == rule),
            Self::FixAll => fix_where(&|_| true),
            Self::IgnoreLine { rule, range } if checked.python => {
                ignore::add_ignore(document, find(rule, range)?, None)
            }
            Self::IgnoreLine { rule, range } => {
                let path = checked.source.parts().first()?.uri.path()?;
                let layout = comments(&path, document.text());
                ignore::add_ignores(document.text(), &layout, [find(rule, range)?], None)
            }
            Self::IgnoreFile { rule } => ignore_in_file(document, rule),
            // It changes another file.
            Self::TurnOff { .. } => Vec::new(),
        };
        (!edits.is_empty()).then_some(edits)
    }
}
