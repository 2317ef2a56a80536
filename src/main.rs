//! The command `spawnsafe`.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use spawnsafe::cli::{self, CommandOutcome};
use spawnsafe::server;

/// A check makes many small values; the system's allocator takes a fifth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        CommandOutcome::Done(exit) => exit.code(),
        CommandOutcome::Server => server::run(),
    })
}
