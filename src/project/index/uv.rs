//! The index that uv is set up with: its variables, then its files.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::project::{Variables, bounded};

/// Longer files are not read.
const LONGEST: u64 = 4 << 20;

/// The index that its variables name, without the name in `name=https://…`.
pub(super) fn in_variables(variables: &Variables) -> Option<String> {
    let names = ["UV_DEFAULT_INDEX", "UV_INDEX_URL"];
    let text = names.iter().find_map(|name| variables.get(name))?;
    Some(match text.split_once('=') {
        Some((name, rest)) if !name.contains([':', '/']) => rest.to_owned(),
        _ => text.to_owned(),
    })
}

/// The index that the nearest of its files names: that of the project, of the user, of the system.
pub(super) fn in_files(variables: &Variables, current: &Path) -> Option<String> {
    let of = |name: &str| variables.get(name).map(PathBuf::from);
    if let Some(named) = of("UV_CONFIG_FILE") {
        return index(&table(&current.join(named))?);
    }
    if variables.get("UV_NO_CONFIG").is_some() {
        return None;
    }
    let project = current.ancestors().find_map(|directory| {
        let own = table(&directory.join("uv.toml"));
        own.or_else(|| {
            let project = table(&directory.join("pyproject.toml"))?;
            project.get("tool")?.get("uv")?.as_table().cloned()
        })
    });
    let home = of("HOME").map(|home| home.join(".config"));
    let bases = [of("XDG_CONFIG_HOME"), home, of("APPDATA")];
    let shared = bases.into_iter().flatten().chain([PathBuf::from("/etc")]);
    let shared = shared.filter_map(|base| table(&base.join("uv").join("uv.toml")));
    project
        .into_iter()
        .chain(shared)
        .find_map(|one| index(&one))
}

fn table(path: &Path) -> Option<Table> {
    bounded::read_text(path, LONGEST).ok()?.parse().ok()
}

/// The default one, else the first that is for every package.
fn index(settings: &Table) -> Option<String> {
    let indexes = || settings.get("index").and_then(Value::as_array).into_iter();
    let is = |index: &Value, key: &str| index.get(key).and_then(Value::as_bool) == Some(true);
    let url = |index: &Value| index.get("url")?.as_str().map(str::to_owned);
    let default = indexes().flatten().find(|index| is(index, "default"));
    let named = settings.get("index-url").and_then(Value::as_str);
    let first = || indexes().flatten().find(|index| !is(index, "explicit"));
    default
        .and_then(url)
        .or_else(|| named.map(str::to_owned))
        .or_else(|| first().and_then(url))
}
