//! Reviewdog's diagnostic format. Its columns count bytes.

use std::ops::Range;

use serde_json::{Value as Json, json};

use crate::cli::report::{CheckedFile, Report};
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::text::{Edit, PositionEncoding};

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

/// The fixes that change nothing where the code worked. Reviewdog has no fix of several edits, so each is one that
/// spans them all; and what would be inserted into a notebook is not JSON.
fn suggestions(file: &CheckedFile, finding: &Finding) -> Vec<Json> {
    let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
    let fixes = finding.fixes.iter().filter(is_safe);
    let fixes = fixes.filter(|_| file.notebook.is_none());
    let whole = fixes.filter_map(|fix| {
        let edit = spanning(file.text.as_str(), &fix.edits)?;
        Some(json!({"range": range(file, &edit.range), "text": edit.content}))
    });
    whole.collect()
}

/// One edit that does what several do.
fn spanning(text: &str, edits: &[Edit]) -> Option<Edit> {
    let start = edits.iter().map(|edit| edit.range.start).min()?;
    let end = edits.iter().map(|edit| edit.range.end).max()?;
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut content = String::new();
    let mut at = start;
    for edit in sorted {
        content += text.get(at..edit.range.start)?;
        content += &edit.content;
        at = edit.range.end;
    }
    content += text.get(at..end)?;
    Some(Edit {
        range: start..end,
        content,
    })
}

fn range(file: &CheckedFile, range: &Range<usize>) -> Json {
    let range = file.file_range(range);
    let place = |byte| {
        let position = file.file().position(byte, PositionEncoding::Utf8);
        json!({"line": position.line + 1, "column": position.column + 1})
    };
    json!({"start": place(range.start), "end": place(range.end)})
}
