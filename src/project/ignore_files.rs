//! The files that say what a walk leaves out, looked at before the walk reads them: it would read
//! a pipe, a device or a terabyte to the end.

use std::path::{Path, PathBuf};

use super::bounded_read;

/// Longer files are not taken.
const MAX_IGNORE_FILE_BYTES: u64 = 1 << 20;

/// The first such file of a directory that cannot be taken, and why.
pub(super) fn unusable(directory: &Path) -> Option<(PathBuf, String)> {
    let names = [".gitignore", ".ignore"].map(|name| directory.join(name));
    let mut files = names.into_iter().chain(of_git(&directory.join(".git")));
    files.find_map(|path| {
        let reason = match std::fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => {
                "it is not a plain file".to_owned()
            }
            Ok(metadata) if metadata.is_file() && metadata.len() > MAX_IGNORE_FILE_BYTES => {
                format!("it is larger than {} MB", MAX_IGNORE_FILE_BYTES >> 20)
            }
            _ => return None,
        };
        let way = "remove it, or check with `--no-respect-gitignore`";
        Some((path, format!("{reason}; {way}")))
    })
}

/// What is read for a repository that begins here, in the order in which it is read.
fn of_git(git: &Path) -> Vec<PathBuf> {
    let exclude = |directory: &Path| directory.join("info").join("exclude");
    if git.is_dir() {
        return vec![exclude(git)];
    }
    let mut files = vec![git.to_owned()];
    let line = |path: &Path| {
        let text = bounded_read::read_text(path, MAX_IGNORE_FILE_BYTES).ok()?;
        text.lines().next().map(|line| line.trim().to_owned())
    };
    // A work tree beside its repository; the walk takes the path as one from the current directory.
    let named = line(git).unwrap_or_default();
    if let Some(directory) = named.strip_prefix("gitdir: ") {
        let beside = git.with_file_name(directory);
        for directory in [beside, PathBuf::from(directory)] {
            let shared = directory.join("commondir");
            files.push(shared.clone());
            files.extend(line(&shared).map(|line| exclude(&directory.join(line))));
        }
    }
    files
}
