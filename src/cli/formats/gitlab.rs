//! GitLab's code quality report.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::cli::report::Report;
use crate::finding::Severity;

/// An array of issues; their fingerprints do not depend on line numbers.
pub(crate) fn write(report: &Report) -> String {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let issues: Vec<Json> = report
        .findings()
        .map(|(file, finding)| {
            let lines = file.file_lines(&finding.range);
            let mut fingerprint = hash(&[&file.shown, finding.rule, &finding.message]);
            let earlier = seen.entry(fingerprint).or_default();
            fingerprint = fingerprint.wrapping_add(*earlier);
            *earlier += 1;
            json!({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": format!("{fingerprint:016x}"),
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": {
                    "path": file.shown,
                    "positions": {
                        "begin": {"line": lines.start.0, "column": lines.start.1},
                        "end": {"line": lines.end.0, "column": lines.end.1},
                    },
                },
            })
        })
        .collect();
    format!("{:#}\n", Json::Array(issues))
}

/// FNV-1a: the same on every machine and in every version.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
