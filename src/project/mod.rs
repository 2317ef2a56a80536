//! The project around a document: its settings and where they come from, its files, its modules
//! and those of its environment.

mod bounded;
mod cache;
mod claims;
mod discovery;
mod environment;
mod file;
mod files;
mod ignore_files;
mod import_names;
pub mod index;
mod installed;
mod metadata;
mod module_name;
mod modules;
mod parallel;
mod path_files;
mod paths;
mod projects;
mod requirements;
mod roots;
mod settings;
mod source;
mod stop;
mod storage;
mod unused;
mod view;
mod workflows;

pub use bounded::{read, read_text};
pub use cache::{cache_directory, clean};
pub use discovery::Discovery;
pub use environment::{Environment, Variables};
pub use file::{SettingsError, SettingsFile};
pub use files::{Files, files};
pub use installed::Distribution;
pub use metadata::{Context, Metadata, check_metadata, comments, is_metadata};
pub use modules::Modules;
pub use paths::{absolute, shown};
pub use projects::{Installed, Projects};
pub use requirements::Requirement;
pub use settings::{DEFAULT_EXCLUDE, Layer, Settings, SettingsSource};
pub use source::Source;
pub use stop::Stop;
pub use storage::{Archive, Disk, Storage};
pub use view::View;
