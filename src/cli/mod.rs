//! The command line.

mod add_ignore;
mod arguments;
mod atomic_write;
mod baseline;
mod check;
mod check_bar;
mod check_file;
mod check_files;
mod clean;
mod closing_notes;
mod config;
mod explain;
mod fix_mode;
mod fix_outcome;
mod fixed_files;
mod formats;
mod init;
mod man;
mod recheck;
mod releases;
mod report;
mod settings_layer;
mod shared_arguments;
mod statistics;
mod streams;
mod summary;
mod version;

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use streams::Streams;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing was found.
    Clean,
    /// There are findings.
    Findings,
    /// Something was wrong with the command, the settings or a file.
    Error,
    /// Something was wrong with spawnsafe.
    Internal,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The code for the operating system.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Error => 2,
            Self::Internal => 101,
            Self::Interrupted => 130,
        }
    }
}

/// What the arguments come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandOutcome {
    /// The command is done.
    Done(Exit),
    /// The language server is wanted, which is not for the command line to start.
    Server,
}

/// Runs the command that these arguments (the name of the program first) stand for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> CommandOutcome {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(mut message) => {
            suggest_check(&mut message);
            // There is nobody to tell when this cannot be written.
            let _ = message.print();
            return CommandOutcome::Done(if message.use_stderr() {
                Exit::Error
            } else {
                Exit::Clean
            });
        }
    };
    let streams = Streams::new(arguments.quiet, arguments.verbose, arguments.color);
    CommandOutcome::Done(match &arguments.command {
        Command::Server { .. } => return CommandOutcome::Server,
        Command::Check(arguments) => check::run(arguments, &streams),
        Command::Baseline(arguments) => baseline::run(arguments, &streams),
        Command::Explain(arguments) => explain::run(arguments, &streams),
        Command::Config(arguments) => config::run(arguments, &streams),
        Command::Init(arguments) => init::run(arguments, &streams),
        Command::Man { command } => man::run(command.as_deref(), &streams),
        Command::Releases(arguments) => releases::run(arguments, &streams),
        Command::Clean(arguments) => clean::run(arguments, &streams),
        Command::Version(arguments) => streams.print(&version::write(arguments.output_format)),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            let mut command = Arguments::command();
            clap_complete::generate(*shell, &mut command, "spawnsafe", &mut script);
            streams.print(&String::from_utf8_lossy(&script))
        }
    })
}

/// Says how to check what is there: `spawnsafe src` names no command.
fn suggest_check(message: &mut clap::Error) {
    if message.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    if let Some(ContextValue::String(word)) = message.get(ContextKind::InvalidSubcommand)
        && Path::new(word).exists()
    {
        let tip = format!("`spawnsafe check {word}` checks it").into();
        message.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
}
