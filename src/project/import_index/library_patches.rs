//! What the files of a project change in modules of the library: `socket.IPPROTO_GRE = 47`, or a current
//! event loop where there is none.

use crate::facts::{self, lists};
use crate::syntax::is_inside;

/// The dotted names that the lines of a file assign, and those that need a loop, if a function of it makes one.
pub(super) fn patched_in(text: &str) -> impl Iterator<Item = &str> {
    let asks = match makes_missing_loop(text) {
        true => lists::LOOP_ASKERS.names(),
        false => &[],
    };
    text.lines()
        .filter_map(assigned)
        .chain(asks.iter().copied())
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
fn makes_missing_loop(text: &str) -> bool {
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
