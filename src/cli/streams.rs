//! Standard output for the report, standard error for everything else.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice, StripStream};

use super::Exit;
use super::atomic_write::create;
use super::shared_arguments::Color;
use crate::project::shown;
use crate::text::{printable, printable_line};

/// Where a command writes, and how much.
#[derive(Clone, Debug)]
pub(crate) struct Streams {
    quiet: bool,
    verbose: bool,
    color: ColorChoice,
    /// The current directory.
    pub(crate) current: std::path::PathBuf,
}

impl Streams {
    pub(crate) fn new(quiet: bool, verbose: bool, color: Color) -> Self {
        Self {
            quiet,
            verbose,
            color: match color {
                Color::Auto if is_forced() => ColorChoice::Always,
                Color::Auto => ColorChoice::Auto,
                Color::Always => ColorChoice::Always,
                Color::Never => ColorChoice::Never,
            },
            current: std::env::current_dir().unwrap_or_default(),
        }
    }

    /// A path as it is shown.
    pub(crate) fn shown(&self, path: &Path) -> String {
        shown(path, &self.current)
    }

    /// Writes to standard output, styled or not as the reader wants it.
    pub(crate) fn print(&self, text: &str) -> Exit {
        let mut out = AutoStream::new(io::stdout().lock(), self.color);
        let result = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match result {
            // A reader that went away has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Clean,
            other => written(other, "standard output", self),
        }
    }

    /// Writes a text of the user's to standard output, byte by byte.
    pub(crate) fn print_source(&self, text: &str) -> Exit {
        let mut out = io::stdout().lock();
        let result = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Clean,
            other => written(other, "standard output", self),
        }
    }

    /// The same for a person, if that is who reads.
    pub(crate) fn print_diff(&self, text: &str) -> Exit {
        match io::stdout().is_terminal() {
            true => self.print_source(&printable(text)),
            false => self.print_source(text),
        }
    }

    /// Writes a report to a file.
    pub(crate) fn print_to(path: &Path, text: &str) -> io::Result<()> {
        let mut plain = StripStream::new(Vec::new());
        plain.write_all(text.as_bytes())?;
        create(path, &plain.into_inner())
    }

    /// Whether only errors are said.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Says what went wrong.
    pub(crate) fn error(&self, message: &str) {
        self.say("\x1b[1m\x1b[31merror\x1b[0m: ", &printable_line(message));
    }

    /// Says what to look at.
    pub(crate) fn warning(&self, message: &str) {
        if !self.quiet {
            self.say("\x1b[1m\x1b[33mwarning\x1b[0m: ", &printable_line(message));
        }
    }

    /// Says what was done.
    pub(crate) fn note(&self, message: &str) {
        if !self.quiet {
            self.say("", &printable(message));
        }
    }

    /// Writes a report to standard error, where standard output belongs to something else.
    pub(crate) fn report_aside(&self, report: &str) {
        if !self.quiet {
            self.say("", report);
        }
    }

    /// Says what is of interest when something is not understood.
    pub(crate) fn detail(&self, message: &str) {
        if self.verbose {
            self.say("", &printable(message));
        }
    }

    fn say(&self, before: &str, message: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), self.color);
        // There is nobody to tell when this cannot be written.
        let _ = writeln!(err, "{before}{message}");
    }
}

/// Whether `FORCE_COLOR` asks for colours, and `NO_COLOR` does not forbid them.
fn is_forced() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_off = std::env::var_os("FORCE_COLOR").is_some_and(|value| value == "0");
    is_set("FORCE_COLOR") && !is_off && !is_set("NO_COLOR")
}

/// What writing comes to.
pub(crate) fn written(result: io::Result<()>, what: &str, streams: &Streams) -> Exit {
    match result {
        Ok(()) => Exit::Clean,
        Err(error) => {
            streams.error(&format!("{what} cannot be written: {error}"));
            Exit::Error
        }
    }
}
