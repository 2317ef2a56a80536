//! How many of the public reports in `tests/spec/upgrades.md` are found.

use super::read_all;

/// So many reports are there, and so many are found; more is better.
const REPORTS: usize = 68;
const FOUND_REPORTS: usize = 66;

#[test]
fn most_reports_of_upgrades_are_found() {
    let pages = read_all();
    let page = pages.iter().find(|page| page.path.ends_with("upgrades.md"));
    let text = &page.expect("the page").text;
    let reports: Vec<&str> = text.split("\n## ").skip(1).collect();
    assert_eq!(reports.len(), REPORTS);
    let is_found = |report: &&&str| {
        report
            .lines()
            .any(|line| line.trim_start().starts_with('#') && line.contains('^'))
    };
    let found = reports.iter().filter(is_found).count();
    assert_eq!(found, FOUND_REPORTS, "write down how many are found");
    let is_sourced = |report: &&str| report.contains("\n<https://github.com/");
    assert!(reports.iter().all(is_sourced));
}
