//! Writing comments that ignore findings.

use std::collections::BTreeMap;

use super::directive::directives;
use super::directive_scope::row;
use super::{Directive, DirectiveVerb, Layout};
use crate::finding::Finding;
use crate::syntax::Document;
use crate::text::{Edit, Text};

/// The edits that make a comment ignore this finding; none when one does already.
pub fn add_ignore(document: &Document, finding: &Finding, reason: Option<&str>) -> Vec<Edit> {
    add_ignores(document.text(), &Layout::of(document), [finding], reason)
}

/// The edits that make comments ignore these findings: one comment for all in one place.
pub fn add_ignores<'f>(
    text: &Text,
    layout: &Layout,
    findings: impl IntoIterator<Item = &'f Finding>,
    reason: Option<&str>,
) -> Vec<Edit> {
    let directives = directives(text.as_str(), layout);
    let mut rules: BTreeMap<IgnoredFinding, Vec<&str>> = BTreeMap::new();
    for finding in findings {
        let line = row(text, finding.range.start);
        let target = target(line, text, layout, &directives);
        let here = rules.entry(target).or_default();
        if !here.contains(&finding.rule) {
            here.push(finding.rule);
        }
    }
    rules
        .into_iter()
        .filter_map(|(target, rules)| match target {
            IgnoredFinding::Existing(at) => extend(&directives[at], &rules),
            IgnoredFinding::Behind(line) => Some(behind(text, line, &rules, reason)),
            IgnoredFinding::Above(line) => Some(above(text, line, &rules, reason)),
        })
        .collect()
}

/// Where the rule is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum IgnoredFinding {
    /// In the directive at this index.
    Existing(usize),
    /// Behind the code of this line.
    Behind(usize),
    /// On a line of its own above this one.
    Above(usize),
}

fn target(line: usize, text: &Text, layout: &Layout, directives: &[Directive]) -> IgnoredFinding {
    let statement = layout.logical(line);
    let existing = directives.iter().position(|directive| {
        let at = row(text, directive.range.start);
        directive.verb() == Some(DirectiveVerb::Ignore)
            && if directive.own_line {
                layout.next(at).is_some_and(|lines| lines.contains(&line))
            } else {
                at == line || at == *statement.start() || at == *statement.end()
            }
    });
    match existing {
        Some(at) => IgnoredFinding::Existing(at),
        None if layout.takes_comment(line) => IgnoredFinding::Behind(line),
        // There is no room behind a line that goes on in a string or after a backslash.
        None => IgnoredFinding::Above(*statement.start()),
    }
}

fn extend(directive: &Directive, rules: &[&str]) -> Option<Edit> {
    let named = directive.rules();
    let last = named.last()?.1.end;
    let new: Vec<&str> = rules
        .iter()
        .filter(|rule| !named.iter().any(|(code, _)| code == **rule))
        .copied()
        .collect();
    (!new.is_empty()).then(|| Edit::insertion(last, format!(", {}", new.join(", "))))
}

fn behind(text: &Text, line: usize, rules: &[&str], reason: Option<&str>) -> Edit {
    let range = text.line(line);
    let code = text.as_str()[range.clone()].trim_end().len();
    Edit {
        range: range.start + code..range.end,
        content: format!("  {}", comment(rules, reason)),
    }
}

fn above(text: &Text, line: usize, rules: &[&str], reason: Option<&str>) -> Edit {
    let range = text.line(line);
    let content = &text.as_str()[range.clone()];
    let indent = &content[..content.len() - content.trim_start().len()];
    Edit::insertion(
        range.start,
        format!(
            "{indent}{}{}",
            comment(rules, reason),
            line_break(text.as_str())
        ),
    )
}

fn comment(rules: &[&str], reason: Option<&str>) -> String {
    let reason = reason.map(|reason| reason.replace(['\n', '\r'], " "));
    let reason = reason.as_deref().map_or("", str::trim);
    format!("# spawnsafe: ignore[{}] {reason}", rules.join(", "))
        .trim_end()
        .to_owned()
}

/// The first line break of the text.
fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}
