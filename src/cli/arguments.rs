//! The command line: commands and options.

#![expect(
    clippy::struct_excessive_bools,
    reason = "each is an option that is there or not"
)]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::shared_arguments::{
    CacheArguments, Color, FileArguments, RuleArguments, SettingsArguments, TextFormat,
};
use crate::world::{FIRST_MINOR, Platform, SUPPORTED_MINORS, Worlds};

/// Will this process code run on every platform and Python version that you target?
#[derive(Debug, Parser)]
#[command(name = "spawnsafe", version, max_term_width = 80)]
pub(crate) struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colors.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Write only errors to standard error.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Write more to standard error: environments, times, what was not followed.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and directories.
    Check(Box<CheckArguments>),
    /// Record the current findings, so that only new ones are reported.
    Baseline(Box<BaselineArguments>),
    /// Serve an editor over standard input and output.
    Server {
        /// The default, accepted because many editors pass it.
        #[arg(long)]
        stdio: bool,
        #[arg(long = "clientProcessId", hide = true)]
        client_process_id: Option<u64>,
    },
    /// Explain a rule, or where a name of Python's library works.
    Explain(ExplainArguments),
    /// Show the settings in effect, and where each comes from.
    Config(Box<ConfigArguments>),
    /// Propose settings for a project, and show the difference they make.
    Init(InitArguments),
    /// List the releases of a package that can be imported on the targets.
    Releases(Box<super::releases::ReleasesArguments>),
    /// Remove the cache.
    Clean(CleanArguments),
    /// Print the version.
    Version(VersionArguments),
    /// Print the completion script of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a manual page.
    Man {
        /// Print the page of this command instead of that of spawnsafe.
        command: Option<String>,
    },
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Each finding with its source code.
    Full,
    /// One line for each finding.
    Concise,
    /// A JSON array.
    Json,
    /// A JSON object for each finding.
    JsonLines,
    /// Annotations for GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// `JUnit` XML.
    Junit,
    /// Reviewdog's diagnostic format.
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

/// What `init` takes.
#[derive(Args, Debug)]
pub(crate) struct InitArguments {
    /// The directory of the project.
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Write what is proposed into the project's file with settings.
    #[arg(long)]
    pub(crate) write: bool,
}

/// What `explain` takes.
#[derive(Args, Debug)]
pub(crate) struct ExplainArguments {
    /// A rule, or a name of Python's library: `os.fork`. Without any, all rules are listed.
    #[arg(value_name = "RULE|NAME")]
    pub(crate) subject: Option<String>,
    /// List what does not work on this platform: in the module NAME, or in the whole library.
    #[arg(long, value_name = "PLATFORM", value_parser = platform, conflicts_with = "all")]
    pub(crate) platform: Option<Platform>,
    /// List what does not work with this version of Python: `3.14`.
    #[arg(long, value_name = "VERSION", value_parser = minor, conflicts_with = "all")]
    pub(crate) python: Option<u8>,
    /// List all rules.
    #[arg(long, conflicts_with = "subject")]
    pub(crate) all: bool,
    /// The output format.
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
        .filter(|minor| (FIRST_MINOR..=*SUPPORTED_MINORS.end()).contains(minor))
        .ok_or_else(|| {
            let last = SUPPORTED_MINORS.end();
            format!("the known versions are 3.{FIRST_MINOR} to 3.{last}")
        })
}

/// What `config` takes.
#[derive(Args, Debug)]
pub(crate) struct ConfigArguments {
    /// Show this setting only, and what it means.
    #[arg(value_name = "SETTING")]
    pub(crate) key: Option<String>,
    /// The file or directory to show the settings of.
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
    /// The output format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: TextFormat,
}

/// What is done about findings.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArguments {
    /// Apply safe fixes.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Include unsafe fixes, which may change what the code does where it works today.
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change as a diff and write nothing; exit with 1 if there is any.
    #[arg(long)]
    pub(crate) diff: bool,
    /// Apply fixes, and do not report the remaining findings.
    #[arg(long)]
    pub(crate) fix_only: bool,
    /// List the applied fixes.
    #[arg(long)]
    pub(crate) show_fixes: bool,
    /// Add a comment that ignores it to the line of each finding, instead of reporting it.
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
    /// Write the report to this file instead of to standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) output_file: Option<PathBuf>,
    /// A baseline: a file with known findings, which are not reported.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Exit with 0 even if there are findings.
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Count findings by rule instead of listing them.
    #[arg(long)]
    pub(crate) statistics: bool,
    /// List the files that would be checked, and exit.
    #[arg(long)]
    pub(crate) show_files: bool,
    /// Show the settings in effect for the first path, and exit.
    #[arg(long)]
    pub(crate) show_settings: bool,
}
