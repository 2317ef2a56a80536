//! What a distribution says of itself: the headers of `METADATA` (core metadata specification).

use std::path::{Path, PathBuf};

use super::text;
use crate::limits::reached;

/// More requirements are not read; the largest distributions have a fifth.
const MAX_REQUIREMENTS: usize = 5_000;

/// The headers that matter here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct CoreMetadata {
    /// The file.
    pub(in crate::project) path: PathBuf,
    /// `Requires-Python`.
    pub(in crate::project) requires_python: Option<String>,
    /// Each `Requires-Dist`, with its line, counted from 1.
    pub(in crate::project) requires: Vec<(usize, String)>,
    /// The minor versions of Python 3 among the classifiers.
    pub(in crate::project) versions: Vec<u8>,
    /// Each `Provides-Extra`.
    pub(in crate::project) extras: Vec<String>,
}

impl CoreMetadata {
    /// Those in a directory of metadata; empty where they cannot be read.
    pub(super) fn read(directory: &Path) -> Self {
        let path = directory.join("METADATA");
        let content = text(&path).unwrap_or_default();
        Self::of(path, &content)
    }

    /// Those in a file with this text.
    pub(in crate::project) fn of(path: PathBuf, content: &str) -> Self {
        let mut metadata = Self {
            path,
            ..Self::default()
        };
        for (at, line) in content.lines().enumerate() {
            // What follows is the description.
            if line.is_empty() {
                break;
            }
            let Some((header, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim().to_owned();
            match header {
                "Requires-Python" => metadata.requires_python = Some(value),
                "Requires-Dist" if metadata.requires.len() >= MAX_REQUIREMENTS => {
                    reached("requirements of a distribution");
                }
                "Requires-Dist" => {
                    metadata.requires.push((at + 1, value));
                }
                "Classifier" => metadata.versions.extend(version(&value)),
                "Provides-Extra" => metadata.extras.push(value),
                _ => {}
            }
        }
        metadata
    }
}

/// The minor version in `Programming Language :: Python :: 3.12`.
fn version(classifier: &str) -> Option<u8> {
    let version = classifier.strip_prefix("Programming Language :: Python :: 3.")?;
    version.parse().ok()
}
