//! A JSON array of findings. Names and nesting are a contract: others read them.

use serde::Serialize;

use crate::cli::report::{Checked, Lines, Report};
use crate::finding::{Finding, Fix};

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
}

#[derive(Serialize)]
struct Span {
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

impl From<Lines> for Span {
    fn from(lines: Lines) -> Self {
        let point = |(line, column)| Point { line, column };
        Self {
            start: point(lines.start),
            end: point(lines.end),
        }
    }
}

pub(crate) fn reported<'a>(file: &'a Checked, finding: &'a Finding) -> Reported<'a> {
    Reported {
        rule: finding.rule,
        severity: finding.severity.name(),
        path: &file.shown,
        range: file.lines(&finding.range).into(),
        worlds: file.worlds(finding),
        platforms: file.platforms(finding),
        message: &finding.message,
        help: finding.help.as_deref(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| reported_fix(file, fix))
            .collect(),
        related: finding
            .related
            .iter()
            .map(|related| {
                let (path, lines) = file.place(&related.place);
                ReportedPlace {
                    path,
                    range: lines.into(),
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
                range: file.lines(&edit.range).into(),
                content: &edit.content,
            })
            .collect(),
    }
}
