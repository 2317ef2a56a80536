//! Files with which an installed package adds to the search path: read, never run.

use std::path::{Path, PathBuf};

use super::{absolute, bounded_read};
use crate::limits::reached;

/// More files or lines than this are not looked at.
const MAX_PTH_LINES: usize = 1000;
/// Longer files are not looked at.
const MAX_PTH_BYTES: u64 = 1 << 20;

/// The directories that the `.pth` files of a directory name, and those of editable installs.
pub(super) fn entries(site_packages: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(site_packages) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy());
            name.is_some_and(|name| {
                name.ends_with(".pth")
                    || name.starts_with("__editable__") && name.ends_with("_finder.py")
            })
        })
        .take(MAX_PTH_LINES)
        .collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let Ok(text) = bounded_read::read_text(&file, MAX_PTH_BYTES) else {
            reached("characters in a .pth file");
            continue;
        };
        let is_list = file.extension().is_some_and(|extension| extension == "pth");
        let directories: Vec<PathBuf> = match is_list {
            true => lines(&text, site_packages),
            false => mapped(&text),
        };
        for directory in directories {
            if directory.is_dir() && !found.contains(&directory) {
                found.push(directory);
            }
        }
    }
    found
}

/// The lines that are paths; Python would run those that begin with `import`.
fn lines(text: &str, site_packages: &Path) -> Vec<PathBuf> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| {
            let code = line.starts_with("import ") || line.starts_with("import\t");
            !line.is_empty() && !line.starts_with('#') && !code && !line.contains('\0')
        })
        .take(MAX_PTH_LINES)
        .map(|line| absolute(Path::new(line), site_packages))
        .collect()
}

/// The directories around the packages of `MAPPING: dict[str, str] = {'name': '/path/name'}`.
fn mapped(text: &str) -> Vec<PathBuf> {
    let Some(line) = text.lines().find(|line| line.starts_with("MAPPING")) else {
        return Vec::new();
    };
    let Some((_, dictionary)) = line.split_once('{') else {
        return Vec::new();
    };
    let mut strings = dictionary
        .split(['\'', '"'])
        .skip(1)
        .step_by(2)
        .take(MAX_PTH_LINES);
    let mut found = Vec::new();
    while let (Some(name), Some(path)) = (strings.next(), strings.next()) {
        let path = Path::new(path);
        let inside: PathBuf = name.split('.').collect();
        // Only what is called there as it is here can be found without the finder.
        if path.with_extension("").ends_with(&inside)
            && let Some(above) = path.ancestors().nth(inside.iter().count())
            && above.is_absolute()
        {
            found.push(above.to_owned());
        }
    }
    found
}
