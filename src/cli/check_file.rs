//! One file: read, checked, and mended when that is wanted.

use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::fix_mode::FixMode;
use super::fix_outcome::FixOutcome;
use super::report::CheckedFile;

use crate::config::MAX_FILE_MEGABYTES;
use crate::finding::Finding;
use crate::fix::{Fixed, fix_all};
use crate::model::surroundings::Origin;
use crate::project::{FileResult, PythonSource, Settings, SettingsError, imported_modules};
use crate::syntax::notebook::Notebook;
use crate::syntax::{Document, UNREAD};
use crate::text::Text;
use crate::world::Worlds;

/// What is longer takes hundreds of megabytes while it is checked.
const LARGE_FILE_BYTES: usize = 1 << 20;
/// Whose turn it is among such files.
static TURN: Mutex<()> = Mutex::new(());

/// A file to check.
#[derive(Debug)]
pub(crate) struct InputFile {
    /// The absolute path.
    pub(crate) path: PathBuf,
    /// The path as it is shown.
    pub(crate) shown: String,
    /// What came on standard input, if this stands for it.
    pub(crate) stdin: Option<Vec<u8>>,
}

/// A file after its check.
#[derive(Debug)]
pub(crate) struct ExaminedFile {
    /// The findings, with the text that they are in.
    pub(crate) checked: CheckedFile,
    /// The file as it was read.
    pub(crate) source: PythonSource,
    /// The fixes that were applied.
    pub(crate) applied: Vec<(&'static str, String)>,
    /// The top-level modules that it imports.
    pub(crate) imported: BTreeSet<String>,
    /// The first lines of the statements that could not be looked at.
    pub(crate) unread: Vec<Range<usize>>,
    /// Why fixes were not applied.
    pub(crate) refused: Option<String>,
    /// An earlier check found that.
    pub(crate) is_taken_over: bool,
    /// The text as it was checked first, and what was found there.
    before: Option<(Text, Vec<Finding>)>,
}

impl ExaminedFile {
    /// Reports what was found before the fixes: they did not come about.
    pub(crate) fn take_back(&mut self) {
        // It has had this text before.
        if let Some((text, findings)) = self.before.take()
            && self.checked.change(&text).is_ok()
        {
            self.checked.findings = findings;
        }
        self.applied.clear();
    }

    /// What became of its findings.
    pub(crate) fn outcome(&self, mending: FixMode) -> FixOutcome {
        let first = self.before.as_ref().filter(|_| !self.applied.is_empty());
        let after = &self.checked.findings;
        first.map_or_else(FixOutcome::default, |(_, first)| {
            FixOutcome::new(first, after, mending)
        })
    }

