//! What a check found, file by file, ready to be written in any format.

use std::ops::Range;
use std::path::PathBuf;

use crate::finding::Finding;
use crate::syntax::notebook::Notebook;
use crate::text::Text;
use crate::world::Worlds;

/// The findings of all files.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The files, in the order of their paths; those without findings, too.
    pub(crate) files: Vec<CheckedFile>,
}

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    /// The absolute path.
    pub(crate) path: PathBuf,
    /// The path as it is shown.
    pub(crate) shown: String,
    /// The text that the ranges are in.
    pub(crate) text: Text,
    /// The notebook whose module that is, if the file is one.
    pub(crate) notebook: Option<Notebook>,
    /// The findings, in the order of the text.
    pub(crate) findings: Vec<Finding>,
    /// The worlds that it was checked for.
    pub(crate) targets: Worlds,
}

/// What a person sees as one text: a file, or a cell of a notebook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReportedText<'a> {
    pub(crate) text: &'a Text,
    /// The byte of the checked text at which it starts.
    start: usize,
    /// The number of the cell.
    pub(crate) cell: Option<usize>,
}

/// A range as 1-based lines and columns, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineSpan {
    /// Line and column of the first character.
    pub(crate) start: (usize, usize),
    /// Line and column after the last character.
    pub(crate) end: (usize, usize),
}

impl Report {
    /// Every finding with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&CheckedFile, &Finding)> {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// How many findings there are.
    pub(crate) fn count(&self) -> usize {
        self.files.iter().map(|file| file.findings.len()).sum()
    }
}

impl CheckedFile {
    /// The file, or the cell, that a range begins in.
    pub(crate) fn part(&self, range: &Range<usize>) -> ReportedText<'_> {
        let notebook = self.notebook.as_ref();
        match notebook.and_then(|notebook| notebook.cell_at(range.start)) {
            Some(cell) => ReportedText {
                text: &cell.text,
                start: cell.start,
                cell: Some(cell.number),
            },
            None => ReportedText {
                text: &self.text,
                start: 0,
                cell: None,
            },
        }
    }

    /// The path of a file, `book.ipynb:cell 3` for a cell.
    pub(crate) fn shown(&self, part: ReportedText<'_>) -> String {
        match part.cell {
            Some(cell) => format!("{}:cell {cell}", self.shown),
            None => self.shown.clone(),
        }
    }

    /// The path of another file, from the directory that this one's path is shown from, where that is above both.
    pub(crate) fn shown_elsewhere<'p>(&self, path: &'p str) -> &'p str {
        let own = self.path.to_str();
        let directory = own.and_then(|own| own.strip_suffix(&*self.shown));
        let below = directory.and_then(|directory| path.strip_prefix(directory));
        below.unwrap_or(path)
    }

    /// Where these bytes are in the file or in the cell.
    pub(crate) fn lines(&self, range: &Range<usize>) -> LineSpan {
        let part = self.part(range);
        LineSpan::of(part.text, &part.range(range))
    }

    /// The text of the file.
    pub(crate) fn file(&self) -> &Text {
        self.notebook.as_ref().map_or(&self.text, Notebook::json)
    }

    /// The bytes of the file that these bytes stand for.
    pub(crate) fn file_range(&self, range: &Range<usize>) -> Range<usize> {
        match &self.notebook {
            Some(notebook) => {
                let start = notebook.in_file(range.start);
                start..notebook.in_file(range.end).max(start)
            }
            None => range.clone(),
        }
    }

    /// Where these bytes are in the file.
    pub(crate) fn file_lines(&self, range: &Range<usize>) -> LineSpan {
        LineSpan::of(self.file(), &self.file_range(range))
    }

    /// Gives it another text; the error is the reason why that cannot be.
    pub(crate) fn change(&mut self, text: &Text) -> Result<(), String> {
        if let Some(notebook) = &mut self.notebook
            && text.as_str() != self.text.as_str()
        {
            *notebook = notebook.with_module(text.as_str())?;
        }
        self.text = text.clone();
        Ok(())
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

impl ReportedText<'_> {
    /// The bytes of its own text, cut off where it ends.
    pub(crate) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |byte: usize| {
            byte.saturating_sub(self.start)
                .min(self.text.as_str().len())
        };
        byte(range.start)..byte(range.end)
    }
}

impl LineSpan {
    fn of(text: &Text, range: &Range<usize>) -> Self {
        Self {
            start: text.line_and_column(range.start),
            end: text.line_and_column(range.end),
        }
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
