//! The command line: commands and options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Will this process code run on every platform and Python version that you target?
#[derive(Debug, Parser)]
#[command(name = "spawnsafe", version, disable_help_subcommand = true)]
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
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR says otherwise.
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
}

/// What `check` takes.
#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// Files and directories to check; `-` is standard input [default: .]
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,

    /// The targets and the levels of rules.
    #[command(flatten)]
    pub(crate) rules: RuleArguments,
    /// Where settings come from.
    #[command(flatten)]
    pub(crate) settings: SettingsArguments,
    /// Which files are checked.
    #[command(flatten)]
    pub(crate) files: FileArguments,
    /// What is done about findings.
    #[command(flatten)]
    pub(crate) fixing: FixArguments,
    /// What is written where.
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

/// The targets and the levels of rules.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Targets and rules")]
pub(crate) struct RuleArguments {
    /// Platforms that the code has to work on: linux, macos, windows, …, all.
    #[arg(long, value_name = "PLATFORMS", value_delimiter = ',')]
    pub(crate) target_platforms: Vec<String>,
    /// Versions of Python that the code has to work with, like '>=3.10'.
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
