//! The rules: what each is called, says of itself, and looks for.

use crate::finding::Severity;

/// A rule: a situation that fails in some worlds.
#[derive(Debug)]
pub struct Rule {
    /// The code, which is the name of its page: kebab-case, names the bad pattern.
    pub code: &'static str,
    /// The page, in Markdown: its documentation and its fixtures.
    pub page: &'static str,
    /// How it is reported when nothing else is set; `None`: off.
    pub level: Option<Severity>,
}

/// Every rule, in the order of their codes.
pub static RULES: &[&Rule] = &[];

/// The rule with that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
