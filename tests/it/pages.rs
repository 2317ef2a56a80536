//! Pages: the Markdown under `src/rules` and `tests/spec` is documentation and test at once.
//!
//! # Blocks
//!
//! A fenced `python` block is checked in all worlds. A line under which nothing is noted asserts silence.
//! A heading starts a section; what a block says of others concerns its section. Words after `python`:
//!
//! * `targets=windows|macos`, `targets="linux >=3.14"`: check in these worlds.
//! * `file=pkg/compat.py`: this is the module `pkg.compat`, and later blocks may import it. `file=pkg/__main__.py` is
//!   run as `python -m pkg`, and `file=book.ipynb` is the code of a notebook's cells.
//! * `fix`: this is the block before after its first fix; `fix="spawn"`: after the first fix with these words in its
//!   title; `fix-all`: after all safe fixes, in rounds. It is checked like any other block, so the finding is gone.
//! * `runs`: real Python runs this under fork, spawn and forkserver without failing;
//!   `fails=spawn,forkserver`: it fails under exactly these; `fails=forkserver>=3.14<3.15`: with these versions. `python3` is asked, or the interpreter that `PAGE_PYTHON`
//!   names: `PAGE_PYTHON=~/.pyenv/versions/3.13.0/bin/python cargo nextest run python_does`.
//!
//! A fenced `toml` block has settings, as in `spawnsafe.toml`, for the later blocks.
//!
//! # Notes
//!
//! Comment lines with carets note what is said of the nearest line above that is none:
//!
//! ```text
//! import fcntl
//! #      ^^^^^ unavailable-import: windows
//! os.fork()
//! #^^^^^^ unavailable-attribute warning: windows|wasi
//! #^^^^^^ value: unknown
//! #^^^^^^^^ worlds: all
//! ```
//!
//! Carets that touch the `#` start with it. `rule: worlds` is a finding with exactly this range and these worlds, of the
//! targets; a severity before the colon is compared too. A finding of several lines is noted at its first. `worlds:` are
//! the worlds that reach the statement with this range, `value:` is what the expression is. `UPDATE_PAGES=1` writes what
//! was found into the pages, and what fixes give. For Python such lines are blank.

mod judge;
mod made_up;
mod messages;
mod note;
mod page;
mod program;
mod surroundings;
mod upgrades;

pub(crate) use page::Page;

use std::fmt;
use std::fs;
use std::path::Path;

/// Something that is not as a page says.
#[derive(Debug, PartialEq, Eq)]
struct Problem {
    /// The line of the page, from 1.
    line: usize,
    message: String,
}

impl Problem {
    fn new(line: usize, message: impl fmt::Display) -> Self {
        Self {
            line,
            message: message.to_string(),
        }
    }
}

/// Reads every page.
pub(crate) fn read_all() -> Vec<Page> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for directory in ["src/rules", "tests/spec"] {
        let entries = fs::read_dir(root.join(directory)).expect(directory);
        let found = entries.map(|entry| entry.expect("an entry").path());
        paths.extend(found.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).expect("a page");
        let name = path.strip_prefix(root).expect("inside").to_string_lossy();
        Page::read(&name, text.replace("\r\n", "\n"))
    };
    paths.iter().map(read).collect()
}

fn report(pages: &[Page], problems: &[Vec<Problem>]) -> String {
    let mut lines = Vec::new();
    for (page, problems) in pages.iter().zip(problems) {
        let show =
            |problem: &Problem| format!("{}:{}: {}", page.path, problem.line, problem.message);
        lines.extend(problems.iter().map(show));
    }
    lines.join("\n\n")
}

#[test]
fn the_check_says_what_the_pages_say() {
    let pages = read_all();
    let is_update = std::env::var_os("UPDATE_PAGES").is_some();
    let mut problems = Vec::new();
    for page in &pages {
        let verdict = judge::judge(page, &|document, around, config| {
            spawnsafe::check::check_with_fixes(document, around, config, |_| true)
        });
        if is_update && verdict.text != page.text {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&page.path);
            fs::write(path, &verdict.text).expect("a page is written");
        }
        problems.push(verdict.problems);
    }
    let report = report(&pages, &problems);
    assert!(
        report.is_empty(),
        "\n{report}\n\nUPDATE_PAGES=1 writes what was found into the pages."
    );
}

#[test]
fn python_does_what_the_pages_say() {
    let pages = read_all();
    let problems = program::run(&pages, program::PATIENCE);
    let report = report(&pages, &problems);
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_rule_has_its_page() {
    for rule in spawnsafe::rules::RULES {
        let first = rule.page.lines().next();
        assert_eq!(first, Some(format!("# {}", rule.code).as_str()));
    }
}
