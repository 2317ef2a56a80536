//! Arguments that several commands take.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::project::{Variables, cache_directory};

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` or `FORCE_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The format of an answer that is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// Plain text.
    Text,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
}

/// Where the cache is.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Cache")]
pub(crate) struct CacheArguments {
    /// The cache directory [default: `SPAWNSAFE_CACHE_DIR`, else where the platform keeps caches]
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// Do not read or write the cache.
    #[arg(long)]
    pub(crate) no_cache: bool,
}

impl CacheArguments {
    /// The directory; `None`: nothing is kept.
    pub(crate) fn directory(&self, variables: &Variables, current: &Path) -> Option<PathBuf> {
        if self.no_cache {
            return None;
        }
        let named = self
            .cache_dir
            .clone()
            .or_else(|| cache_directory(variables));
        named.map(|named| current.join(named))
    }
}
