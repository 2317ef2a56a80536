//! Settings: target worlds, rule levels, files to leave out.

use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::world::Worlds;

/// What to check for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The worlds in which the code has to work.
    pub targets: Worlds,
    /// Levels of rules by code, where they differ from the rule's own.
    pub levels: BTreeMap<String, Level>,
    /// Globs of files that are not checked.
    pub exclude: Vec<String>,
}

/// How a rule is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// Always with this severity.
    At(Severity),
}
