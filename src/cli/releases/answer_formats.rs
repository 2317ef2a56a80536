//! The answer as a table and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::release_verdict::JudgedRelease;
use super::releases_answer::{ReleasesAnswer, so_many};
use crate::project::index::FailureCause;
use crate::world::Worlds;

/// The answer for people: what works first, then what does not, each with the newest first.
pub(super) fn text(answer: &ReleasesAnswer) -> String {
    let targets = answer.targets;
    let (good, bad): (Vec<&JudgedRelease>, Vec<&JudgedRelease>) = answer
        .judged
        .iter()
        .partition(|judged| judged.works(targets));
    let mut text = headline(answer, good.first().copied());
    if !answer.judged.is_empty() {
        text.push('\n');
    }
    let widest = |texts: &dyn Fn(&JudgedRelease) -> usize| answer.judged.iter().map(texts).max();
    let width = widest(&|release| version(release).len()).unwrap_or_default();
    // Not every index says when a file came.
    let days = widest(&|release| uploaded(release).len()).unwrap_or_default();
    for judged in good.iter().chain(&bad) {
        let mut says = says(judged, targets);
        if judged.release.yanked().is_some() {
            says.insert_str(0, "yanked; ");
        }
        let _ = write!(text, "  {:width$}  ", version(judged));
        if days > 0 {
            let _ = write!(text, "{:days$}  ", uploaded(judged));
        }
        let _ = writeln!(text, "{says}");
    }
    if !answer.left_out.is_empty() {
        let _ = writeln!(text, "\nLeft out: {}.", answer.left_out.join(", "));
    }
    text
}

fn headline(answer: &ReleasesAnswer, best: Option<&JudgedRelease>) -> String {
    let ReleasesAnswer {
        package, targets, ..
    } = answer;
    let is_newer = |release: &&JudgedRelease| {
        best.is_none_or(|best| release.release.version > best.release.version)
    };
    let newer = answer.judged.iter().filter(is_newer);
    let unknown = newer.filter(|release| {
        !release.unknown(*targets).is_empty() && !release.fails().overlaps(*targets)
    });
    let unknown = so_many(unknown.count(), "newer release");
    let best = best.map(version);
    let what = match (best, unknown) {
        (None, _) if answer.judged.is_empty() => format!("{package} has no release for {targets}"),
        (None, None) => {
            format!("No release of {package} can be imported on every target ({targets})")
        }
        (None, Some(_)) => {
            format!("No release of {package} is known to be importable on every target ({targets})")
        }
        (Some(best), None) => format!(
            "{package} {best} is the newest release that can be imported on every target ({targets})"
        ),
        (Some(best), Some(newer)) => format!(
            "{package} {best} can be imported on every target ({targets}); {newer} could not be judged"
        ),
    };
    format!("{what}.\n")
}

fn version(judged: &JudgedRelease) -> String {
    judged.release.version.to_string()
}

fn uploaded(judged: &JudgedRelease) -> &str {
    judged.release.uploaded().unwrap_or_default()
}

fn says(judged: &JudgedRelease, targets: Worlds) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (worlds, blame) in judged.blames(targets) {
        let place = shown(worlds, targets);
        parts.push(format!("fails on {place}: {}", blame_in_words(blame)));
    }
    for (worlds, reason) in judged.unknown(targets) {
        parts.push(match worlds.contains(judged.release.installs() & targets) {
            true => format!("not known: {reason}"),
            false => format!("not known on {}: {reason}", shown(worlds, targets)),
        });
    }
    let lacks = judged.lacks(targets);
    if !lacks.is_empty() {
        let place = shown(lacks, targets);
        parts.push(format!("has no wheel for {place} and no source"));
    }
    match parts.is_empty() {
        true => "works".to_owned(),
        false => parts.join("; "),
    }
}

/// The worlds in the notation; where it is all of them, which they are.
fn shown(worlds: Worlds, targets: Worlds) -> String {
    match (worlds & targets) == targets {
        true => "every target".to_owned(),
        false => worlds.show_within(targets),
    }
}

fn blame_in_words(blame: &FailureCause) -> String {
    let place = match blame.line {
        0 => blame.path.clone(),
        line => format!("{}:{line}", blame.path),
    };
    format!("{}, {place} {}", blame.exception, blame.message)
}

/// The answer for programs. Names and nesting are a contract: others read them.
pub(super) fn json(answer: &ReleasesAnswer) -> String {
    let releases: Vec<Value> = answer
        .judged
        .iter()
        .map(|judged| release(judged, answer.targets))
        .collect();
    let newest = answer
        .judged
        .iter()
        .find(|judged| judged.works(answer.targets))
        .map(version);
    let answer = json!({
        "package": answer.package,
        "targets": answer.targets.to_string(),
        "newest-good": newest,
        "releases": releases,
        "left-out": answer.left_out,
    });
    format!("{answer:#}\n")
}

fn release(judged: &JudgedRelease, targets: Worlds) -> Value {
    let failures: Vec<Value> = judged
        .blames(targets)
        .into_iter()
        .map(|(worlds, blame)| {
            json!({
                "worlds": worlds.show_within(targets),
                "module": blame.module,
                "exception": blame.exception,
                "path": blame.path,
                "line": blame.line,
                "message": blame.message,
            })
        })
        .collect();
    let unknown = judged.unknown(targets);
    let not_known = unknown
        .iter()
        .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds);
    json!({
        "version": version(judged),
        "uploaded": judged.release.uploaded(),
        "yanked": judged.release.yanked(),
        "pre-release": judged.release.is_early(),
        "works": judged.works(targets),
        "fails": judged.fails().show_within(targets),
        "no-file-for": judged.lacks(targets).show_within(targets),
        "failures": failures,
        "not-known": not_known.show_within(targets),
        "error": unknown.first().map(|(_, reason)| reason),
    })
}
