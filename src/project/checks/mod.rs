//! What is said about the files that say what a project is and needs.

mod claimed;
mod claims;
mod context;
mod offered;
mod requirement_fix;
mod requirements;

use std::path::Path;

pub use context::Context;

use super::metadata::{Metadata, comments};
use crate::finding::Finding;
use crate::ignore::without_ignored;
use crate::text::Text;

/// What is to be said about such a file with this text, in the order of the text; nothing more when
/// it is time to stop.
pub fn check_metadata(path: &Path, text: &str, context: &Context<'_>) -> Vec<Finding> {
    let Some(file) = Metadata::of(path, text) else {
        return Vec::new();
    };
    let mut findings = requirements::findings(&file, context);
    findings.extend(claims::findings(&file, context));
    findings.extend(claims::untested(&file, context));
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
    findings.iter_mut().for_each(Finding::make_printable);
    if findings.is_empty() {
        return findings;
    }
    let text = Text::new(text.to_owned());
    without_ignored(&text, &comments(path, &text), findings)
}
