//! The command `spawnsafe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|command| command == "server")
    {
        return ExitCode::from(spawnsafe::server::run());
    }
    ExitCode::from(spawnsafe::cli::run(std::env::args_os()).code())
}
