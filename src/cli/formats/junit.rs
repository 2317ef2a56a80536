//! `JUnit`'s XML: a suite for each file, a failed case for each finding.

use std::fmt::Write;

use super::concise::one_line;
use crate::cli::report::{CheckedFile, Report};

/// The suites of all files.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tests: usize = report.files.iter().map(cases).sum();
    let _ = writeln!(
        out,
        "<testsuites name=\"spawnsafe\" tests=\"{tests}\" failures=\"{}\" errors=\"0\">",
        report.count()
    );
    for file in &report.files {
        suite(&mut out, file);
    }
    out.push_str("</testsuites>\n");
    out
}

/// A file without findings is a case that passes.
fn cases(file: &CheckedFile) -> usize {
    file.findings.len().max(1)
}

fn suite(out: &mut String, file: &CheckedFile) {
    let name = escaped(&file.shown);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        cases(file),
        file.findings.len()
    );
    if file.findings.is_empty() {
        let _ = writeln!(
            out,
            "    <testcase name=\"spawnsafe\" classname=\"{name}\"/>"
        );
    }
    for finding in &file.findings {
        let (line, column) = file.file_lines(&finding.range).start;
        let message = escaped(&one_line(&finding.message));
        let _ = write!(
            out,
            "    <testcase name=\"{}\" classname=\"{name}\" line=\"{line}\" column=\"{column}\">\n      \
             <failure type=\"{}\" message=\"{message}\">{name}:{line}:{column}: {message}</failure>\n    \
             </testcase>\n",
            finding.rule,
            finding.severity.name(),
        );
    }
    out.push_str("  </testsuite>\n");
}

/// Text for XML 1.0, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
