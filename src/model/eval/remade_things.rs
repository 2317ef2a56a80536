//! What a run makes in the place of what it made before an edit.

use std::ops::Range;

use crate::model::children::records::MadeObject;
use crate::model::value::shift::Shift;
use crate::model::value::thing_numbers::Renumbering;

/// What a run makes otherwise, counted from the first thing that it makes.
pub(super) struct RemadeThings {
    gone: Range<usize>,
    new: Range<usize>,
}

impl RemadeThings {
    /// What is other than before; `None` if all is the same. Both have to be at comparable places.
    pub(super) fn between(before: &[MadeObject], now: &[MadeObject]) -> Option<Self> {
        let alike = |(one, other): &(&MadeObject, &MadeObject)| one == other;
        let first = before.iter().zip(now).take_while(alike).count();
        if first == before.len() && first == now.len() {
            return None;
        }
        let rest = before[first..].iter().rev().zip(now[first..].iter().rev());
        let last = rest.take_while(alike).count();
        Some(Self {
            gone: first..before.len() - last,
            new: first..now.len() - last,
        })
    }

    /// From the numbers before the edit to those after it, behind what other runs make otherwise.
    pub(super) fn add_to(&self, known: &mut Renumbering, first: usize, first_now: usize) {
        let from = |range: &Range<usize>, first| range.start + first..range.end + first;
        known.push(from(&self.gone, first), from(&self.new, first_now));
    }

    /// From the numbers before this run to those after it, where its first thing has the same number in both.
    pub(super) fn by_itself(&self, first: usize) -> Shift {
        let mut renumbered = Renumbering::default();
        self.add_to(&mut renumbered, first, first);
        Shift::of_numbers(renumbered)
    }
}
