//! Files with fixes applied: written, or shown as a diff.

use similar::TextDiff;

use super::Exit;
use super::arguments::FixArguments;
use super::atomic_write::replace;
use super::check_file::ExaminedFile;
use super::fix_mode::FixMode;
use super::fix_outcome::FixOutcome;
use super::report::counted;
use super::streams::Streams;
use crate::finding::Finding;
use crate::text::printable_line;

/// Writes what changed, or shows it.
pub(crate) fn deliver(
    examined: &mut [ExaminedFile],
    fixing: &FixArguments,
    stdin: bool,
    streams: &Streams,
) -> Exit {
    let mut exit = Exit::Clean;
    if fixing.diff {
        let diff: String = examined.iter().map(diff).collect();
        exit = exit.max(streams.print_diff(&diff));
        if !diff.is_empty() {
            exit = exit.max(Exit::Findings);
        }
    } else if stdin {
        for file in examined.iter() {
            exit = exit.max(streams.print_source(file.checked.file().as_str()));
        }
    } else {
        exit = exit.max(write_all(examined, streams).1);
    }
    say(examined, fixing, streams);
    exit
}

/// Writes the files that changed, and counts them.
pub(crate) fn write_all(examined: &mut [ExaminedFile], streams: &Streams) -> (usize, Exit) {
    let mut exit = Exit::Clean;
    let mut files = 0;
    for file in examined.iter_mut().filter(|file| is_changed(file)) {
        let outcome = write(file, streams);
        files += usize::from(outcome == Exit::Clean);
        exit = exit.max(outcome);
    }
    (files, exit)
}

pub(super) fn is_changed(file: &ExaminedFile) -> bool {
    file.checked.file().as_str() != file.source.text
}

fn write(file: &mut ExaminedFile, streams: &Streams) -> Exit {
    let result = file
        .source
        .encode(file.checked.file().as_str())
        .and_then(|bytes| {
            replace(&file.checked.path, &file.source.bytes, &bytes).map_err(|e| e.to_string())
        });
    match result {
        Ok(()) => Exit::Clean,
        Err(reason) => {
            file.take_back();
            streams.error(&format!("{}: not fixed: {reason}", file.checked.shown));
            Exit::Error
        }
    }
}

fn diff(file: &ExaminedFile) -> String {
    if !is_changed(file) {
        return String::new();
    }
    TextDiff::from_lines(file.source.text.as_str(), file.checked.file().as_str())
        .unified_diff()
        .header(&file.checked.shown, &file.checked.shown)
        .to_string()
}

fn say(examined: &[ExaminedFile], fixing: &FixArguments, streams: &Streams) {
    let mending = FixMode::wanted(fixing);
    for file in examined {
        if let Some(reason) = &file.refused {
            streams.warning(&format!("{}: not fixed: {reason}", file.checked.shown));
        }
    }
    let fixes: usize = examined.iter().map(|file| file.applied.len()).sum();
    if fixing.show_fixes {
        for file in examined.iter().filter(|file| !file.applied.is_empty()) {
            streams.note(&format!("{}:", file.checked.shown));
            for (rule, title) in &file.applied {
                streams.note(&format!("    {rule}: {}", printable_line(title)));
            }
        }
    }
    if fixes > 0 {
        let verb = if fixing.diff {
            "would be applied"
        } else {
            "applied"
        };
        let mut outcome = FixOutcome::default();
        for file in examined {
            outcome += file.outcome(mending);
        }
        let outcome = outcome.behind(fixes);
        let fixes = counted(fixes, "fix").replace("fixs", "fixes");
        streams.note(&format!("{fixes} {verb}{outcome}."));
    }
    let is_left = |file: &&ExaminedFile| file.refused.is_none() && !file.is_taken_back();
    let left = examined.iter().filter(is_left);
    let left = left.flat_map(|file| &file.checked.findings);
    let has_fix = |finding: &&Finding| finding.fixes.iter().any(|fix| mending.allows(fix));
    let left = left.filter(has_fix).count();
    if left > 0 {
        let left = counted(left, "fixable finding");
        streams.note(&format!(
            "{left} left: the fix for one undoes the fix for another. Look at each."
        ));
    }
}
