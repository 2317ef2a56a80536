//! Workflow commands of GitHub Actions, which become annotations.

use std::fmt::Write;

use crate::cli::report::Report;
use crate::finding::Severity;

/// One command for each finding.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::new();
    for (file, finding) in report.findings() {
        let lines = file.file_lines(&finding.range);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(
            out,
            "::{command} title={},file={},line={},endLine={},col={}",
            property(&format!("spawnsafe ({})", finding.rule)),
            property(&file.shown),
            lines.start.0,
            lines.end.0,
            lines.start.1,
        );
        // GitHub refuses columns for a range of several lines.
        if lines.start.0 == lines.end.0 {
            let _ = write!(out, ",endColumn={}", lines.end.1);
        }
        let help = finding.help.as_deref().map(|help| format!("\n{help}"));
        let text = format!("{}{}", finding.message, help.unwrap_or_default());
        let _ = writeln!(out, "::{}", data(&text));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
