//! What a project offers to its users: the packages to import, and the commands that it installs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Node;
use crate::project::import_names::is_aside;
use crate::project::index::normalised;
use crate::syntax::is_identifier;

/// Directories of a project that its packages are often in; the project itself comes last.
const SOURCES: [&str; 4] = ["src", "lib", "python", ""];
/// More entries of directories are not looked at.
const MOST: usize = 5_000;
/// Packages inside so many directories without `__init__` are found.
const DEEPEST: usize = 3;

/// Something that a project offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// The module that has to be imported.
    pub(super) module: String,
    /// The command that does so; `None`: the user does.
    pub(super) command: Option<String>,
}

/// What a project in this directory offers, and a file among its modules.
pub(super) struct Offered {
    pub(super) offers: Vec<Offer>,
    pub(super) file: PathBuf,
}

/// Finds it; `commands` are the entry points that are declared, as (name, `module:function`).
pub(super) fn offered(
    directory: &Path,
    name: Option<&str>,
    commands: &[(String, String)],
) -> Option<Offered> {
    let (module, file) = package(directory, name)?;
    let top = module.split('.').next().unwrap_or(&module).to_owned();
    let mut offers = vec![Offer {
        module,
        command: None,
    }];
    for (command, entry) in commands {
        let module = entry.split([':', '[']).next().unwrap_or(entry).trim();
        // What is installed from elsewhere is no business of this project.
        if module.split('.').next() == Some(&*top) {
            offers.push(Offer {
                module: module.to_owned(),
                command: Some(command.clone()),
            });
        }
    }
    Some(Offered { offers, file })
}

/// The entry points for commands in a table of the project's metadata.
pub(super) fn commands(tables: &[Option<&Node>]) -> Vec<(String, String)> {
    let entries = tables.iter().flatten().flat_map(|table| table.entries());
    let entry = |one: &crate::config::Entry| Some((one.key.clone(), one.node.text()?.to_owned()));
    entries.filter_map(entry).collect()
}

/// The entry points for commands in the lines `name = module:function`.
pub(super) fn commands_in_lines(lines: Option<&Node>) -> Vec<(String, String)> {
    let lines = lines.into_iter().flat_map(Node::items);
    let entry = |line: &Node| {
        let (name, entry) = line.text()?.split_once('=')?;
        Some((name.trim().to_owned(), entry.trim().to_owned()))
    };
    lines.filter_map(entry).collect()
}

/// The package that is called like the project, else the only one that there is.
fn package(directory: &Path, name: Option<&str>) -> Option<(String, PathBuf)> {
    let wanted = name.map(normalised);
    let mut left = MOST;
    for source in SOURCES {
        let root = directory.join(source);
        let deepest = if source.is_empty() { 1 } else { DEEPEST };
        let mut found = Vec::new();
        // Below the project itself, much is around that is not installed.
        look(&root, "", deepest, (&mut left, &mut found));
        found.sort();
        let called = |(module, _): &&(String, PathBuf)| Some(normalised(module)) == wanted;
        if let Some(one) = found.iter().find(called) {
            return Some(one.clone());
        }
        let is_package = |(_, file): &&(String, PathBuf)| file.ends_with("__init__.py");
        let packages: Vec<_> = found.iter().filter(is_package).collect();
        match packages[..] {
            [one] => return Some(one.clone()),
            [] => {}
            // Which of them is installed is not known.
            _ => return None,
        }
    }
    None
}

fn look(
    directory: &Path,
    inside: &str,
    deepest: usize,
    (left, found): (&mut usize, &mut Vec<(String, PathBuf)>),
) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let path = entry.path();
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str() else {
            continue;
        };
        let stem = name.strip_suffix(".py").unwrap_or(name);
        if !is_identifier(stem) || inside.is_empty() && is_aside(stem) {
            continue;
        }
        let module = format!("{inside}{stem}");
        let init = path.join("__init__.py");
        if init.is_file() {
            found.push((module, init));
        } else if stem != name && path.is_file() {
            found.push((module, path));
        } else if deepest > 1 && path.is_dir() {
            look(&path, &format!("{module}."), deepest - 1, (left, found));
        }
    }
}
