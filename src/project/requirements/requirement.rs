//! One package that is required.

use std::ops::Range;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifiers};

use crate::world::Worlds;

/// One package that is required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The package, as it is written.
    pub name: String,
    /// The bytes of the name.
    pub range: Range<usize>,
    /// The bytes after the last one of the requirement, if a marker can be put there.
    pub end: Option<usize>,
    /// The bytes of a string in a table of Poetry's that says only which versions: a table with a
    /// marker can stand there.
    pub value: Option<Range<usize>>,
    /// The bytes of what says which versions, between the name and the marker, if that can be
    /// replaced.
    pub versions: Option<Range<usize>>,
    /// The versions that are required, if that is said.
    pub required: Option<VersionSpecifiers>,
    /// Whether it has a marker already.
    pub marked: bool,
    /// The worlds in which the marker holds.
    pub worlds: Worlds,
    /// The worlds in which somebody would install it, by the name of its group or its file: nobody chooses
    /// `project[windows]` elsewhere.
    pub chosen_in: Worlds,
}

impl Requirement {
    /// Whether this version is one of those that are required; where an environment was made for
    /// another requirement, it says nothing about this one.
    pub(in crate::project) fn allows(&self, version: &str) -> bool {
        match (&self.required, Version::from_str(version)) {
            (Some(required), Ok(version)) => required.contains(&version),
            _ => true,
        }
    }
}
