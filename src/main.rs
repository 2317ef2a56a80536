//! The command `spawnsafe`.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use spawnsafe::cli::{self, Outcome};
use spawnsafe::server;

/// A check makes many small values; the system's allocator takes a fifth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(match cli::run(std::env::args_os()) {
        Outcome::Done(exit) => exit.code(),
        Outcome::Server => server::run(),
    })
}
