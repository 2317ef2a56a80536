//! What a check of a file of metadata looks at besides the file.

use crate::config::Config;
use crate::project::{Cancellation, Projects, Settings};

/// The project that a file belongs to, and how its files are checked.
#[derive(Clone, Copy, Debug)]
pub struct MetadataContext<'c> {
    /// All that is known of projects.
    pub projects: &'c Projects,
    /// The settings that hold for the file.
    pub settings: &'c Settings,
    /// What to check it for.
    pub config: &'c Config,
    /// When it is time to stop.
    pub stop: &'c Cancellation,
}