    /// Whether that has happened.
    pub(crate) fn is_taken_back(&self) -> bool {
        self.before.is_none()
    }
}

/// Why there is nothing to report about a file.
#[derive(Debug)]
pub(crate) enum FileFailure {
    /// It cannot be read.
    Unreadable(String),
    /// The settings in it cannot be used.
    Settings(Arc<SettingsError>),
    /// The check itself failed.
    Internal(String),
}

impl InputFile {
    /// Reads it, if it is no larger than the settings say.
    pub(crate) fn read(&self, settings: &Settings) -> Result<PythonSource, FileFailure> {
        let megabytes = settings.max_file_size(&self.path);
        let source = match &self.stdin {
            Some(bytes) if bytes.len() as u64 > megabytes << 20 => {
                Err(PythonSource::too_large(megabytes))
            }
            Some(bytes) => PythonSource::from_bytes(bytes.clone()),
            None => PythonSource::read(&self.path, megabytes),
        };
        source.map_err(FileFailure::Unreadable)
    }
}

/// Checks a file that was read. Nothing that is in it can stop the others from being checked.
pub(crate) fn examine(
    input: InputFile,
    source: PythonSource,
    targets: Worlds,
    may_find: &dyn Fn(&str) -> bool,
    check: &dyn Fn(&Document) -> Vec<Finding>,
    mending: FixMode,
) -> Result<ExaminedFile, FileFailure> {
    let is_stdin = input.stdin.is_some();
    let is_notebook = Origin::of(&input.path.to_string_lossy()) == Origin::Notebook;
    // What fails while it looks fails again in the check, which says so.
    let may_find = || catch_unwind(AssertUnwindSafe(|| may_find(&source.text))).unwrap_or(true);
    if !is_notebook && !may_find() {
        // Only what came on standard input goes out again.
        let imported = imported_modules(&source.text);
        let source = if is_stdin {
            source
        } else {
            PythonSource::default()
        };
        let mut silent = ExaminedFile::silent((input.path, input.shown), source, targets);
        silent.imported = imported;
        return Ok(silent);
    }
    let is_large = source.bytes.len() > LARGE_FILE_BYTES;
    let _turn = is_large.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
    let notebook = is_notebook.then(|| Notebook::read(source.text.clone()));
    let notebook = notebook.transpose().map_err(FileFailure::Unreadable)?;
    let text = notebook.as_ref().map_or(&*source.text, Notebook::module);
    if text.len() as u64 > MAX_FILE_MEGABYTES << 20 {
        return Err(FileFailure::Unreadable(PythonSource::too_large(
            MAX_FILE_MEGABYTES,
        )));
    }
    let mended = |mending| {
        let fixed = catch_unwind(AssertUnwindSafe(|| mend(text, check, mending)));
        fixed.map_err(|panic| FileFailure::Internal(reason(&*panic)))
    };
    let mut fixed = mended(mending)?;
    let imported = imported_modules(text);
    let unread = fixed.document.unread();
    let has_news = !fixed.findings.is_empty() || !fixed.applied.is_empty() || !unread.is_empty();
    if !has_news && !is_stdin && !is_notebook {
        let mut silent =
            ExaminedFile::silent((input.path, input.shown), PythonSource::default(), targets);
        silent.imported = imported;
        return Ok(silent);
    }
    let mut checked = CheckedFile {
        path: input.path,
        shown: input.shown,
        text: Text::new(text.to_owned()),
        notebook: notebook.clone(),
        findings: Vec::new(),
        targets,
    };
    let refused = checked.change(fixed.document.text()).err();
    if refused.is_some() {
        fixed = mended(FixMode::Nothing)?;
    }
    let full = fixed.full.first();
    let refused = refused.or_else(|| full.map(|full| too_long(&checked, full)));
    checked.findings = fixed.findings;
    let before = Some((Text::new(text.to_owned()), fixed.first));
    Ok(ExaminedFile {
        imported,
        unread,
        before,
        checked,
        source,
        applied: fixed.applied,
        refused,
        is_taken_over: false,
    })
}

impl ExaminedFile {
    /// A file of which is known what would be found; nothing if that does not fit.
    pub(crate) fn known(
        input: &InputFile,
        source: &PythonSource,
        targets: Worlds,
        known: FileResult,
    ) -> Option<Self> {
        let place = (input.path.clone(), input.shown.clone());
        if known.findings.is_empty() && known.unread.is_empty() {
            let mut silent = Self::silent(place, PythonSource::default(), targets);
            silent.imported = known.imported;
            silent.is_taken_over = true;
            return Some(silent);
        }
        let is_notebook = Origin::of(&input.path.to_string_lossy()) == Origin::Notebook;
        let notebook = is_notebook.then(|| Notebook::read(source.text.clone()));
        let notebook = notebook.transpose().ok()?;
        let text = notebook.as_ref().map_or(&*source.text, Notebook::module);
        let ranges = known.findings.iter().map(|finding| &finding.range);
        let ranges = ranges.chain(&known.unread);
        if !ranges
            .into_iter()
            .all(|range| text.get(range.clone()).is_some())
        {
            return None;
        }
        let text = Text::new(text.to_owned());
        let mut examined = Self::silent(place, source.clone(), targets);
        examined.before = Some((text.clone(), known.findings.clone()));
        examined.checked.text = text;
        examined.checked.notebook = notebook;
        examined.checked.findings = known.findings;
        examined.imported = known.imported;
        examined.unread = known.unread;
        examined.is_taken_over = true;
        Some(examined)
    }

    /// What was found, for a run that finds the same; nothing if the file was changed.
    pub(crate) fn result(&self, with_fixes: bool) -> Option<FileResult> {
        let is_as_it_was = self.applied.is_empty() && self.refused.is_none();
        is_as_it_was.then(|| FileResult {
            findings: self.checked.findings.clone(),
            with_fixes,
            imported: self.imported.clone(),
            unread: self.unread.clone(),
        })
    }

    /// A file in which nothing was found.
    fn silent((path, shown): (PathBuf, String), source: PythonSource, targets: Worlds) -> Self {
        Self {
            checked: CheckedFile {
                path,
                shown,
                text: Text::new(source.text.clone()),
                notebook: None,
                findings: Vec::new(),
                targets,
            },
            source,
            imported: BTreeSet::new(),
            unread: Vec::new(),
            before: Some((Text::new(String::new()), Vec::new())),
            applied: Vec::new(),
            refused: None,
            is_taken_over: false,
        }
    }
}

/// Why not all fixes were applied to a statement.
fn too_long(checked: &CheckedFile, statement: &Range<usize>) -> String {
    let line = checked.lines(statement).start.0;
    format!("with all fixes, the statement at line {line} would be {UNREAD}")
}

fn mend(text: &str, check: &dyn Fn(&Document) -> Vec<Finding>, mending: FixMode) -> Fixed {
    fix_all(
        &Document::read_only(text.to_owned()),
        |_, fix| mending.allows(fix),
        check,
    )
}

fn reason(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("unknown").to_owned()
}
