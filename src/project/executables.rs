//! Which programs of a project `PyInstaller` or `cx_Freeze` makes an executable of: their settings name the scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use foldhash::HashMap;

use crate::config::{SettingNode, SettingValue, TomlTable, from_toml};
use crate::finding::{Location, Related};
use crate::limits::reached;
use crate::model::surroundings::{Freezer, Frozen};
use crate::project::bounded_read;
use crate::syntax::Document;
use crate::syntax::queries::CallArgument;
use crate::text::Text;

/// How many directories up settings are looked for.
const LEVELS_UP: usize = 4;
/// More specifications of one directory are not read.
const MAX_SPECIFICATIONS: usize = 16;
/// Nor are longer ones.
const MAX_SPECIFICATION_BYTES: u64 = 64 << 10;

/// A script that becomes an executable, and where the settings say so.
struct Script {
    path: String,
    freezer: Freezer,
    start: (usize, usize),
    end: (usize, usize),
}

/// The specifications in directories: each is listed once for all of its files, and again when it has changed.
#[derive(Debug, Default)]
pub(super) struct Specifications {
    listed: Mutex<HashMap<PathBuf, (SystemTime, Arc<[PathBuf]>)>>,
}

impl Specifications {
    fn of(&self, directory: &Path) -> Option<Arc<[PathBuf]>> {
        let changed = fs::metadata(directory).ok()?.modified().ok()?;
        let lock = || self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, paths)) = lock().get(directory)
            && *then == changed
        {
            return Some(Arc::clone(paths));
        }
        let entries = fs::read_dir(directory).ok()?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<_> = paths.filter(|path| is_settings(path)).collect();
        paths.sort();
        let paths: Arc<[PathBuf]> = paths.into();
        lock().insert(directory.to_owned(), (changed, Arc::clone(&paths)));
        Some(paths)
    }
}

/// What makes an executable of the script in this file, if anything does. `note` is told of each path before it is
/// looked at.
pub(super) fn frozen(
    file: &Path,
    specifications: &Specifications,
    note: &dyn Fn(&Path),
) -> Option<Frozen> {
    let name = file.file_name()?.to_str()?;
    for directory in file.ancestors().skip(1).take(LEVELS_UP) {
        note(directory);
        let paths = specifications.of(directory)?;
        if paths.len() > MAX_SPECIFICATIONS {
            reached("specifications of executables in a directory");
        }
        for path in paths.iter().take(MAX_SPECIFICATIONS) {
            note(path);
            let Ok(text) = bounded_read::read_text(path, MAX_SPECIFICATION_BYTES) else {
                continue;
            };
            if !text.contains(name) {
                continue;
            }
            let scripts = scripts(path, &text).into_iter();
            let is_it = |script: &Script| {
                let script = directory.join(script.path.replace('\\', "/"));
                let known = fs::canonicalize(script).ok();
                known.is_some() && known == fs::canonicalize(file).ok()
            };
            if let Some(script) = scripts.into_iter().find(is_it) {
                return Some(script.frozen(path));
            }
        }
        if directory.join(".git").exists() {
            break;
        }
    }
    None
}

/// The same of a specification with this text, in which a script is named so.
pub(crate) fn frozen_by(specification: &Path, text: &str, script: &str) -> Option<Frozen> {
    let scripts = scripts(specification, text).into_iter();
    let mut named = scripts.filter(|named| named.path == script);
    Some(named.next()?.frozen(specification))
}

fn is_settings(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let is_known = name.is_some_and(|name| matches!(name, "setup.py" | "pyproject.toml"));
    is_known || path.extension().is_some_and(|end| end == "spec")
}

impl Script {
    fn frozen(self, path: &Path) -> Frozen {
        Frozen {
            by: self.freezer,
            place: Related {
                place: Location::Elsewhere {
                    path: path.to_string_lossy().into_owned(),
                    start: self.start,
                    end: self.end,
                },
                message: format!("{} makes an executable of it", self.freezer.title()),
            },
        }
    }
}

fn scripts(path: &Path, text: &str) -> Vec<Script> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("toml") => of_tables(text),
        Some("spec") => of_calls(text, Freezer::PyInstaller, "Analysis", "scripts"),
        _ if text.contains("cx_Freeze") => {
            of_calls(text, Freezer::CxFreeze, "Executable", "script")
        }
        _ => Vec::new(),
    }
}

/// `Analysis(["main.py"])`, `Executable("main.py")`.
fn of_calls(text: &str, freezer: Freezer, callee: &str, parameter: &str) -> Vec<Script> {
    let document = Document::read_only(text.to_owned());
    let source = Text::new(text.to_owned());
    let mut found = Vec::new();
    for statement in document.statements() {
        let written = statement.chunk.text();
        for call in statement.chunk.calls() {
            let function = &written[call.function.clone()];
            let argument = call
                .arguments
                .iter()
                .enumerate()
                .find_map(|(at, one)| match one {
                    CallArgument::Positional(range) if at == 0 => Some(range.clone()),
                    CallArgument::Keyword { name, value } if **name == *parameter => {
                        Some(value.clone())
                    }
                    _ => None,
                });
            let Some(range) = argument.filter(|_| function.rsplit('.').next() == Some(callee))
            else {
                continue;
            };
            let (start, end) = (statement.start + range.start, statement.start + range.end);
            found.extend(quoted(&written[range]).map(|path| Script {
                path,
                freezer,
                start: source.line_and_column(start),
                end: source.line_and_column(end),
            }));
        }
    }
    found
}

/// The texts between quotes, as paths.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    let texts = text.split(['"', '\'']).skip(1).step_by(2);
    texts.map(|text| text.replace("\\\\", "/"))
}

/// `[tool.cxfreeze] executables = [{script = "main.py"}]`, or a list of names.
fn of_tables(text: &str) -> Vec<Script> {
    if !text.contains("cxfreeze") {
        return Vec::new();
    }
    let root = from_toml(text, TomlTable::Tool, &[]).0;
    let executables = ["tool", "cxfreeze", "executables"];
    let executables = executables
        .iter()
        .try_fold(&root, |node, key| node.get(key));
    let source = Text::new(text.to_owned());
    let items: &[SettingNode] = match executables.map(|node| &node.value) {
        Some(SettingValue::List(items)) => items,
        _ => &[],
    };
    let script = |item: &SettingNode| {
        let node = item.get("script").unwrap_or(item);
        let SettingValue::Text(path) = &node.value else {
            return None;
        };
        let range = node.range.clone().unwrap_or_default();
        Some(Script {
            path: path.clone(),
            freezer: Freezer::CxFreeze,
            start: source.line_and_column(range.start),
            end: source.line_and_column(range.end),
        })
    };
    items.iter().filter_map(script).collect()
}
