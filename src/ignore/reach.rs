//! Which lines each directive is for, and whether it was of use.

use std::ops::{Range, RangeInclusive};

use super::{Directive, Layout, Verb};
use crate::text::{Encoding, Text};

/// What the directives of a document ask for, rule by rule.
pub(super) struct Reach<'d> {
    text: &'d Text,
    layout: &'d Layout,
    claims: Vec<Claim<'d>>,
}

/// One rule of one directive.
struct Claim<'d> {
    directive: usize,
    code: &'d str,
    lines: Option<RangeInclusive<usize>>,
    /// The line that it stands behind, where it is for the whole statement if that begins or ends there.
    behind: Option<usize>,
    used: bool,
}

impl<'d> Reach<'d> {
    pub(super) fn new(text: &'d Text, layout: &'d Layout, directives: &'d [Directive]) -> Self {
        let mut claims = Vec::new();
        for (at, directive) in directives.iter().enumerate() {
            let line = row(text, directive.range.start);
            let trailing = directive.verb() == Some(Verb::Ignore) && !directive.own_line;
            for (code, _) in directive.rules() {
                let lines = lines(at, code, line, directives, text, layout);
                claims.push(Claim {
                    directive: at,
                    code,
                    used: directive.verb() == Some(Verb::Enable) && lines.is_some(),
                    lines,
                    behind: trailing.then_some(line),
                });
            }
        }
        Self {
            text,
            layout,
            claims,
        }
    }

    /// Whether a directive ignores this rule at this byte; it counts as used then.
    pub(super) fn ignores(&mut self, rule: &str, byte: usize) -> bool {
        let line = row(self.text, byte);
        let statement = self.layout.logical(line);
        let mut ignored = false;
        for claim in self.claims.iter_mut().filter(|claim| claim.code == rule) {
            let here = claim
                .lines
                .as_ref()
                .is_some_and(|lines| lines.contains(&line));
            let around = claim
                .behind
                .is_some_and(|behind| behind == *statement.start() || behind == *statement.end());
            if here || around {
                claim.used = true;
                ignored = true;
            }
        }
        ignored
    }

    /// For each rule of a directive, in order: whether it was of use.
    pub(super) fn used(&self, directive: usize) -> impl Iterator<Item = bool> {
        self.claims
            .iter()
            .filter(move |claim| claim.directive == directive)
            .map(|claim| claim.used)
    }

    /// Whether a directive stands where it is for something.
    pub(super) fn is_placed(&self, directive: usize) -> bool {
        self.claims
            .iter()
            .any(|claim| claim.directive == directive && claim.lines.is_some())
    }
}

impl Directive {
    /// The rules that it names, each with its bytes.
    pub fn rules(&self) -> &[(String, Range<usize>)] {
        self.form.as_ref().map_or(&[], |form| &form.rules)
    }

    /// What it does, if it can be read.
    pub fn verb(&self) -> Option<Verb> {
        self.form.as_ref().ok().map(|form| form.verb)
    }
}

/// The line of a byte.
pub(super) fn row(text: &Text, byte: usize) -> usize {
    text.position(byte, Encoding::Utf8).line as usize
}

/// The lines that a directive is for, as far as one of its rules is concerned.
fn lines(
    at: usize,
    code: &str,
    line: usize,
    directives: &[Directive],
    text: &Text,
    layout: &Layout,
) -> Option<RangeInclusive<usize>> {
    let directive = &directives[at];
    let names = |other: &&Directive| other.rules().iter().any(|(named, _)| named == code);
    match directive.verb()? {
        Verb::Ignore if directive.own_line => layout.next(line),
        Verb::Ignore => Some(line..=line),
        Verb::FileIgnore => {
            (directive.own_line && layout.is_above_code(line)).then_some(0..=usize::MAX)
        }
        Verb::Disable => {
            let end = directives[at + 1..]
                .iter()
                .find(|later| later.verb() == Some(Verb::Enable) && names(later));
            let end = end.map_or(usize::MAX, |end| row(text, end.range.start));
            Some(line..=end)
        }
        // It ends the last `disable` of the rule, if that was not ended before.
        Verb::Enable => {
            let last = directives[..at].iter().rfind(|before| {
                matches!(before.verb(), Some(Verb::Disable | Verb::Enable)) && names(before)
            })?;
            (last.verb() == Some(Verb::Disable)).then_some(line..=line)
        }
    }
}
