//! What a check found, file by file, ready to be written in any format.

use std::ops::Range;
use std::path::PathBuf;

use crate::finding::{Finding, Place};
use crate::text::{Encoding, Text};
use crate::world::Worlds;

/// The findings of all files.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The files, in the order of their paths; those without findings, too.
    pub(crate) files: Vec<Checked>,
}

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct Checked {
    /// The absolute path.
    pub(crate) path: PathBuf,
    /// The path as it is shown.
    pub(crate) shown: String,
    /// The text that the ranges are in.
    pub(crate) text: Text,
    /// The findings, in the order of the text.
    pub(crate) findings: Vec<Finding>,
    /// The worlds that it was checked for.
    pub(crate) targets: Worlds,
}

/// A range as 1-based lines and columns, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Line and column of the first character.
    pub(crate) start: (usize, usize),
    /// Line and column after the last character.
    pub(crate) end: (usize, usize),
}

impl Report {
    /// Every finding with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Checked, &Finding)> {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// How many findings there are.
    pub(crate) fn count(&self) -> usize {
        self.files.iter().map(|file| file.findings.len()).sum()
    }
}

impl Checked {
    /// Where these bytes are.
    pub(crate) fn lines(&self, range: &Range<usize>) -> Lines {
        let place = |byte| {
            let position = self.text.position(byte, Encoding::Utf32);
            (position.line as usize + 1, position.column as usize + 1)
        };
        Lines {
            start: place(range.start),
            end: place(range.end),
        }
    }

    /// Where a related place is.
    pub(crate) fn place<'p>(&'p self, place: &'p Place) -> (&'p str, Lines) {
        match place {
            Place::Here(range) => (&self.shown, self.lines(range)),
            Place::Elsewhere { path, start, end } => (
                path,
                Lines {
                    start: *start,
                    end: *end,
                },
            ),
        }
    }

    /// The names of the target platforms of a finding.
    pub(crate) fn platforms(&self, finding: &Finding) -> Vec<&'static str> {
        (finding.worlds & self.targets)
            .platforms()
            .map(crate::world::Platform::name)
            .collect()
    }

    /// The worlds of a finding, in the notation.
    pub(crate) fn worlds(&self, finding: &Finding) -> String {
        finding.worlds.show_within(self.targets)
    }
}

/// "1 finding", "2 findings".
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}
