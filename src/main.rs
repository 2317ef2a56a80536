//! The command `spawnsafe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(spawnsafe::cli::run(std::env::args_os()).code())
}
