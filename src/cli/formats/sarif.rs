//! SARIF 2.1.0, as code scanning services read it.

use std::ops::Range;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::gitlab::hash;
use super::uri::uri;
use crate::cli::report::{CheckedFile, LineSpan, Report};
use crate::finding::{Applicability, Finding, Fix, Location, Severity};
use crate::rules::{RULES, Rule, home};

/// One run with every finding.
pub(crate) fn write(report: &Report) -> String {
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: json!({"driver": driver()}),
            column_kind: "unicodeCodePoints",
            results: report
                .findings()
                .map(|(file, finding)| result(file, finding))
                .collect(),
        }],
    };
    // Strings, numbers and lists can always be written.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn driver() -> Json {
    let mut driver = json!({
        "name": "spawnsafe",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": RULES.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
    });
    if let Some(home) = home() {
        driver["informationUri"] = home.into();
    }
    driver
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Json,
    column_kind: &'a str,
    results: Vec<SarifResult<'a>>,
}

/// SARIF calls a finding a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'a str,
    message: Message<'a>,
    locations: [SarifLocation<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair<'a>>,
    partial_fingerprints: Json,
    properties: Json,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation<'a> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair<'a> {
    description: Message<'a>,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

fn describe(rule: &Rule) -> Json {
    let page = rule.documentation();
    let mut described = json!({
        "id": rule.code,
        "shortDescription": {"text": rule.summary()},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.level.map_or("none", level)},
    });
    if let Some(address) = rule.address() {
        described["helpUri"] = address.into();
    }
    described
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result<'a>(file: &'a CheckedFile, finding: &'a Finding) -> SarifResult<'a> {
    let related = finding.related.iter().map(|related| match &related.place {
        Location::Here(range) => {
            location(&file.shown, file.file_lines(range), Some(&related.message))
        }
        Location::Elsewhere { path, start, end } => {
            let (start, end) = (*start, *end);
            let path = file.shown_elsewhere(path);
            location(path, LineSpan { start, end }, Some(&related.message))
        }
    });
    let platforms: Vec<&str> = file.platforms(finding);
    // What would be inserted into a notebook is not JSON.
    let fixes = match file.notebook {
        Some(_) => &[][..],
        None => &finding.fixes[..],
    };
    // A service applies what it is offered.
    let is_safe = |fix: &&Fix| fix.applicability == Applicability::Safe;
    SarifResult {
        rule_id: finding.rule,
        rule_index: RULES.iter().position(|rule| rule.code == finding.rule),
        level: level(finding.severity),
        message: Message {
            text: &finding.message,
        },
        locations: [location(&file.shown, file.file_lines(&finding.range), None)],
        related_locations: related.collect(),
        fixes: fixes
            .iter()
            .filter(is_safe)
            .map(|fix| repair(file, fix))
            .collect(),
        partial_fingerprints: json!({
            "spawnsafe/v1": format!("{:016x}", hash(&[&file.shown, finding.rule, source(file, &finding.range)])),
        }),
        properties: json!({"worlds": file.worlds(finding), "platforms": platforms}),
    }
}

/// The code of a finding, which stays the same when lines move.
fn source<'a>(file: &'a CheckedFile, range: &Range<usize>) -> &'a str {
    file.text.as_str().get(range.clone()).unwrap_or_default()
}

fn location<'a>(path: &str, lines: LineSpan, message: Option<&'a str>) -> SarifLocation<'a> {
    SarifLocation {
        physical_location: PhysicalLocation {
            artifact_location: Artifact { uri: uri(path) },
            region: lines.into(),
        },
        message: message.map(|text| Message { text }),
    }
}

fn repair<'a>(file: &'a CheckedFile, fix: &'a Fix) -> Repair<'a> {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: file.lines(&edit.range).into(),
        inserted_content: Message {
            text: &edit.content,
        },
    });
    Repair {
        description: Message { text: &fix.title },
        artifact_changes: [ArtifactChange {
            artifact_location: Artifact {
                uri: uri(&file.shown),
            },
            replacements: replacements.collect(),
        }],
    }
}

impl From<LineSpan> for Region {
    fn from(lines: LineSpan) -> Self {
        Self {
            start_line: lines.start.0,
            start_column: lines.start.1,
            end_line: lines.end.0,
            end_column: lines.end.1,
        }
    }
}
