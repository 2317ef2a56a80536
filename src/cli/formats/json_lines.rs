//! One JSON object for each finding, each on its line, as in the array of `json`.

use super::json::reported;
use crate::cli::report::Report;

/// Every finding as a line.
pub(crate) fn write(report: &Report) -> String {
    let mut out = String::new();
    for (file, finding) in report.findings() {
        // Strings, numbers and lists can always be written.
        out.push_str(&serde_json::to_string(&reported(file, finding)).unwrap_or_default());
        out.push('\n');
    }
    out
}
