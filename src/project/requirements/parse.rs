//! Reading one requirement as PEP 508 says it, unless it was written to take for ever.

use std::str::FromStr;

use pep508_rs::{Requirement, VerbatimUrl};

/// Longer requirements are not read.
const LONGEST: usize = 4096;
/// Nor are those with more brackets, which are read one inside the other.
const MOST_BRACKETS: usize = 64;
/// Nor are those with more comparisons: what is made of them can double with each.
const MOST_COMPARISONS: usize = 32;

/// The requirement; `None` when it is none.
pub(in crate::project) fn parse(code: &str) -> Option<Requirement<VerbatimUrl>> {
    let count = |characters: &[char]| code.matches(characters).count();
    let is_modest = code.len() <= LONGEST
        && count(&['(', '[']) <= MOST_BRACKETS
        && count(&['\'', '"']) <= 2 * MOST_COMPARISONS;
    is_modest.then(|| Requirement::from_str(code).ok())?
}
