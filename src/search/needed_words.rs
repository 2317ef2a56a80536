//! What a text has to have in it, as a fact's conditions on arguments say, before something can be found by that fact.

use crate::facts::{ArgumentCondition, ArgumentTest, Fact, Literal};
use crate::syntax::is_name_byte;

/// The string that an argument has to be for this to be a finding, if it is one word.
pub(super) fn needed_literal(fact: &Fact) -> Option<&'static str> {
    fact.when
        .iter()
        .find_map(|condition| match (condition.test, condition.literal) {
            (ArgumentTest::Is, Literal::Str(text)) if text.bytes().all(is_name_byte) => Some(text),
            _ => None,
        })
        .filter(|text| !text.is_empty())
}

/// Whether a string has this in it, or begins or ends with a piece of it.
pub(super) fn holds_piece(text: &str, fragment: &str) -> bool {
    let mut cuts = 1..fragment.len();
    text.contains(fragment)
        || fragment.contains(text)
        || cuts.any(|cut| text.ends_with(&fragment[..cut]) || text.starts_with(&fragment[cut..]))
}

/// What has to be in an argument for this to be a finding.
pub(super) fn needed_fragment(fact: &Fact) -> Option<&'static str> {
    let parts = fact.when.iter().filter_map(|condition| match condition {
        ArgumentCondition {
            test: ArgumentTest::Is,
            literal: Literal::Part(text),
            ..
        } => Some(*text),
        _ => None,
    });
    parts.max_by_key(|part| part.len())
}

/// The class whose attribute an argument has to be: `NamedTemporaryFile` for its `name`.
pub(super) fn needed_class(fact: &Fact) -> Option<&'static str> {
    fact.when
        .iter()
        .find_map(|condition| match (condition.test, condition.literal) {
            (ArgumentTest::Is, Literal::Name(name)) if name.ends_with(char::is_lowercase) => {
                let class = name.rsplit('.').nth(1);
                class.filter(|class| class.starts_with(char::is_uppercase))
            }
            _ => None,
        })
}
