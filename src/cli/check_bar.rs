//! The bar on standard error that shows how far a long check is.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::releases::progress_bar;

/// A check that is done sooner shows none.
const BAR_DELAY: Duration = Duration::from_secs(1);

/// The bar of a check.
#[derive(Debug)]
pub(crate) struct CheckBar {
    bar: ProgressBar,
    files: u64,
    done: AtomicU64,
    start: Instant,
}

impl CheckBar {
    /// A bar that is not drawn yet.
    pub(crate) fn new(files: usize, is_quiet: bool) -> Self {
        let bar = progress_bar::bar(is_quiet);
        let style = ProgressStyle::with_template("Checking {bar:30} {pos}/{len} files");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self {
            bar,
            files: files as u64,
            done: AtomicU64::new(0),
            start: Instant::now(),
        }
    }

    /// One more file is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.start.elapsed() >= BAR_DELAY {
            self.bar.set_length(self.files);
            self.bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
