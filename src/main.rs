//! The command `spawnsafe`.

use std::process::ExitCode;

use spawnsafe::cli::{self, Outcome};
use spawnsafe::server;

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        Outcome::Done(exit) => exit.code(),
        Outcome::Server => server::run(),
    })
}
