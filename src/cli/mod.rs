//! The command line.

mod arguments;
mod check;
mod examine;
mod formats;
mod layers;
mod mended;
mod report;
mod streams;
mod write;

use std::ffi::OsString;

use clap::Parser;

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
}

impl Exit {
    /// The code for the operating system.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Error => 2,
            Self::Internal => 101,
        }
    }
}

/// Runs the command that these arguments (the name of the program first) stand for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            // There is nobody to tell when this cannot be written.
            let _ = message.print();
            return if message.use_stderr() {
                Exit::Error
            } else {
                Exit::Clean
            };
        }
    };
    let streams = Streams::new(&arguments);
    match &arguments.command {
        Command::Check(check) => check::run(check, &streams),
    }
}
