//! Paths as they are compared, and as they are shown.

use std::path::{Component, Path, PathBuf};

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
    let text = one_line(&path.to_string_lossy());
    if std::path::MAIN_SEPARATOR == '/' {
        text
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// The text with its control characters written out.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for character in text.chars() {
        match character.is_control() {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    line
}
