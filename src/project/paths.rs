//! Paths as they are compared, and as they are shown.

use std::path::{Component, Path, PathBuf};

use crate::text::printable_line;

/// The path from the root of the file system, without `.` and `..`.
pub fn absolute(path: &Path, current: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in current.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            other => clean.push(other),
        }
    }
    clean
}

/// The path with forward slashes, relative to the current directory when it is below it, in one
/// line: a name could pass for a line of its own, or for a command to the terminal.
pub fn shown(path: &Path, current: &Path) -> String {
    let path = path.strip_prefix(current).unwrap_or(path);
    if path.as_os_str().is_empty() {
        return ".".into();
    }
    let text = path.to_string_lossy();
    let text = printable_line(&text).into_owned();
    if std::path::MAIN_SEPARATOR == '/' {
        text
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
