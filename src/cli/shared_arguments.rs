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

/// The targets and the levels of rules.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Targets and rules")]
pub(crate) struct RuleArguments {
    /// Platforms that the code has to work on: linux, macos, windows, …, all.
    #[arg(long, value_name = "PLATFORMS", value_delimiter = ',')]
    pub(crate) target_platforms: Vec<String>,
    /// Python versions that the code has to work with: '>=3.10' is 3.10 and later, '3.10' is 3.10 only.
    #[arg(long, value_name = "SPECIFIER")]
    pub(crate) target_python: Option<String>,
    /// Run only these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not run these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Report these rules as errors.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) error: Vec<String>,
    /// Report these rules as warnings.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) warn: Vec<String>,
    /// Report these rules as information.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) info: Vec<String>,
}

/// Where settings come from.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub(crate) struct SettingsArguments {
    /// A TOML file to use instead of the project's settings files, or a single setting as KEY=VALUE.
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub(crate) config: Vec<String>,
    /// Ignore all settings files.
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// Which files are checked.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Files")]
pub(crate) struct FileArguments {
    /// Files and directories to leave out, instead of those in the settings.
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,
    /// Files and directories to leave out, in addition to those in the settings.
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) extend_exclude: Vec<String>,
    /// Leave out excluded files even when they are named on the command line.
    #[arg(long, overrides_with = "no_force_exclude")]
    pub(crate) force_exclude: bool,
    #[arg(long, hide = true)]
    pub(crate) no_force_exclude: bool,
    /// Leave out the files that .gitignore names.
    #[arg(long, hide = true, overrides_with = "no_respect_gitignore")]
    pub(crate) respect_gitignore: bool,
    /// Check the files that .gitignore names, too.
    #[arg(long)]
    pub(crate) no_respect_gitignore: bool,
    /// The file name of standard input, for settings and reports.
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
}
