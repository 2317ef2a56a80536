//! The last line of a check: how much was found, and how much of it can be fixed.

use std::collections::BTreeMap;

use super::fix_mode::FixMode;
use super::report::{Report, counted};
use crate::rules::is_ever_fixed;
use crate::world::Worlds;

/// How many findings there are, and how many of them `--fix` would fix.
pub(crate) fn summary(report: &Report, mending: FixMode) -> String {
    let files = counted(report.files.len(), "file");
    let targets = targets(report).map_or(String::new(), |targets| format!(" ({targets})"));
    let count = report.count();
    if count == 0 {
        return format!("No findings in {files}{targets}.");
    }
    let with = report.files.iter().filter(|file| !file.findings.is_empty());
    let with = match with.count() {
        with if with == report.files.len() => files,
        with => format!("{with} of {files}"),
    };
    let fixable = |mending: FixMode| {
        report
            .findings()
            .filter(|(_, finding)| finding.fixes.iter().any(|fix| mending.allows(fix)))
            .count()
    };
    let (safe, all) = (fixable(FixMode::Safe), fixable(FixMode::All));
    let fixable = match mending {
        FixMode::Unmade => {
            let mut findings = report.findings();
            match findings.any(|(_, finding)| is_ever_fixed(finding)) {
                true => " `--output-format full` shows what can be fixed.".to_owned(),
                false => String::new(),
            }
        }
        FixMode::Nothing if safe > 0 && all > safe => {
            format!(" {safe} fixable with `--fix`, {all} with `--fix --unsafe-fixes`.")
        }
        FixMode::Nothing if safe > 0 => format!(" {safe} fixable with `--fix`."),
        FixMode::Nothing | FixMode::Safe if all > safe => {
            format!(" {} fixable with `--fix --unsafe-fixes`.", all - safe)
        }
        _ => String::new(),
    };
    format!("{} in {with}{targets}.{fixable}", counted(count, "finding"))
}

/// What the files were checked for; those with settings or metadata of their own only count.
fn targets(report: &Report) -> Option<String> {
    let mut files_for = BTreeMap::<Worlds, usize>::new();
    for file in &report.files {
        *files_for.entry(file.targets).or_default() += 1;
    }
    let (targets, files) = files_for.into_iter().max_by_key(|(_, files)| *files)?;
    let others = report.files.len() - files;
    if others >= files {
        return None;
    }
    let targets = targets.as_targets()?;
    Some(match others {
        0 => targets,
        _ => format!("{targets}; {} for others", counted(others, "file")),
    })
}
