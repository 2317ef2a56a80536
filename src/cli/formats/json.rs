//! A JSON array of findings. Names and nesting are a contract: others read them.

use std::ops::Range;

use serde::Serialize;

use crate::cli::report::{Checked, Lines, Report};
use crate::finding::{Finding, Fix, Place};

/// Every finding as an element of one array.
pub(crate) fn write(report: &Report) -> String {
    let findings: Vec<Reported<'_>> = report
        .findings()
        .map(|(file, finding)| reported(file, finding))
        .collect();
    // Strings, numbers and lists can always be written.
    let mut json = serde_json::to_string_pretty(&findings).unwrap_or_else(|_| "[]".into());
    json.push('\n');
    json
}

#[derive(Serialize)]
pub(crate) struct Reported<'a> {
    rule: &'a str,
    severity: &'a str,
    path: &'a str,
    range: Span,
    worlds: String,
    platforms: Vec<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    fixes: Vec<ReportedFix<'a>>,
    related: Vec<ReportedPlace<'a>>,
    /// How an installed package would have to change, as a unified diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    patch: Option<&'a str>,
}

#[derive(Serialize)]
struct Span {
    /// The cell of a notebook that the lines count from.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<usize>,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct ReportedFix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<ReportedEdit<'a>>,
}

#[derive(Serialize)]
struct ReportedEdit<'a> {
    range: Span,
    content: &'a str,
}

#[derive(Serialize)]
struct ReportedPlace<'a> {
    path: &'a str,
    range: Span,
    message: &'a str,
}

impl Span {
    fn new(cell: Option<usize>, lines: Lines) -> Self {
        let point = |(line, column)| Point { line, column };
        Self {
            cell,
            start: point(lines.start),
            end: point(lines.end),
        }
    }
}

fn span(file: &Checked, range: &Range<usize>) -> Span {
    Span::new(file.part(range).cell, file.lines(range))
}

pub(crate) fn reported<'a>(file: &'a Checked, finding: &'a Finding) -> Reported<'a> {
    Reported {
        rule: finding.rule,
        severity: finding.severity.name(),
        path: &file.shown,
        range: span(file, &finding.range),
        worlds: file.worlds(finding),
        platforms: file.platforms(finding),
        message: &finding.message,
        help: finding.help.as_deref(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| reported_fix(file, fix))
            .collect(),
        patch: finding.patch.as_deref(),
        related: finding
            .related
            .iter()
            .map(|related| {
                let (path, range) = match &related.place {
                    Place::Here(range) => (&file.shown, span(file, range)),
                    Place::Elsewhere { path, start, end } => {
                        let (start, end) = (*start, *end);
                        (path, Span::new(None, Lines { start, end }))
                    }
                };
                ReportedPlace {
                    path,
                    range,
                    message: &related.message,
                }
            })
            .collect(),
    }
}

fn reported_fix<'a>(file: &'a Checked, fix: &'a Fix) -> ReportedFix<'a> {
    ReportedFix {
        title: &fix.title,
        applicability: fix.applicability.name(),
        edits: fix
            .edits
            .iter()
            .map(|edit| ReportedEdit {
                range: span(file, &edit.range),
                content: &edit.content,
            })
            .collect(),
    }
}
