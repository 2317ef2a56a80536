//! What was not used for weeks leaves the cache: what other builds kept, or was kept for environments
//! that are gone.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

const ONE_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What was not used for so long is removed.
const MAX_UNUSED_AGE: Duration = Duration::from_secs(28 * 24 * 60 * 60);
/// The file whose age says when somebody last looked.
pub(super) const MARK: &str = ".looked";

/// Notes that a file is used; once a day is enough.
pub(super) fn note_use(path: &Path) {
    if is_older(path, ONE_DAY) {
        let file = fs::OpenOptions::new().append(true).open(path);
        let _ = file.and_then(|file| file.set_modified(SystemTime::now()));
    }
}

/// Removes from a cache directory what is in these directories and was not used for weeks. Whoever
/// uses it at the same time has a file whole or finds it absent, as always.
pub(super) fn remove(root: &Path, is_ours: impl Fn(&str) -> bool) {
    let mark = root.join(MARK);
    if mark.exists() && !is_older(&mark, ONE_DAY) {
        return;
    }
    if fs::write(&mark, "").is_err() {
        return;
    }
    for directory in entries(root) {
        // A link is no directory here.
        let is_directory = directory.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_directory || !directory.file_name().to_str().is_some_and(&is_ours) {
            continue;
        }
        for file in entries(&directory.path()) {
            let is_file = file.file_type().is_ok_and(|kind| kind.is_file());
            if is_file && is_older(&file.path(), MAX_UNUSED_AGE) {
                let _ = fs::remove_file(file.path());
            }
        }
        // This leaves alone what is not empty.
        let _ = fs::remove_dir(directory.path());
    }
}

fn entries(directory: &Path) -> impl Iterator<Item = fs::DirEntry> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    entries.filter_map(Result::ok)
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::symlink_metadata(path).and_then(|file| file.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed > age))
}
