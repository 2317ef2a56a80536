//! The names that a statement uses, each in its scope.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;

use super::definitions::BindingKind;
use super::query_bindings::{Bound, captures};
use super::scopes::Scope;
use crate::syntax::Chunk;

captures!(Capture, "names.scm", Any = "name.any", Other = "name.other");

static QUERY: LazyLock<Bound<Capture>> = LazyLock::new(Bound::new);

/// A name that is used, alone or as the root of attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name.
    pub name: Box<str>,
    /// Where it is.
    pub range: Range<usize>,
    /// The function, class, lambda or comprehension that looks it up; `None` for the module.
    pub scope: Scope,
    /// Whether it stands in an annotation.
    pub in_annotation: bool,
}

pub(super) fn find(chunk: &Chunk) -> Box<[Use]> {
    let mut names = Vec::new();
    let mut others = Vec::new();
    QUERY.each(chunk, |found| {
        for (capture, node) in found.iter() {
            match capture {
                Capture::Any => names.push(node.byte_range()),
                Capture::Other => others.push(node.byte_range()),
            }
        }
    });
    let definitions = chunk.definitions();
    let bindings = definitions.bindings.iter();
    let bound: HashSet<usize> = bindings
        .filter(|binding| binding.kind != BindingKind::Augmented)
        .map(|binding| binding.range.start)
        .collect();
    let annotations = chunk.annotations().iter();
    let mut annotations = RangeCursor::new(annotations.map(|found| found.range.clone()).collect());
    let mut others = RangeCursor::new(others);
    let mut scopes = definitions.regions.sweep();
    names.sort_by_key(|range| range.start);
    let uses = names.into_iter().filter_map(|range| {
        let at = range.start;
        let is_other = others.has(at) || bound.contains(&at);
        (!is_other).then(|| Use {
            name: chunk.text()[range.clone()].into(),
            range,
            scope: scopes.at(at).own,
            in_annotation: annotations.has(at),
        })
    });
    uses.collect()
}

/// Whether places, asked for in ascending order, are in any of some ranges.
struct RangeCursor {
    ranges: std::vec::IntoIter<Range<usize>>,
    next: Option<Range<usize>>,
    end: usize,
}

impl RangeCursor {
    fn new(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut ranges = ranges.into_iter();
        Self {
            next: ranges.next(),
            ranges,
            end: 0,
        }
    }

    fn has(&mut self, byte: usize) -> bool {
        while let Some(range) = self.next.take_if(|range| range.start <= byte) {
            self.end = self.end.max(range.end);
            self.next = self.ranges.next();
        }
        byte < self.end
    }
}
