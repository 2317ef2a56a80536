//! Which findings can be mended safely, as far as somebody has asked: kept while a document is edited.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use crate::finding::Finding;

/// Whether each finding of a document has a fix that is safe, once somebody has asked.
///
/// It may be that a later edit has given it one or taken it away: what an action does is found out when it is chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct FixableFlags(Arc<Vec<FixableFlag>>);

/// A finding, known by what it says wherever it stands, and whether it has such a fix.
#[derive(Debug)]
struct FixableFlag {
    rule: &'static str,
    message: String,
    is_fixable: OnceLock<bool>,
}

impl FixableFlag {
    fn is_of(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && self.message == finding.message
    }
}

impl FixableFlags {
    /// Those of what was found after an edit: what is found again is what it was.
    pub(crate) fn after_edit(&self, findings: &[Finding]) -> Self {
        let mut pairs = self.0.iter().zip(findings);
        if self.0.len() == findings.len() && pairs.all(|(flag, finding)| flag.is_of(finding)) {
            return self.clone();
        }
        let mut known: HashMap<(&str, &str), VecDeque<bool>> = HashMap::default();
        for flag in self.0.iter() {
            if let Some(is_fixable) = flag.is_fixable.get() {
                let same = known.entry((flag.rule, &flag.message)).or_default();
                same.push_back(*is_fixable);
            }
        }
        let flags = findings.iter().map(|finding| {
            let same = known.get_mut(&(finding.rule, finding.message.as_str()));
            let is_fixable = same.and_then(VecDeque::pop_front);
            FixableFlag {
                rule: finding.rule,
                message: finding.message.clone(),
                is_fixable: is_fixable.map_or_else(OnceLock::new, OnceLock::from),
            }
        });
        Self(Arc::new(flags.collect()))
    }

    /// Whether the finding at this place in the list has a fix that is safe; `find` looks, if nobody has yet.
    pub(crate) fn is_fixable(&self, at: usize, find: impl FnOnce() -> bool) -> bool {
        match self.0.get(at) {
            Some(flag) => *flag.is_fixable.get_or_init(find),
            None => find(),
        }
    }
}
