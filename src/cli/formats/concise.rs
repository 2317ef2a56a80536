//! One line for each finding.

use std::fmt::Write;

use crate::cli::report::Report;

/// `path:line:column: severity[rule] message`.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::new();
    for (file, finding) in report.findings() {
        let (line, column) = file.lines(&finding.range).start;
        let _ = writeln!(
            out,
            "{}:{line}:{column}: {}[{}] {}",
            file.shown,
            finding.severity.name(),
            finding.rule,
            one_line(&finding.message)
        );
    }
    out
}

/// A message without line breaks.
pub(crate) fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
