//! Edits of one text that can be made together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Edit;

/// Edits that do not overlap, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct EditSet {
    edits: BTreeMap<(usize, usize), Vec<Edit>>,
}

impl EditSet {
    /// Whether exactly this edit is in it.
    pub fn contains(&self, edit: &Edit) -> bool {
        let same = self.edits.get(&(edit.range.start, edit.range.end));
        same.is_some_and(|same| same.contains(edit))
    }

    /// Whether the result would depend on which comes first, this one or one that is in it.
    pub fn collides(&self, new: &Edit) -> bool {
        self.collides_unless(new, |_| false)
    }

    /// The same, where others at the same byte may come before it or behind it.
    pub fn collides_unless(&self, new: &Edit, joins: impl Fn(&Edit) -> bool) -> bool {
        let new = &new.range;
        let before = self.edits.range(..=(new.end, usize::MAX)).rev();
        // Those before the first that ends earlier end earlier, too.
        let mut near = before.take_while(|((_, end), _)| *end >= new.start);
        near.any(
            |(&(start, end), edits)| match new.is_empty() || start == end {
                true if new.start == start && new.end == end => !edits.iter().all(&joins),
                true => start <= new.end && new.start <= end,
                false => start < new.end && new.start < end,
            },
        )
    }

    /// Adds an edit that does not collide.
    pub fn insert(&mut self, edit: Edit) {
        let same = self.edits.entry((edit.range.start, edit.range.end));
        same.or_default().push(edit);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The edits, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.edits.values().flatten()
    }

    /// The text after all of them.
    pub fn apply(&self, text: &str) -> String {
        let mut applied = String::with_capacity(text.len());
        let mut at = 0;
        for edit in self.iter() {
            applied += text.get(at..edit.range.start).unwrap_or_default();
            applied += &edit.content;
            at = edit.range.end;
        }
        applied += text.get(at..).unwrap_or_default();
        applied
    }

    /// The byte before the edits that a byte after them stands for: of what was added, the place
    /// where it was added.
    pub fn origins(&self, after: impl IntoIterator<Item = usize>) -> Vec<usize> {
        // Where each edit is in the text after, and which byte that was.
        let mut stretches: Vec<(Range<usize>, usize, usize)> = Vec::new();
        let (mut grown, mut shrunk) = (0, 0);
        for edit in self.iter() {
            let start = edit.range.start + grown - shrunk;
            grown += edit.content.len();
            shrunk += edit.range.len();
            let end = start + edit.content.len();
            stretches.push((start..end, edit.range.start, edit.range.end));
        }
        let origin = |byte: usize| {
            let behind = stretches.partition_point(|(after, ..)| after.start <= byte);
            match behind.checked_sub(1).and_then(|at| stretches.get(at)) {
                Some((after, start, _)) if byte < after.end => *start,
                Some((after, _, end)) => byte - after.end + end,
                None => byte,
            }
        };
        after.into_iter().map(origin).collect()
    }
}
