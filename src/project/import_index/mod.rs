//! Who imports what in a project, by the lines of its files, and what was found out about that.

mod brought_modules;
mod candidate_files;
mod dynamic_importers;
mod file_words;
mod ignored_files;
mod importer_cache;
mod imports;
mod index;
mod library_patches;
mod platform_paths;

pub(super) use candidate_files::{base, project_files};
pub(super) use ignored_files::IgnoredFiles;
pub(super) use importer_cache::KnownImporters;
pub(super) use imports::Imports;
pub(super) use index::{Importer, Index, MAX_METHOD_USERS};
pub(super) use platform_paths::{directory_named, named_in};
