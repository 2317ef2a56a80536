//! Fixes that mend more than the finding that they are made for: made once, and offered a few times.

use std::collections::BTreeMap;
use std::ops::Range;

use foldhash::HashSet;

use super::top_level;
use crate::finding::{Finding, Fix};
use crate::limits::reached;
use crate::model::summary::uses::Use;
use crate::rules::Context;

/// What else a fix mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FixReach {
    /// Nothing.
    Finding,
    /// What is found in all that follows, which it changes as well.
    Rest,
    /// What is found where the same thing is used, which it changes everywhere.
    Shared,
}

/// Many findings have one fix when they are asked about at once: so many of each kind show it.
pub(super) const MAX_SHOWN_AGAIN: usize = 16;

/// How many bytes are gone through at most for fixes of all that follows, but for the first ones: each goes through all
/// of them.
const MAX_BYTES_OF_REST: usize = 1 << 21;
/// These are made however long the document is.
const MIN_MADE_OF_REST: usize = 16;

/// The fixes of one remedy.
#[derive(Default)]
pub(super) struct FixesOfMany {
    fixes: Vec<Vec<Fix>>,
    /// What they replace: where it ends and which fix it is, by where it starts.
    replaced: BTreeMap<usize, (usize, usize)>,
    /// The statements whose rest cannot be changed.
    refused: HashSet<usize>,
    shown: usize,
    made: usize,
    bytes: usize,
}

impl FixesOfMany {
    /// Those that mend this finding, if they are to be shown with it.
    pub(super) fn of_finding(
        &mut self,
        context: &Context<'_>,
        finding: &Finding,
        reach: FixReach,
        make: impl Fn() -> Vec<Fix>,
    ) -> Vec<Fix> {
        if let Some(known) = self.mending(finding) {
            if self.shown >= MAX_SHOWN_AGAIN {
                return Vec::new();
            }
            self.shown += 1;
            return self.fixes[known].clone();
        }
        let rest = match reach {
            FixReach::Rest => top_level::at(context.statements(), &finding.range),
            FixReach::Finding | FixReach::Shared => None,
        };
        if let Some(statement) = rest
            && (self.refused.contains(&statement) || !self.goes_through(context, finding))
        {
            return Vec::new();
        }
        let made = make();
        match made.is_empty() {
            true => self.refused.extend(rest),
            false => self.keep(&made),
        }
        self.shown += usize::from(!made.is_empty());
        made
    }

    /// The fixes that change what was found.
    fn mending(&self, finding: &Finding) -> Option<usize> {
        let before = self.replaced.range(..finding.range.end.max(1));
        let (_, (end, fixes)) = before.last()?;
        (*end > finding.range.start).then_some(*fixes)
    }

    fn keep(&mut self, made: &[Fix]) {
        for edit in made.iter().flat_map(|fix| &fix.edits) {
            let own = (edit.range.end, self.fixes.len());
            self.replaced.insert(edit.range.start, own);
        }
        self.fixes.push(made.to_vec());
    }

    /// Whether there is still time to go through all that follows.
    fn goes_through(&mut self, context: &Context<'_>, finding: &Finding) -> bool {
        let goes = self.made < MIN_MADE_OF_REST || self.bytes < MAX_BYTES_OF_REST;
        if !goes {
            reached("fixes of all that follows");
        }
        self.made += 1;
        self.bytes += context.document.text().as_str().len() - finding.range.start;
        goes
    }
}

/// The bytes of all uses that a fix mends at once.
pub(super) fn ranges_of_uses(
    context: &Context<'_>,
    is_mended: impl Fn(&Use) -> bool,
) -> Vec<Range<usize>> {
    let mended = context.model.uses.iter().filter(|usage| is_mended(usage));
    mended.map(|usage| usage.range.clone()).collect()
}
