//! `spawnsafe clean`: removes the cache.

use super::Exit;
use super::arguments::CleanArguments;
use super::shared_arguments::CacheArguments;
use super::streams::Streams;
use crate::project::{Cleaned, Variables, clean};

/// Removes the cache directory.
pub(crate) fn run(arguments: &CleanArguments, streams: &Streams) -> Exit {
    let wanted = CacheArguments {
        cache_dir: arguments.cache_dir.clone(),
        no_cache: false,
    };
    let directory = wanted.directory(&Variables::of_process(), &streams.current);
    let Some(directory) = directory else {
        streams.note("There is no cache directory here.");
        return Exit::Clean;
    };
    match clean(&directory) {
        Ok(Cleaned::All) => streams.note(&format!("Removed {}.", streams.shown(&directory))),
        Ok(Cleaned::Ours) => streams.note(&format!(
            "Removed the cache in {}; other files in there were left alone.",
            streams.shown(&directory)
        )),
        Ok(Cleaned::Nothing) => streams.note(&format!(
            "Nothing is cached in {}.",
            streams.shown(&directory)
        )),
        Err(problem) => {
            streams.error(&problem);
            return Exit::Error;
        }
    }
    Exit::Clean
}
