//! The directory for what can be found out again: small files, whole or not there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Variables;

/// Longer files are not of ours.
const LONGEST: u64 = 16 << 20;

/// The cache directory of this user: `SPAWNSAFE_CACHE_DIR`, else where the platform keeps caches.
pub fn cache_directory(variables: &Variables) -> Option<PathBuf> {
    if let Some(path) = variables.get("SPAWNSAFE_CACHE_DIR") {
        return Some(PathBuf::from(path));
    }
    let of = |name: &str| variables.get(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        of("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        of("HOME").map(|home| home.join("Library/Caches"))
    } else {
        of("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| of("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("spawnsafe"))
}

/// A file of the cache.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::symlink_metadata(path).ok()?;
    (metadata.is_file() && metadata.len() <= LONGEST)
        .then(|| fs::read(path).ok())
        .flatten()
}

/// Writes a file of the cache, so that whoever reads it reads all of it. It is no loss when that
/// does not work.
pub(super) fn write(path: &Path, content: &[u8]) {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let Some(directory) = path.parent() else {
        return;
    };
    if fs::create_dir_all(directory).is_err() {
        return;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let beside = directory.join(format!(".{}-{number}.tmp", std::process::id()));
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
}
