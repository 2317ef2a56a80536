//! The Python interpreter that the user has chosen in the editor.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The first interpreter that is there: of our own setting, which editors fill in with what their user
/// has chosen, else of the settings for Python that several servers share.
pub(super) fn chosen(own: Option<&Value>, python: &Value, base: &Path) -> Option<PathBuf> {
    let shared = ["pythonPath", "defaultInterpreterPath"];
    let shared = shared.into_iter().filter_map(|name| python.get(name));
    let named = own.into_iter().chain(shared).flat_map(|value| match value {
        Value::Array(paths) => paths.iter().collect(),
        path => vec![path],
    });
    let mut paths = named.filter_map(|path| in_full(path.as_str()?, base));
    paths.find(|path| path.exists())
}

/// The path, with the variables replaced that editors know. A mere name, such as `python`, means the
/// one on `PATH`, which tells nothing about an environment.
fn in_full(path: &str, base: &Path) -> Option<PathBuf> {
    let home = || std::env::home_dir().unwrap_or_default();
    let folder = ["${workspaceFolder}", "${workspaceRoot}"];
    let folder = folder.iter().find_map(|name| path.strip_prefix(name));
    let of_home = path
        .strip_prefix("${userHome}")
        .or_else(|| path.strip_prefix('~'));
    let below = |directory: &Path, rest: &str| directory.join(rest.trim_start_matches(['/', '\\']));
    match (folder, of_home) {
        (Some(rest), _) => Some(below(base, rest)),
        (None, Some(rest)) => Some(below(&home(), rest)),
        (None, None) => path.contains(['/', '\\']).then(|| base.join(path)),
    }
}
