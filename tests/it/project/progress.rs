//! The bar that shows how far it is, seen in a terminal.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use serde_json::json;
use vt100::Parser;

use super::archives::zip;
use super::http::{Server, whole};
use super::offers::{project, run};
use crate::cli::Project;

const ROWS: u16 = 24;

/// A screen with so many columns.
fn screen(columns: u16) -> Parser {
    let size = |length| NonZero::new(length).expect("a length");
    Parser::new(size(ROWS), size(columns), 0)
}

/// A command in a terminal, and what the terminal shows.
struct Terminal {
    pty: Pty,
    screen: Parser,
    running: std::process::Child,
    /// Everything that was on it at some time.
    seen: Vec<String>,
}

impl Terminal {
    /// Starts `releases` in a terminal with so many columns.
    fn new(project: &Project, index: &Server, columns: u16) -> Self {
        let (pty, other) = open().expect("a terminal");
        pty.resize(Size::new(ROWS, columns)).expect("its size");
        let url = index.url();
        let running = Command::new(env!("CARGO_BIN_EXE_spawnsafe"))
            .args([
                "releases",
                "pool",
                "--no-cache",
                "--target-python",
                ">=3.12,<3.14",
                "--index-url",
                &url,
            ])
            .current_dir(project.root())
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .spawn(other)
            .expect("a process");
        Self {
            pty,
            screen: screen(columns),
            running,
            seen: Vec::new(),
        }
    }

    /// Reads until this is on the screen, or until there is nothing more to come.
    fn read_until(&mut self, text: &str) {
        let start = Instant::now();
        let mut bytes = [0; 4096];
        while text.is_empty() || !self.shows().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(30), "{:?}", self.seen);
            // Linux says that there is an error when nobody writes any more.
            match self.pty.read(&mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(count) => {
                    for byte in &bytes[..count] {
                        // What is about to be drawn over was there.
                        if *byte == b'\r' {
                            self.seen.push(self.shows());
                        }
                        self.screen.process(&[*byte]);
                    }
                    self.seen.push(self.shows());
                }
            }
        }
    }

    fn shows(&self) -> String {
        let rows = self.screen.screen().contents();
        let rows: Vec<&str> = rows.lines().map(str::trim_end).collect();
        rows.join("\n")
    }

    fn end(&mut self) -> ExitStatus {
        self.read_until("");
        self.running.wait().expect("an end")
    }
}

/// An index with eight releases that takes its time.
fn slow(list: Duration, file: Duration) -> Server {
    let names = (1..9).map(|version| json!({"filename": format!("pool-{version}-py3-none-any.whl"), "url": "/pool.whl"}));
    let page = json!({"files": names.collect::<Vec<_>>()}).to_string();
    let wheel = zip(&[("pool.py", "import fcntl\n")]);
    Server::new(move |path, stream| match path {
        "/pool.whl" => {
            std::thread::sleep(file);
            whole(stream, "x", &wheel)
        }
        _ => {
            std::thread::sleep(list);
            whole(stream, "x", page.as_bytes())
        }
    })
}

const SOON: Duration = Duration::from_millis(300);
const NEVER: Duration = Duration::from_secs(60);

#[test]
fn the_bar_appears_and_leaves_nothing_behind() {
    let index = slow(SOON, SOON);
    let project = project();
    let url = slow(Duration::ZERO, Duration::ZERO).url();
    let (_, table, _) = run(&project, &url, "pool --no-cache");
    for columns in [30, 120] {
        let mut terminal = Terminal::new(&project, &index, columns);
        let status = terminal.end();
        assert_eq!(status.code(), Some(1));
        let saw = |text: &str| terminal.seen.iter().any(|shown| shown.contains(text));
        assert!(saw("Asking for the releases"), "{:?}", terminal.seen);
        assert!(saw("0/8 releases"), "{:?}", terminal.seen);
        assert!(columns < 40 || saw("█"), "{:?}", terminal.seen);
        // What is there in the end is what is there without a terminal.
        let mut alone = screen(columns);
        alone.process(table.replace('\n', "\r\n").as_bytes());
        assert_eq!(
            terminal.screen.screen().contents(),
            alone.screen().contents()
        );
        assert_eq!(
            terminal.screen.screen().cursor_position(),
            alone.screen().cursor_position()
        );
        // No line was ever longer than the terminal.
        let bars = terminal
            .seen
            .iter()
            .filter(|text| text.contains("0/8 releases"));
        assert!(
            bars.map(|text| text.lines().count())
                .all(|lines| lines == 1)
        );
    }
}

#[test]
fn ctrl_c_clears_the_line() {
    for (index, wanted) in [
        (slow(NEVER, NEVER), "Asking for the releases"),
        (slow(Duration::ZERO, NEVER), "0/8 releases"),
    ] {
        let project = project();
        let mut terminal = Terminal::new(&project, &index, 80);
        terminal.read_until(wanted);
        assert!(terminal.shows().contains(wanted));
        terminal.pty.write_all(b"\x03").expect("a key");
        let start = Instant::now();
        let status = terminal.end();
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(status.code(), Some(130));
        assert_eq!(terminal.shows(), "");
        assert_eq!(terminal.screen.screen().cursor_position(), (0, 0));
    }
}
