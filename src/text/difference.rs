//! Where two texts differ.

use std::ops::Range;

/// How many bytes are compared at once.
const BLOCK_BYTES: usize = 64;

/// The bytes of each between those that both begin with and those that both end with.
pub(crate) fn difference(old: &[u8], new: &[u8]) -> (Range<usize>, Range<usize>) {
    let shorter = old.len().min(new.len());
    let start = common_start(&old[..shorter], &new[..shorter]);
    let left = shorter - start;
    let rest = common_end(&old[old.len() - left..], &new[new.len() - left..]);
    (start..old.len() - rest, start..new.len() - rest)
}

/// How many bytes two texts of one length begin with that are the same.
fn common_start(one: &[u8], other: &[u8]) -> usize {
    let blocks = one
        .chunks_exact(BLOCK_BYTES)
        .zip(other.chunks_exact(BLOCK_BYTES));
    let start = blocks.take_while(|(one, other)| one == other).count() * BLOCK_BYTES;
    let bytes = one[start..].iter().zip(&other[start..]);
    start + bytes.take_while(|(one, other)| one == other).count()
}

/// How many bytes two texts of one length end with that are the same.
fn common_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one
        .rchunks_exact(BLOCK_BYTES)
        .zip(other.rchunks_exact(BLOCK_BYTES));
    let rest = blocks.take_while(|(one, other)| one == other).count() * BLOCK_BYTES;
    let left = one.len() - rest;
    let bytes = one[..left].iter().rev().zip(other[..left].iter().rev());
    rest + bytes.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_begin_and_end_with_is_left_out() {
        let long = "x".repeat(3 * BLOCK_BYTES);
        for (old, new, removed, inserted) in [
            ("", "", 0..0, 0..0),
            ("a", "", 0..1, 0..0),
            ("aa", "a", 1..2, 1..1),
            ("abc", "axc", 1..2, 1..2),
            ("abab", "ab", 2..4, 2..2),
            (
                &format!("{long}a{long}"),
                &format!("{long}{long}"),
                192..193,
                192..192,
            ),
            (
                &format!("{long}ab{long}"),
                &format!("{long}cd{long}"),
                192..194,
                192..194,
            ),
        ] {
            let found = difference(old.as_bytes(), new.as_bytes());
            assert_eq!(found, (removed, inserted), "{old} {new}");
        }
    }
}
