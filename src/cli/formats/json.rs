//! A JSON array of findings. Names and nesting are a contract: others read them.

use std::ops::Range;

use serde::Serialize;

use crate::cli::report::{CheckedFile, LineSpan, Report};
use crate::finding::{Finding, Fix, Location};

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
    range: ReportedSpan,
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
struct ReportedSpan {
    /// The cell of a notebook that the lines count from.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<usize>,
    start: ReportedPoint,
    end: ReportedPoint,
}

#[derive(Serialize)]
struct ReportedPoint {
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
    range: ReportedSpan,
    content: &'a str,
}

#[derive(Serialize)]
struct ReportedPlace<'a> {
    path: &'a str,
    range: ReportedSpan,
    message: &'a str,
}

impl ReportedSpan {
    fn new(cell: Option<usize>, lines: LineSpan) -> Self {
        let point = |(line, column)| ReportedPoint { line, column };
        Self {
            cell,
            start: point(lines.start),
            end: point(lines.end),
        }
    }
}

fn span(file: &CheckedFile, range: &Range<usize>) -> ReportedSpan {
    ReportedSpan::new(file.part(range).cell, file.lines(range))
}

pub(crate) fn reported<'a>(file: &'a CheckedFile, finding: &'a Finding) -> Reported<'a> {
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
                    Location::Here(range) => (&*file.shown, span(file, range)),
                    Location::Elsewhere { path, start, end } => {
                        let (start, end) = (*start, *end);
                        let path = file.shown_elsewhere(path);
                        (path, ReportedSpan::new(None, LineSpan { start, end }))
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

fn reported_fix<'a>(file: &'a CheckedFile, fix: &'a Fix) -> ReportedFix<'a> {
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
