//! The fixes of a claim: the platforms that work instead, or no claim at all.

use std::ops::Range;

use super::{Claim, ClaimSubject};
use crate::finding::{Applicability, Fix};
use crate::text::Edit;
use crate::world::{Platform, Worlds, listed};

/// The way to mend a claim that is wrong in these of the target worlds; nothing where it is right
/// in part in a way that it cannot say.
pub(in crate::rules) fn fix(
    claim: &Claim,
    claims: &[Claim],
    (wrong, targets): (Worlds, Worlds),
    text: &str,
) -> Option<Fix> {
    match claim.about {
        ClaimSubject::Platforms => platforms(claim, claims, (wrong, targets), text),
        ClaimSubject::Version => Some(remove(claim, text)),
        ClaimSubject::Versions => versions(claim, wrong),
    }
}

fn platforms(
    claim: &Claim,
    claims: &[Claim],
    (wrong, targets): (Worlds, Worlds),
    text: &str,
) -> Option<Fix> {
    let claimed = claim.worlds & targets;
    let (broken, whole): (Vec<Platform>, Vec<Platform>) = claimed
        .platforms()
        .partition(|platform| wrong.overlaps(Worlds::platform(*platform)));
    let never = |platform: &Platform| wrong.contains(Worlds::platform(*platform) & targets);
    if !broken.iter().all(never) {
        return None;
    }
    let classifiers: Option<Vec<&str>> = whole.iter().map(|minor| classifier(*minor)).collect();
    let mut classifiers = classifiers?;
    classifiers.retain(|classifier| claims.iter().all(|other| other.written != *classifier));
    if classifiers.is_empty() {
        return Some(remove(claim, text));
    }
    let element = element(claim, text);
    let quoted = |name: &&str| {
        let (before, after) = (
            claim.range.start - element.start,
            element.end - claim.range.end,
        );
        let (open, close) = (
            &text[element.start..][..before],
            &text[claim.range.end..][..after],
        );
        format!("{open}{name}{close}")
    };
    let is_list = element != claim.range;
    let between = between(&element, text, is_list);
    let content: Vec<String> = classifiers.iter().map(quoted).collect();
    let titles: Vec<&str> = whole.iter().map(|platform| platform.title()).collect();
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Claim {} only", listed(&titles)),
        vec![Edit {
            range: element,
            content: content.join(&between),
        }],
    ))
}

/// The trove classifier of a platform.
fn classifier(platform: Platform) -> Option<&'static str> {
    match platform {
        Platform::Linux => Some("Operating System :: POSIX :: Linux"),
        Platform::Macos => Some("Operating System :: MacOS"),
        Platform::Windows => Some("Operating System :: Microsoft :: Windows"),
        Platform::Freebsd => Some("Operating System :: POSIX :: BSD :: FreeBSD"),
        _ => None,
    }
}

/// What stands between two elements like this one: they keep to their lines.
fn between(element: &Range<usize>, text: &str, is_list: bool) -> String {
    let line = text[..element.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..element.start];
    let comma = if is_list { "," } else { "" };
    match indent.trim().is_empty() {
        true => format!("{comma}\n{indent}"),
        false if is_list => ", ".to_owned(),
        // The first line of a value in `setup.cfg`: the next ones are indented.
        false => "\n    ".to_owned(),
    }
}

/// Takes the claim out, with the comma and the line that were its own.
fn remove(claim: &Claim, text: &str) -> Fix {
    let element = element(claim, text);
    let is_list = element != claim.range;
    let line = text[..element.start].rfind('\n').map_or(0, |at| at + 1);
    let after = &text[element.end..];
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let mut end = element.end + blanks(after);
    let comma = is_list && text[end..].starts_with(',');
    if comma {
        end += 1;
    }
    let mut start = element.start;
    let rest = text[end..].split('\n').next().unwrap_or("").trim();
    let alone = text[line..start].trim().is_empty();
    if alone && (rest.is_empty() || is_list && rest.starts_with('#')) {
        start = line;
        end += text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
    } else if comma {
        end += blanks(&text[end..]);
    } else if is_list {
        end = element.end;
        let before = text[..start].trim_end();
        start = before.strip_suffix(',').map_or(start, str::len);
    }
    Fix::new(
        Applicability::Unsafe,
        format!("Do not claim {}", claim.written),
        vec![Edit {
            range: start..end,
            content: String::new(),
        }],
    )
}

/// The claim with its quotes, if it has any.
fn element(claim: &Claim, text: &str) -> Range<usize> {
    let Range { start, end } = claim.range;
    let before = text[..start].chars().next_back();
    match before.filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) if text[end..].starts_with(quote) => start - 1..end + 1,
        _ => start..end,
    }
}

/// `>=3.8` is raised to the first version that works.
fn versions(claim: &Claim, wrong: Worlds) -> Option<Fix> {
    let only_from = claim.written.strip_prefix(">=3.")?;
    only_from.trim().parse::<u8>().ok()?;
    let minors = wrong
        .platforms()
        .flat_map(|platform| wrong.minors_of(platform));
    let first = minors.max()? + 1;
    let versions = format!(">=3.{first}");
    Some(Fix::new(
        Applicability::Unsafe,
        format!("Require Python {versions}"),
        vec![Edit {
            range: claim.range.clone(),
            content: versions,
        }],
    ))
}
