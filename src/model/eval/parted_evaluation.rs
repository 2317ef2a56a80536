//! An evaluation that is left where a body is about to run, so that the next key costs that body and nothing else.

use std::ops::Range;

use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::growing_lists::{Likeness, Lists};
use crate::model::eval::rerun::RerunBody;
use crate::model::value::FunctionId;
use crate::model::value::shift::{Shift, Shiftable};

/// So many bytes are left free behind a body that may be typed in. Texts that are longer are not parted.
pub(in crate::model) const OFFSET_GAP: usize = 1 << 22;

/// An evaluation that stands where a body is about to run: what came of it, and after it, is taken off.
pub(in crate::model) struct Parted {
    pub(super) function: FunctionId,
    /// Where the body ended when it was parted, behind which the gap is.
    end: usize,
    /// How many bytes it has grown since then.
    pub(super) grown: isize,
    /// The last one first.
    pub(super) pieces: Vec<RerunBody>,
}

impl Parted {
    /// The function whose body is about to run.
    pub(in crate::model) fn function(&self) -> FunctionId {
        self.function
    }

    /// What is the same of what is found, where something that a message may quote touches these bytes or not.
    pub(in crate::model) fn quoted(&self, bytes: &Range<usize>) -> Likeness {
        let pieces = self.pieces.iter();
        let quoted = pieces.map(|piece| piece.own.lists.quoted(bytes));
        quoted.max().unwrap_or(Likeness::Same)
    }

    /// The records that are put aside.
    pub(in crate::model) fn lists(&self) -> impl Iterator<Item = &Lists> {
        let pieces = self.pieces.iter();
        pieces.flat_map(|piece| [&piece.own.lists, &piece.later.lists])
    }
}

impl Evaluator<'_> {
    /// Goes back to where a body ran that ends at this byte, and leaves room behind it.
    pub(in crate::model) fn part(&mut self, function: FunctionId, end: usize) -> Option<Parted> {
        let mut pieces = self.take_pieces(function)?;
        let gap = |from| Shift::of_bytes(from, from, OFFSET_GAP.cast_signed());
        self.move_all(&gap(end), &mut pieces);
        for piece in &mut pieces {
            // What ends with the body is in it.
            let behind = gap(end + 1);
            piece.own.shift(&behind);
            piece.touched.shift(&behind);
        }
        Some(Parted {
            function,
            end,
            grown: 0,
            pieces,
        })
    }

    /// Puts back what came of the body, and after it, where it is now.
    pub(in crate::model) fn put_together_again(&mut self, parted: Parted) {
        let Parted {
            function: _,
            end,
            grown,
            mut pieces,
        } = parted;
        let behind = end + OFFSET_GAP;
        let back = Shift::of_bytes(behind, behind, grown - OFFSET_GAP.cast_signed());
        self.move_all(&back, &mut pieces);
        while let Some(mut piece) = pieces.pop() {
            piece.own.shift(&back);
            self.put_back(piece.own);
            self.put_back(piece.later);
        }
    }
}
