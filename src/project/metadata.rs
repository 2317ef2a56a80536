//! The files that say what a project is and needs: which they are, and what is said about them.

use std::path::Path;

use super::claims::{check_claims, check_untested};
use super::requirements::{check_requirements, is_requirements};
use super::{Projects, Settings, Stop};
use crate::config::Config;
use crate::finding::Finding;
use crate::ignore::{Layout, without_ignored};
use crate::text::Text;

/// Whether a file with this path says what a project is, or needs.
pub fn is_metadata(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "setup.cfg") || is_requirements(path)
}

/// What is to be said about such a file with this text, in the order of the text; nothing more when
/// it is time to stop.
pub fn check_metadata(
    path: &Path,
    text: &str,
    projects: &Projects,
    settings: &Settings,
    config: &Config,
    stop: &Stop,
) -> Vec<Finding> {
    let mut findings = check_requirements(path, text, projects, settings, config, stop);
    findings.extend(check_claims(path, text, projects, settings, config, stop));
    findings.extend(check_untested(path, text, config));
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
    if findings.is_empty() {
        return findings;
    }
    let text = Text::new(text.to_owned());
    without_ignored(&text, &comments(path, &text), findings)
}

/// Where the comments of such a file are.
pub fn comments(path: &Path, text: &Text) -> Layout {
    // Behind a value of `setup.cfg` it would belong to it.
    let behind = path.extension().is_none_or(|extension| extension != "cfg");
    Layout::of_lines(text, behind)
}
