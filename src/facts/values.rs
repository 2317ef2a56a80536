//! Values that tell worlds apart: `sys.platform`, `os.name`, `platform.system()`.

use std::sync::LazyLock;

use foldhash::HashMap;

use super::Literal;
use super::condition::literal;
use crate::world::Worlds;

/// The value of a name, or of a call without arguments, in which worlds; worlds that are not in the list have none that is known.
pub fn value(name: &str) -> Option<&'static [(Worlds, Literal)]> {
    VALUES.values.get(name).map(Vec::as_slice)
}

/// Every such name, and its values.
pub(crate) fn values() -> impl Iterator<Item = (&'static str, &'static [(Worlds, Literal)])> {
    let values = VALUES.values.iter();
    values.map(|(name, values)| (*name, values.as_slice()))
}

/// What is wrong with the data file.
pub(super) fn problems() -> impl Iterator<Item = String> {
    VALUES.problems.iter().cloned()
}

#[derive(Default)]
struct Values {
    values: HashMap<&'static str, Vec<(Worlds, Literal)>>,
    problems: Vec<String>,
}

static VALUES: LazyLock<Values> = LazyLock::new(|| {
    let mut read = Values::default();
    let mut name = "";
    for line in include_str!("data/values.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(entry) = line.strip_prefix("    ") else {
            if line <= name {
                read.problems.push(format!("`{line}` is out of order"));
            }
            name = line;
            continue;
        };
        let known = read.values.entry(name).or_default();
        match parse(entry) {
            Ok((worlds, _)) if known.iter().any(|(other, _)| other.overlaps(worlds)) => {
                read.problems
                    .push(format!("`{name}` has two values in `{worlds}`"));
            }
            Ok(value) => known.push(value),
            Err(problem) => read.problems.push(format!("{problem}, in `{line}`")),
        }
    }
    read
});

fn parse(entry: &'static str) -> Result<(Worlds, Literal), String> {
    let (value, worlds) = entry.rsplit_once(": ").ok_or("the worlds are missing")?;
    let worlds = worlds.parse().map_err(|error| format!("{error}"))?;
    Ok((worlds, literal(value)?))
}
