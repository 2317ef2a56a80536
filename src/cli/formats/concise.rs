//! One line for each finding.

use std::fmt::Write;

use crate::cli::report::Report;

/// `path:line:column: severity[rule] message`, in a notebook `path:cell 3:line:column`.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::new();
    for (file, finding) in report.findings() {
        let (line, column) = file.lines(&finding.range).start;
        let path = file.shown(file.part(&finding.range));
        let _ = writeln!(
            out,
            "{path}:{line}:{column}: {}[{}] {}",
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
