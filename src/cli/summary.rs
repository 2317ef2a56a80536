//! The last line of a check: how much was found, and how much of it can be fixed.

use super::arguments::FixArguments;
use super::check_file::FixMode;
use super::report::{Report, counted};

/// How many findings there are, and how many of them `--fix` would fix.
pub(crate) fn summary(report: &Report, fixing: &FixArguments) -> String {
    let files = counted(report.files.len(), "file");
    let count = report.count();
    if count == 0 {
        let targets = targets(report).map_or(String::new(), |targets| format!(" ({targets})"));
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
    let fixable = match FixMode::wanted(fixing) {
        FixMode::Nothing if safe > 0 && all > safe => {
            format!(" {safe} fixable with `--fix`, {all} with `--fix --unsafe-fixes`.")
        }
        FixMode::Nothing if safe > 0 => format!(" {safe} fixable with `--fix`."),
        FixMode::Nothing | FixMode::Safe if all > safe => {
            format!(" {} fixable with `--fix --unsafe-fixes`.", all - safe)
        }
        _ => String::new(),
    };
    format!("{} in {with}.{fixable}", counted(count, "finding"))
}

/// What the files were checked for, where that is the same for all.
fn targets(report: &Report) -> Option<String> {
    let first = report.files.first()?.targets;
    let is_same = report.files.iter().all(|file| file.targets == first);
    first.as_targets().filter(|_| is_same)
}
