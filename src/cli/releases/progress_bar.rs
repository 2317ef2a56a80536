//! The bar on standard error that shows how far it is.

use std::io;

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, TermLike};

/// How many columns stay free: a terminal shows there that somebody pressed Ctrl-C, and not on a line
/// of its own, which would stay.
const UNUSED_COLUMNS: u16 = 4;
/// Drawn no more often in a second.
const MAX_DRAWS_PER_SECOND: u8 = 20;

/// A bar that is not drawn yet; nowhere if standard error is no terminal, or nobody wants to see it.
pub(in crate::cli) fn bar(is_quiet: bool) -> ProgressBar {
    let terminal = Term::buffered_stderr();
    if is_quiet || !terminal.is_term() {
        return ProgressBar::hidden();
    }
    let target =
        ProgressDrawTarget::term_like_with_hz(Box::new(NarrowTerm(terminal)), MAX_DRAWS_PER_SECOND);
    ProgressBar::with_draw_target(Some(0), target)
}

/// A terminal of which the last columns are not used.
#[derive(Debug)]
struct NarrowTerm(Term);

impl TermLike for NarrowTerm {
    fn width(&self) -> u16 {
        TermLike::width(&self.0)
            .saturating_sub(UNUSED_COLUMNS)
            .max(1)
    }

    fn height(&self) -> u16 {
        TermLike::height(&self.0)
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        self.0.move_cursor_up(lines)
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        self.0.move_cursor_down(lines)
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        self.0.move_cursor_right(columns)
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        self.0.move_cursor_left(columns)
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.0.write_line(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.0.write_str(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.0.clear_line()
    }

    fn flush(&self) -> io::Result<()> {
        self.0.flush()
    }
}
