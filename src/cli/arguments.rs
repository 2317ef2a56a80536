//! The command line: commands and options.

#![expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that is there or not"
)]

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::project::{Variables, cache_directory};
use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// Will this process code run on every platform and Python version that you target?
#[derive(Debug, Parser)]
#[command(name = "spawnsafe", version, max_term_width = 80)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say less on standard error: only errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more on standard error: files, settings, times.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and directories.
    Check(Box<CheckArguments>),
    /// Write down what is found now, so that only new findings are reported.
    Baseline(Box<BaselineArguments>),
    /// Serve an editor over standard input and output.
    Server {
        /// The default, accepted because many editors pass it.
        #[arg(long)]
        stdio: bool,
        #[arg(long = "clientProcessId", hide = true)]
        client_process_id: Option<u64>,
    },
    /// Explain a rule, or where a name of Python's library exists.
    Explain(ExplainArguments),
    /// Show the settings that hold, and where each comes from.
    Config(Box<ConfigArguments>),
    /// List the releases of a package that can be imported on the targets.
    Releases(Box<super::releases::ReleasesArguments>),
    /// Remove what was kept about packages.
    Clean(CleanArguments),
    /// Show the version.
    Version(VersionArguments),
    /// Print a script that completes commands and options.
    Completions {
        /// The shell to complete in.
        shell: clap_complete::Shell,
    },
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Each finding with its source, for people.
    Full,
    /// One line for each finding.
    Concise,
    /// A JSON array.
    Json,
    /// A JSON object for each finding.
    JsonLines,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// The XML of `JUnit`.
    Junit,
    /// Reviewdog's format.
    Rdjson,
}

/// Which files are checked, and for what.
#[derive(Args, Debug, Default)]
pub(crate) struct InputArguments {
    /// Files and directories to check; `-` is standard input [default: .]
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArguments,
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
    #[command(flatten)]
    pub(crate) files: FileArguments,
    #[command(flatten)]
    pub(crate) cache: CacheArguments,
}

/// Where to keep what was found out.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Cache")]
pub(crate) struct CacheArguments {
    /// Keep what was found out about packages here [default: `SPAWNSAFE_CACHE_DIR`, else where the platform keeps caches]
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// Neither use nor keep what was found out before.
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

/// What `clean` takes.
#[derive(Args, Debug)]
pub(crate) struct CleanArguments {
    /// The cache directory [default: `SPAWNSAFE_CACHE_DIR`, else where the platform keeps caches]
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// What `check` takes.
#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    #[command(flatten)]
    pub(crate) fixing: FixArguments,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// What `baseline` takes.
#[derive(Args, Debug)]
pub(crate) struct BaselineArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,
    /// The file to write [default: the `baseline` setting, else spawnsafe-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What `explain` takes.
#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// A rule, or a name of Python's library: `os.fork`.
    #[arg(value_name = "RULE|NAME", required_unless_present_any = ["all", "platform", "python"])]
    pub(crate) subject: Option<String>,
    /// List what does not work on this platform, of the module NAME or of the whole library.
    #[arg(long, value_name = "PLATFORM", value_parser = platform, conflicts_with = "all")]
    pub(crate) platform: Option<Platform>,
    /// List what this version of Python lacks: `3.14`.
    #[arg(long, value_name = "VERSION", value_parser = minor, conflicts_with = "all")]
    pub(crate) python: Option<u8>,
    /// Every rule.
    #[arg(long, conflicts_with = "subject")]
    pub(crate) all: bool,
    /// The format of the answer.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: TextFormat,
}

fn platform(text: &str) -> Result<Platform, String> {
    Platform::named(text).ok_or_else(|| {
        let names: Vec<&str> = Worlds::ALL.platforms().map(Platform::name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

fn minor(text: &str) -> Result<u8, String> {
    let minor = text.strip_prefix("3.").and_then(|minor| minor.parse().ok());
    minor
        .filter(|minor| (FIRST_MINOR..=LAST_MINOR).contains(minor))
        .ok_or_else(|| format!("it is a version such as 3.14, from 3.{FIRST_MINOR} on"))
}

/// What `config` takes.
#[derive(Args, Debug)]
pub(crate) struct ConfigArguments {
    /// Only this setting, and what it means.
    #[arg(value_name = "SETTING")]
    pub(crate) key: Option<String>,
    /// The file or directory whose settings are shown.
    #[arg(long = "for", value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Print the JSON schema of the settings instead.
    #[arg(long)]
    pub(crate) schema: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArguments,
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
}

/// What `version` takes.
#[derive(Args, Debug)]
pub(crate) struct VersionArguments {
    /// The format of the answer.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: TextFormat,
}

/// The format of an answer that is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// For people.
    Text,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
}

/// The targets and the levels of rules.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Targets and rules")]
pub(crate) struct RuleArguments {
    /// Platforms that the code has to work on: linux, macos, windows, …, all.
    #[arg(long, value_name = "PLATFORMS", value_delimiter = ',')]
    pub(crate) target_platforms: Vec<String>,
    /// Versions of Python that the code has to work with: '>=3.10' is 3.10 and later, '3.10' only that.
    #[arg(long, value_name = "SPECIFIER")]
    pub(crate) target_python: Option<String>,
    /// Only these rules.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Not these rules.
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
    /// A TOML file to use instead of those that are found, or one setting as KEY=VALUE.
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub(crate) config: Vec<String>,
    /// Use no file with settings.
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// Which files are checked.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Files")]
pub(crate) struct FileArguments {
    /// Leave out these files and directories, instead of those that the settings say.
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,
    /// Leave out these files and directories as well.
    #[arg(long, value_name = "PATTERNS", value_delimiter = ',')]
    pub(crate) extend_exclude: Vec<String>,
    /// Leave out excluded files even when they are named.
    #[arg(long, overrides_with = "no_force_exclude")]
    pub(crate) force_exclude: bool,
    #[arg(long, hide = true)]
    pub(crate) no_force_exclude: bool,
    /// Leave out what .gitignore leaves out.
    #[arg(long, hide = true, overrides_with = "no_respect_gitignore")]
    pub(crate) respect_gitignore: bool,
    /// Check what .gitignore leaves out, too.
    #[arg(long)]
    pub(crate) no_respect_gitignore: bool,
    /// The name of what comes on standard input, for settings and reports.
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

/// What is done about findings.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArguments {
    /// Apply safe fixes.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Count unsafe fixes in, which change something where the code worked.
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change and write nothing; exit 1 if anything.
    #[arg(long)]
    pub(crate) diff: bool,
    /// Apply fixes and do not report what is left.
    #[arg(long)]
    pub(crate) fix_only: bool,
    /// List the fixes that were applied.
    #[arg(long)]
    pub(crate) show_fixes: bool,
    /// Write a comment that ignores it behind each finding, instead of reporting it.
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with_all = ["fix", "diff", "fix_only"])]
    pub(crate) add_ignore: Option<String>,
}

/// What is written where.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArguments {
    /// The format of the report.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "full",
        env = "SPAWNSAFE_OUTPUT_FORMAT"
    )]
    pub(crate) output_format: Format,
    /// Write the report to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,
    /// A file with known findings, which are not reported.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Exit 0 even when there are findings.
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Count findings by rule instead of listing them.
    #[arg(long)]
    pub(crate) statistics: bool,
    /// List the files that would be checked, and stop.
    #[arg(long)]
    pub(crate) show_files: bool,
    /// Show the settings that hold for the first path, and stop.
    #[arg(long)]
    pub(crate) show_settings: bool,
}
