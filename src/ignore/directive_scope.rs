//! Which lines each directive is for, and whether it was of use.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::{Range, RangeInclusive};

use super::{Directive, DirectiveVerb, Layout};
use crate::text::{PositionEncoding, Text};

/// What the directives of a document ask for, rule by rule.
pub(super) struct DirectiveScope<'d> {
    text: &'d Text,
    layout: &'d Layout,
    /// Those of one directive after those of another.
    claims: Vec<DirectiveRule<'d>>,
    /// Where those of each directive begin.
    first: Vec<usize>,
    /// The lines on which a rule is ignored, in order and apart.
    lines: HashMap<&'d str, Vec<(usize, usize)>>,
    /// The lines that claims stand behind.
    behind: HashSet<(&'d str, usize)>,
    /// The lines on which a rule was ignored, and the first and the last lines of the statements there.
    ignored: HashMap<&'d str, BTreeSet<usize>>,
    edges: HashSet<(&'d str, usize)>,
}

/// One rule of one directive.
struct DirectiveRule<'d> {
    code: &'d str,
    lines: Option<RangeInclusive<usize>>,
    /// The line that it stands behind, where it is for the whole statement if that begins or ends there.
    behind: Option<usize>,
    /// It is of use whatever is found.
    ends: bool,
}

impl<'d> DirectiveScope<'d> {
    pub(super) fn new(text: &'d Text, layout: &'d Layout, directives: &'d [Directive]) -> Self {
        let stretches = DirectiveRegions::of(directives);
        let mut claims: Vec<DirectiveRule<'d>> = Vec::new();
        let mut first = Vec::new();
        for (at, directive) in directives.iter().enumerate() {
            first.push(claims.len());
            let line = row(text, directive.range.start);
            let trailing = directive.verb() == Some(DirectiveVerb::Ignore) && !directive.own_line;
            for (code, _) in directive.rules() {
                let lines = stretches.lines((at, code), line, directives, text, layout);
                claims.push(DirectiveRule {
                    code,
                    ends: directive.verb() == Some(DirectiveVerb::Enable) && lines.is_some(),
                    lines,
                    behind: trailing.then_some(line),
                });
            }
        }
        first.push(claims.len());
        let mut lines: HashMap<&'d str, Vec<(usize, usize)>> = HashMap::new();
        let mut behind = HashSet::new();
        for claim in &claims {
            if let Some(own) = &claim.lines {
                let known = lines.entry(claim.code).or_default();
                known.push((*own.start(), *own.end()));
            }
            behind.extend(claim.behind.map(|line| (claim.code, line)));
        }
        lines.values_mut().for_each(merge);
        Self {
            text,
            layout,
            claims,
            first,
            lines,
            behind,
            ignored: HashMap::new(),
            edges: HashSet::new(),
        }
    }

    /// Whether a directive ignores this rule at this byte; it counts as used then.
    pub(super) fn ignores(&mut self, rule: &'static str, byte: usize) -> bool {
        let line = row(self.text, byte);
        let statement = self.layout.logical(line);
        let edges = [*statement.start(), *statement.end()];
        let here = self.lines.get(rule).is_some_and(|known| {
            let at = known.partition_point(|(_, last)| *last < line);
            known.get(at).is_some_and(|(first, _)| *first <= line)
        });
        let around = edges
            .iter()
            .any(|edge| self.behind.contains(&(rule, *edge)));
        if here || around {
            self.ignored.entry(rule).or_default().insert(line);
            self.edges.extend(edges.map(|edge| (rule, edge)));
        }
        here || around
    }

    /// For each rule of a directive, in order: whether it was of use.
    pub(super) fn used(&self, directive: usize) -> impl Iterator<Item = bool> {
        self.of(directive).iter().map(|claim| {
            let is_ignored = |lines: &RangeInclusive<usize>| {
                let ignored = self.ignored.get(claim.code);
                ignored.is_some_and(|ignored| ignored.range(lines.clone()).next().is_some())
            };
            let is_edge = |line: usize| self.edges.contains(&(claim.code, line));
            claim.ends
                || claim.lines.as_ref().is_some_and(is_ignored)
                || claim.behind.is_some_and(is_edge)
        })
    }

    /// Whether a directive stands where it is for something.
    pub(super) fn is_placed(&self, directive: usize) -> bool {
        self.of(directive).iter().any(|claim| claim.lines.is_some())
    }

    fn of(&self, directive: usize) -> &[DirectiveRule<'d>] {
        &self.claims[self.first[directive]..self.first[directive + 1]]
    }
}

/// Makes stretches of lines disjoint, in order.
fn merge(stretches: &mut Vec<(usize, usize)>) {
    stretches.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for &(first, last) in &*stretches {
        match merged.last_mut() {
            Some((_, end)) if first <= *end => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    *stretches = merged;
}

impl Directive {
    /// The rules that it names, each with its bytes.
    pub fn rules(&self) -> &[(String, Range<usize>)] {
        self.form.as_ref().map_or(&[], |form| &form.rules)
    }

    /// What it does, if it can be read.
    pub fn verb(&self) -> Option<DirectiveVerb> {
        self.form.as_ref().ok().map(|form| form.verb)
    }
}

/// The line of a byte.
pub(super) fn row(text: &Text, byte: usize) -> usize {
    text.position(byte, PositionEncoding::Utf8).line as usize
}

/// The directives that begin and end something, by the rules that they name.
struct DirectiveRegions<'d> {
    edges: HashMap<&'d str, Vec<(usize, DirectiveVerb)>>,
    /// Those that end something.
    ends: HashMap<&'d str, Vec<usize>>,
}

impl<'d> DirectiveRegions<'d> {
    fn of(directives: &'d [Directive]) -> Self {
        let mut edges: HashMap<&str, Vec<(usize, DirectiveVerb)>> = HashMap::new();
        let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, directive) in directives.iter().enumerate() {
            if let Some(verb @ (DirectiveVerb::Disable | DirectiveVerb::Enable)) = directive.verb()
            {
                for (code, _) in directive.rules() {
                    edges.entry(code).or_default().push((at, verb));
                    if verb == DirectiveVerb::Enable {
                        ends.entry(code).or_default().push(at);
                    }
                }
            }
        }
        Self { edges, ends }
    }

    /// The lines that a directive is for, as far as one of its rules is concerned.
    fn lines(
        &self,
        (at, code): (usize, &str),
        line: usize,
        directives: &[Directive],
        text: &Text,
        layout: &Layout,
    ) -> Option<RangeInclusive<usize>> {
        let directive = &directives[at];
        let edges = self.edges.get(code).map_or(&[][..], Vec::as_slice);
        match directive.verb()? {
            DirectiveVerb::Ignore if directive.own_line => layout.next(line),
            DirectiveVerb::Ignore => Some(line..=line),
            DirectiveVerb::FileIgnore => {
                (directive.own_line && layout.is_above_code(line)).then_some(0..=usize::MAX)
            }
            DirectiveVerb::Disable => {
                let ends = self.ends.get(code).map_or(&[][..], Vec::as_slice);
                let end = ends.get(ends.partition_point(|end| *end <= at));
                let end = end.map_or(usize::MAX, |end| row(text, directives[*end].range.start));
                Some(line..=end)
            }
            // It ends the last `disable` of the rule, if that was not ended before.
            DirectiveVerb::Enable => {
                let before = edges.partition_point(|(other, _)| *other < at);
                let (_, last) = edges[..before].last()?;
                (*last == DirectiveVerb::Disable).then_some(line..=line)
            }
        }
    }
}
