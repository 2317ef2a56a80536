//! What is stored of one project: what was found in its files, and on what each answer depends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::stored_finding::StoredFinding;
use crate::project::questions::{Asked, Purpose};
use crate::project::watched_disk::Stamps;

/// With more entries than this, those that this run had no use for are forgotten.
const MAX_ENTRIES: usize = 100_000;

/// The content of the file of a project.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Shelf {
    /// By a hash of the file, its text, its settings and its place.
    pub(super) entries: HashMap<String, Entry>,
    /// What was asked for beside what the lines of files import, by file.
    pub(super) asked: BTreeMap<PathBuf, Vec<StoredQuestions>>,
    /// What was read or looked for in the project by the check with this number.
    pub(super) seen: Stamps,
    pub(super) check: u64,
    /// What was read or looked for in environments, by a hash of how they were looked at.
    pub(super) installed: BTreeMap<String, Stamps>,
    /// Files that could not be read as modules.
    pub(super) unread: Stamps,
}

/// What was found in one file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// A hash of all that its findings depend on, but for its settings and its place.
    pub(super) dependencies: String,
    /// What its check asked for.
    pub(super) asked: Asked,
    /// The number of the check that last found the hash to be right.
    pub(super) check: u64,
    pub(super) findings: Vec<StoredFinding>,
    /// Whether their fixes were made.
    pub(super) with_fixes: bool,
    /// The top-level modules that it imports.
    pub(super) imported: BTreeSet<String>,
    /// The first lines of the statements that were not looked at.
    pub(super) unread: Vec<Range<usize>>,
}

/// What a look at a file asked for, so that others know what it depends on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StoredQuestions {
    pub(super) purpose: Purpose,
    /// A hash of the text that was looked at.
    pub(super) text: String,
    pub(super) asked: Asked,
}

impl Shelf {
    /// Takes in what a look asked for, in place of what one for the same purpose asked before.
    pub(super) fn note_asked(&mut self, file: PathBuf, questions: StoredQuestions) {
        let known = self.asked.entry(file).or_default();
        known.retain(|stored| stored.purpose != questions.purpose);
        known.push(questions);
    }

    /// Takes in what this run used and found; what it had no use for stays if there is room.
    pub(super) fn replace(&mut self, entries: HashMap<String, Entry>) {
        if self.entries.len() + entries.len() > MAX_ENTRIES {
            self.entries.clear();
        }
        self.entries.extend(entries);
    }
}
