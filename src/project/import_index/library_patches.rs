//! What the files of a project change in modules of the library: `socket.IPPROTO_GRE = 47`, or a current
//! event loop where there is none.

use std::path::Path;

use foldhash::HashSet;

use super::index::Index;
use crate::facts::{self, lists};
use crate::syntax::is_inside;

/// How many imports lie between a script and what makes its loop: `import client`, whose package imports the module that
/// does.
const IMPORTS_TO_A_LOOP: usize = 2;

impl Index {
    /// The names that the project puts into modules of the library before this file runs.
    pub(in crate::project) fn patched(&self, file: &Path) -> impl Iterator<Item = &str> {
        let counts_aside = self.is_aside(file);
        let patched = self.patched.iter();
        let counts = move |(is_aside, _): &&(bool, String)| counts_aside || !*is_aside;
        let askers = match self.finds_loop(file, counts_aside) {
            true => lists::LOOP_ASKERS.names(),
            false => &[],
        };
        let patched = patched.filter(counts).map(|(_, name)| &**name);
        patched.chain(askers.iter().copied())
    }

    /// Whether another file may have made an event loop before this one asks for it. A script runs by itself: only
    /// what it imports did, or what that imports.
    fn finds_loop(&self, file: &Path, counts_aside: bool) -> bool {
        let near = self.near_loops(counts_aside);
        let own = self.by_path.get(file).copied();
        let runs_alone = |own: usize| self.files[own].is_script && !self.files[own].is_aside;
        !near.is_empty() && own.is_none_or(|own| !runs_alone(own) || near.contains(&own))
    }

    /// The files that make a loop, that import one which does, or something that imports such a one.
    fn near_loops(&self, counts_aside: bool) -> &HashSet<usize> {
        self.near_loops[usize::from(counts_aside)].get_or_init(|| {
            let counts = |at: &&usize| counts_aside || !self.files[**at].is_aside;
            let mut last: Vec<usize> = self.loop_makers.iter().filter(counts).copied().collect();
            let mut near: HashSet<usize> = last.iter().copied().collect();
            for _ in 0..IMPORTS_TO_A_LOOP {
                let names = last.iter().map(|at| &self.files[*at].module.dotted);
                let importers = names.filter_map(|name| self.importers.get(name)).flatten();
                last = importers.copied().filter(|at| near.insert(*at)).collect();
            }
            near
        })
    }
}

/// The dotted names that the lines of a file assign.
pub(super) fn patched_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(assigned)
}

/// The dotted name that a line assigns.
fn assigned(line: &str) -> Option<&str> {
    let (target, value) = line.trim_start().split_once('=')?;
    let target = target.trim_end();
    let (module, name) = target.rsplit_once('.')?;
    let reads = |c: char| is_inside(c) || c == '.';
    let is_patch = !value.starts_with('=')
        && !name.is_empty()
        && target.chars().all(reads)
        && (facts::is_module(module) || facts::fact(target).is_some());
    is_patch.then_some(target)
}

/// Whether a function catches that there is no loop, and makes one the current loop then.
pub(super) fn makes_missing_loop(text: &str) -> bool {
    if !text.contains("set_event_loop(") {
        return false;
    }
    // How far the handler is indented that the line stands in.
    let mut handler: Option<usize> = None;
    text.lines().any(|line| {
        let said = line.trim_start();
        let indent = line.len() - said.len();
        if !said.is_empty() && handler.is_some_and(|outer| indent <= outer) {
            handler = None;
        }
        if said.starts_with("except") && said.contains("RuntimeError") {
            handler = handler.or(Some(indent));
        }
        handler.is_some() && said.starts_with("asyncio.set_event_loop(")
    })
}

/// Whether a file chooses the event loops that can watch files on Windows, for all of the program.
pub(super) fn chooses_selector_loop(text: &str) -> bool {
    text.contains("set_event_loop_policy(") && text.contains("WindowsSelectorEventLoopPolicy(")
}
