//! Names that the files of a project put into modules of the library: `socket.IPPROTO_GRE = 47`.

use crate::facts;
use crate::syntax::is_inside;

/// The dotted names that the lines of a file assign.
pub(super) fn patched_in(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    lines.filter_map(|line| {
        let (target, value) = line.trim_start().split_once('=')?;
        let target = target.trim_end();
        let (module, name) = target.rsplit_once('.')?;
        let reads = |c: char| is_inside(c) || c == '.';
        let is_patch = !value.starts_with('=')
            && !name.is_empty()
            && target.chars().all(reads)
            && facts::is_module(module);
        is_patch.then_some(target)
    })
}
