//! The lists of files that are no tests: `collect_ignore`.

use std::path::Path;

use crate::model::value::{Partition, Value};
use crate::world::Worlds;

/// What a `conftest.py` puts into them, and in which worlds.
#[derive(Debug, Default)]
pub(in crate::project) struct IgnoredFiles(Vec<(Partition, Worlds)>);

impl IgnoredFiles {
    /// These values, each in the worlds that reach where it is put in.
    pub(in crate::project) fn new(lists: Vec<(Partition, Worlds)>) -> Self {
        Self(lists)
    }

    /// The worlds in which one of them names a file, by its path beside the `conftest.py`.
    pub(in crate::project) fn worlds(&self, inside: &Path) -> Worlds {
        self.0.iter().fold(Worlds::NONE, |all, (value, reached)| {
            all | value.worlds(*reached, |value| names(value, inside))
        })
    }
}

/// Whether a value names a file, or a directory that it is in.
fn names(value: &Value, inside: &Path) -> bool {
    match value {
        Value::Items(items) => items.iter().any(|item| names(item, inside)),
        Value::Str(text) => match text.split_once('*') {
            None => inside.starts_with(&**text),
            Some((start, end)) => {
                let path = inside.to_string_lossy();
                path.starts_with(start) && path.ends_with(end.trim_start_matches('*'))
            }
        },
        _ => false,
    }
}
