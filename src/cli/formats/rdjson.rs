//! Reviewdog's diagnostic format. Its columns count bytes.

use std::ops::Range;

use serde_json::{Value as Json, json};

use crate::cli::report::{Checked, Report};
use crate::finding::{Finding, Severity};
use crate::text::Encoding;

/// One result with every finding.
pub(crate) fn write(report: &Report) -> String {
    let diagnostics: Vec<Json> = report
        .findings()
        .map(|(file, finding)| {
            json!({
                "message": finding.message,
                "location": {"path": file.shown, "range": range(file, &finding.range)},
                "severity": match finding.severity {
                    Severity::Error => "ERROR",
                    Severity::Warning => "WARNING",
                    Severity::Info => "INFO",
                },
                "code": {"value": finding.rule},
                "suggestions": suggestions(file, finding),
            })
        })
        .collect();
    let result = json!({"source": {"name": "spawnsafe"}, "diagnostics": diagnostics});
    format!("{result:#}\n")
}

/// Reviewdog has no fix of several edits, and what would be inserted into a notebook is not JSON.
fn suggestions(file: &Checked, finding: &Finding) -> Vec<Json> {
    if file.notebook.is_some() {
        return Vec::new();
    }
    finding
        .fixes
        .iter()
        .filter_map(|fix| match &fix.edits[..] {
            [edit] => Some(json!({"range": range(file, &edit.range), "text": edit.content})),
            _ => None,
        })
        .collect()
}

fn range(file: &Checked, range: &Range<usize>) -> Json {
    let range = file.file_range(range);
    let place = |byte| {
        let position = file.file().position(byte, Encoding::Utf8);
        json!({"line": position.line + 1, "column": position.column + 1})
    };
    json!({"start": place(range.start), "end": place(range.end)})
}
