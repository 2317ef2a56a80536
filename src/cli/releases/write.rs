//! The answer as a table and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Answer, Judged};
use crate::project::index::Blame;
use crate::world::Worlds;

/// The answer for people: what works first, then what does not, each with the newest first.
pub(super) fn text(answer: &Answer) -> String {
    let Answer {
        package, targets, ..
    } = answer;
    let (good, bad): (Vec<&Judged>, Vec<&Judged>) = answer
        .judged
        .iter()
        .partition(|judged| judged.works(*targets));
    let place = targets.to_string();
    let mut text = match (good.first(), answer.judged.first()) {
        (_, None) => format!("{package} has no release for {place}.\n"),
        (Some(best), _) => format!(
            "{package} {} is the newest release that can be imported on every target ({place}).\n",
            best.release.version
        ),
        (None, _) => {
            format!("No release of {package} can be imported on every target ({place}).\n")
        }
    };
    if !answer.judged.is_empty() {
        text.push('\n');
    }
    let width = answer.judged.iter().map(|one| version(one).len()).max();
    let width = width.unwrap_or_default();
    for judged in good.iter().chain(&bad) {
        let uploaded = judged.release.uploaded().unwrap_or("");
        let mut says = says(judged, *targets);
        if judged.release.yanked().is_some() {
            says.insert_str(0, "yanked; ");
        }
        let _ = writeln!(text, "  {:width$}  {uploaded:10}  {says}", version(judged));
    }
    if !answer.left_out.is_empty() {
        let _ = writeln!(text, "\nLeft out: {}.", answer.left_out.join(", "));
    }
    text
}

fn version(judged: &Judged) -> String {
    judged.release.version.to_string()
}

fn says(judged: &Judged, targets: Worlds) -> String {
    let verdict = match &judged.verdict {
        Ok(verdict) => verdict,
        Err(reason) => return format!("not known: {reason}"),
    };
    let mut parts: Vec<String> = Vec::new();
    let reaches = judged.release.installs() & targets;
    for blame in &verdict.failures {
        let worlds = blame.worlds() & reaches;
        if !worlds.is_empty() {
            parts.push(format!(
                "fails on {}: {}",
                shown(worlds, targets),
                blame_in_words(blame)
            ));
        }
    }
    let lacks = judged.lacks(targets);
    if !lacks.is_empty() {
        parts.push(format!(
            "has no wheel for {} and no source",
            shown(lacks, targets)
        ));
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

fn blame_in_words(blame: &Blame) -> String {
    format!(
        "{}, {}:{} {}",
        blame.exception, blame.path, blame.line, blame.message
    )
}

/// The answer for programs. Names and nesting are a contract: others read them.
pub(super) fn json(answer: &Answer) -> String {
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

fn release(judged: &Judged, targets: Worlds) -> Value {
    let reaches = judged.release.installs() & targets;
    let failures: Vec<Value> = judged
        .verdict
        .iter()
        .flat_map(|verdict| &verdict.failures)
        .filter(|blame| blame.worlds().overlaps(reaches))
        .map(|blame| {
            json!({
                "worlds": (blame.worlds() & reaches).show_within(targets),
                "module": blame.module,
                "exception": blame.exception,
                "path": blame.path,
                "line": blame.line,
                "message": blame.message,
            })
        })
        .collect();
    json!({
        "version": version(judged),
        "uploaded": judged.release.uploaded(),
        "yanked": judged.release.yanked(),
        "pre-release": judged.release.is_early(),
        "works": judged.works(targets),
        "fails": judged.fails(targets).show_within(targets),
        "no-file-for": judged.lacks(targets).show_within(targets),
        "failures": failures,
        "error": judged.verdict.as_ref().err(),
    })
}
