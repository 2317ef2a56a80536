//! Standard output for the report, standard error for everything else.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice, StripStream};

use super::arguments::{Arguments, Color};
use crate::project::shown;

/// Where a command writes, and how much.
#[derive(Debug)]
pub(crate) struct Streams {
    quiet: bool,
    verbose: bool,
    color: ColorChoice,
    /// The current directory.
    pub(crate) current: std::path::PathBuf,
}

impl Streams {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        Self {
            quiet: arguments.quiet,
            verbose: arguments.verbose,
            color: match arguments.color {
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

    /// Writes a report, styled or not as the reader wants it. A reader that went away is no error.
    pub(crate) fn report(&self, text: &str) -> io::Result<()> {
        let mut out = AutoStream::new(io::stdout().lock(), self.color);
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Writes a report to a file.
    pub(crate) fn report_to(path: &Path, text: &str) -> io::Result<()> {
        let mut plain = StripStream::new(Vec::new());
        plain.write_all(text.as_bytes())?;
        std::fs::write(path, plain.into_inner())
    }

    /// Says what went wrong.
    pub(crate) fn error(&self, message: &str) {
        self.say("\x1b[1m\x1b[31merror\x1b[0m: ", message);
    }

    /// Says what to look at.
    pub(crate) fn warning(&self, message: &str) {
        if !self.quiet {
            self.say("\x1b[1m\x1b[33mwarning\x1b[0m: ", message);
        }
    }

    /// Says what was done.
    pub(crate) fn note(&self, message: &str) {
        if !self.quiet {
            self.say("", message);
        }
    }

    /// Says what is of interest when something is not understood.
    pub(crate) fn detail(&self, message: &str) {
        if self.verbose {
            self.say("", message);
        }
    }

    fn say(&self, before: &str, message: &str) {
        let mut err = AutoStream::new(io::stderr().lock(), self.color);
        // There is nobody to tell when this cannot be written.
        let _ = writeln!(err, "{before}{message}");
    }
}
