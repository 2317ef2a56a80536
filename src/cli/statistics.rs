//! How often each rule found something.

use std::collections::BTreeMap;

use serde_json::json;

use super::report::Report;

/// One line for each rule, the most frequent first.
pub(crate) fn write(report: &Report, as_json: bool) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, finding) in report.findings() {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    if as_json {
        let rules: Vec<_> = counts
            .iter()
            .map(|(rule, count)| json!({"rule": rule, "count": count}))
            .collect();
        return format!("{:#}\n", json!(rules));
    }
    let width = counts
        .first()
        .map_or(0, |(_, count)| count.to_string().len());
    let lines: Vec<String> = counts
        .iter()
        .map(|(rule, count)| format!("{count:>width$}  {rule}\n"))
        .collect();
    lines.concat()
}
