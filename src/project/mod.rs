//! The project around a document: its settings and where they come from, and its files.

mod discovery;
mod file;
mod files;
mod paths;
mod settings;
mod source;

pub use discovery::Discovery;
pub use file::{SettingsError, SettingsFile};
pub use files::{Files, files};
pub use paths::{absolute, shown};
pub use settings::{DEFAULT_EXCLUDE, Layer, Settings, SettingsSource};
pub use source::Source;
