//! A second look at files after fixes in others: what a module lacked may be guarded where it is used by now.

use std::collections::HashMap;
use std::path::PathBuf;

use super::check_file::{ExaminedFile, InputFile};
use super::check_files::FilesToCheck;
use super::closing_notes::ClosingNotes;
use super::fix_mode::FixMode;
use super::fixed_files::is_changed;
use super::streams::Streams;
use crate::project::is_metadata;

/// Checks those again that have findings left, if another file was changed.
pub(crate) fn recheck(
    mut files: FilesToCheck,
    (examined, closing): (&mut [ExaminedFile], &mut ClosingNotes),
    streams: &Streams,
) {
    let changed = examined.iter().filter(|file| is_changed(file)).count();
    let is_concerned = |file: &&ExaminedFile| {
        // A file was checked after its own fixes.
        let others = changed - usize::from(is_changed(file));
        others > 0 && !file.checked.findings.is_empty() && !is_metadata(&file.checked.path)
    };
    let inputs = examined.iter().filter(is_concerned);
    files.inputs = inputs
        .map(|file| InputFile {
            path: file.checked.path.clone(),
            shown: file.checked.shown.clone(),
            stdin: None,
        })
        .collect();
    if files.inputs.is_empty() {
        return;
    }
    let (again, _, notes) = files.examine(FixMode::Nothing, streams);
    closing.update(notes);
    let again = again.into_iter();
    let mut again: HashMap<PathBuf, ExaminedFile> = again
        .map(|file| (file.checked.path.clone(), file))
        .collect();
    for file in examined {
        if let Some(new) = again.remove(&file.checked.path) {
            *file = new;
        }
    }
}
