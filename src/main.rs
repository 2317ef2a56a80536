//! The command `spawnsafe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(spawnsafe::server::run())
}
