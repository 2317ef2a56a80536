//! `spawnsafe man`: the manual pages, made from the argument parser.

use clap::CommandFactory;

use super::Exit;
use super::arguments::Arguments;
use super::streams::Streams;

/// Prints the page of spawnsafe, or of one of its commands.
pub(crate) fn run(wanted: Option<&str>, streams: &Streams) -> Exit {
    let mut whole = Arguments::command();
    // From here on commands are called `spawnsafe-check`, as `git-log` is.
    whole.build();
    let page = match wanted {
        None => Some(&whole),
        Some(name) => whole.find_subcommand(name),
    };
    let Some(page) = page else {
        let names: Vec<&str> = whole
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        let wanted = wanted.unwrap_or_default();
        streams.error(&format!(
            "there is no command `{wanted}` (there are {})",
            names.join(", ")
        ));
        return Exit::Error;
    };
    let mut out = Vec::new();
    // Writing to a vector does not fail.
    let _ = clap_mangen::Man::new(page.clone()).render(&mut out);
    streams.print_source(&String::from_utf8_lossy(&out))
}
