//! Files of the cache that an editor opens.

use std::fs;
use std::path::PathBuf;

use crate::project::{Variables, cache_directory, read_text};

/// A longer file is not shown.
const MAX_CACHE_FILE_BYTES: u64 = 1 << 20;

/// Writes a file in a directory of the cache, unless it is there; `None` if that does not work.
pub(crate) fn file(directory: &str, name: &str, content: &str) -> Option<PathBuf> {
    let directory = cache_directory(&Variables::of_process())?.join(directory);
    let path = directory.join(name);
    if content.len() as u64 > MAX_CACHE_FILE_BYTES {
        return None;
    }
    if read_text(&path, MAX_CACHE_FILE_BYTES).is_ok_and(|known| known == content) {
        return Some(path);
    }
    fs::create_dir_all(&directory).ok()?;
    // Another server may be writing the same file.
    let beside = directory.join(format!(".{name}-{}.tmp", std::process::id()));
    let written = fs::write(&beside, content).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
        return None;
    }
    Some(path)
}
