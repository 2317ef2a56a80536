//! The format of pip: a requirement a line, with markers, comments and options.

use pep508_rs::VersionOrUrl;

use super::parse::parse;
use super::{Requirement, marker};
use crate::world::Worlds;

/// The lines of pip's format: a backslash at the end joins the next one.
pub(super) fn lines(text: &str) -> Vec<Requirement> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        let mut joined = String::new();
        for line in text[start..].split_inclusive('\n') {
            at += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            let is_comment = line.trim_start().starts_with('#');
            match line.strip_suffix('\\').filter(|_| !is_comment) {
                Some(continued) => joined.push_str(continued),
                None => {
                    joined.push_str(line);
                    break;
                }
            }
        }
        let first = text[start..].lines().next().unwrap_or("");
        found.extend(one_line(&joined, first, start));
    }
    found
}

/// A line whose parts were joined, of which the first begins at this place.
pub(super) fn one_line(line: &str, first: &str, at: usize) -> Option<Requirement> {
    let start = line.len() - line.trim_start().len();
    // A comment begins a line, or stands behind a blank.
    let mut marks = line.match_indices('#').map(|(at, _)| at);
    let comment = marks.find(|at| {
        line[..*at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    });
    let code = &line[..comment.unwrap_or(line.len())];
    let code = code.get(start..)?;
    // What follows in pip's format are its options, such as hashes.
    let hashed = code.contains(" --");
    let code = code.split(" --").next().unwrap_or(code).trim_end();
    if code.is_empty() || code.starts_with('-') {
        return None;
    }
    let mut requirement = one(code, at + start)?;
    let in_one_line = first.get(start..)?.starts_with(code);
    if !in_one_line {
        requirement.end = None;
    }
    // Hashes are those of the release that is required.
    if hashed || !in_one_line {
        requirement.versions = None;
    }
    Some(requirement)
}

/// A requirement as standards define it, whose first byte is at this place.
pub(super) fn one(code: &str, at: usize) -> Option<Requirement> {
    let parsed = parse(code)?;
    let length = code
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(code.len());
    let extras = match code[length..].trim_start().starts_with('[') {
        true => code.find(']').map_or(length, |at| at + 1),
        false => length,
    };
    let versions = code[extras..].split(';').next().unwrap_or("");
    let versions_end = extras + versions.trim_end().len();
    Some(Requirement {
        required: match parsed.version_or_url {
            Some(VersionOrUrl::VersionSpecifier(versions)) => Some(versions),
            Some(VersionOrUrl::Url(_)) | None => None,
        },
        versions: (!code.contains(['@', '('])).then_some(at + extras..at + versions_end),
        name: code[..length].to_owned(),
        range: at..at + length,
        // A marker after an address needs care with blanks.
        value: None,
        end: (!code.contains('@')).then_some(at + code.len()),
        marked: code.contains(';'),
        worlds: marker::worlds(&parsed.marker),
        chosen_in: Worlds::ALL,
    })
}
