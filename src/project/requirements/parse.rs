//! Reading one requirement as PEP 508 says it, unless it was written to take forever.

use std::str::FromStr;

use pep508_rs::{Requirement, VerbatimUrl};

use crate::limits::reached;

/// Longer requirements are not read.
const MAX_REQUIREMENT_BYTES: usize = 4096;
/// Nor are those with more brackets, which are read one inside the other.
const MAX_BRACKETS: usize = 64;
/// Nor are those with more comparisons: what is made of them can double with each.
const MAX_COMPARISONS: usize = 32;

/// The requirement; `None` when it is none.
pub(in crate::project) fn parse(code: &str) -> Option<Requirement<VerbatimUrl>> {
    let count = |characters: &[char]| code.matches(characters).count();
    let is_modest = code.len() <= MAX_REQUIREMENT_BYTES
        && count(&['(', '[']) <= MAX_BRACKETS
        && count(&['\'', '"']) <= 2 * MAX_COMPARISONS;
    if !is_modest {
        reached("characters, brackets or comparisons in a requirement");
    }
    (is_modest && names_end_well(code) && has_plain_marker(code))
        .then(|| Requirement::from_str(code).ok())?
}

/// Whether no name of the distribution or an extra ends in a sign, which `pep508_rs` does not live through.
fn names_end_well(code: &str) -> bool {
    let end = code.find([';', '@', '<', '>', '=', '!', '~', '(']);
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut names = code[..end.unwrap_or(code.len())].split(|c: char| !is_inside(c));
    names.all(|name| !name.ends_with(['-', '_', '.']))
}

/// Whether the marker is ASCII, as all are that a platform answers; `pep508_rs` counts the bytes of other characters as one.
fn has_plain_marker(code: &str) -> bool {
    let marker = code.split_once(';').map(|(_, marker)| marker);
    marker.is_none_or(str::is_ascii)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_marker_with_other_characters_is_none() {
        for code in ["b; os_name == \"x\" é", "b; os_name == \"x\"é and"] {
            assert!(parse(code).is_none(), "{code}");
        }
        assert!(parse("b; os_name == \"x\"").is_some());
    }

    #[test]
    fn a_name_that_ends_in_a_sign_is_none() {
        for code in [
            "all-",
            "all- ==1",
            "all_;",
            "a[b-]",
            "a[b., c]>1",
            "a.[b]",
            "a-<2",
        ] {
            assert!(parse(code).is_none(), "{code}");
        }
        for code in [
            "a-b",
            "a.b [c_d, e] >= 1.*",
            "a @ https://example.org/a-",
            "a (==1.*)",
        ] {
            assert_eq!(
                parse(code).is_some(),
                code != "a.b [c_d, e] >= 1.*",
                "{code}"
            );
        }
    }
}
