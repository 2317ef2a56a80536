//! What is said about the files that say what a project is and needs.

mod claim_sources;
mod claims;
mod context;
mod public_modules;
mod requirement_fix;
mod requirements;

use std::path::Path;

pub use context::MetadataContext;

use claims::MetadataClaims;

use super::metadata::{Metadata, comments};
use super::script_metadata::Script;
use crate::finding::Finding;
use crate::ignore::{Layout, without_ignored};
use crate::rules::{self, unused_ignore};
use crate::syntax::Document;
use crate::text::Text;

/// What was found in a Python file, and what is to be said about the requirements in its own metadata, if it is a
/// script that has some; in the order of the text.
pub fn with_script(
    mut found: Vec<Finding>,
    path: &Path,
    text: &str,
    context: &MetadataContext<'_>,
) -> Vec<Finding> {
    let Some(script) = Script::of(text) else {
        return found;
    };
    let file = Metadata::of_script(path, text, &script);
    let mut findings = requirements::findings(&file, context);
    findings.iter_mut().for_each(Finding::make_printable);
    if !findings.is_empty() {
        // Comments of Python's for the whole file, and comments of TOML's inside the block.
        let comments = Layout::of(&Document::new(text.to_owned()));
        findings = without_ignored(&Text::new(text.to_owned()), &comments, findings);
        let toml = Text::new(script.toml.clone());
        findings = without_ignored(&toml, &Layout::of_lines(&toml, true), findings);
    }
    // To Python, a comment inside the block ignores nothing.
    found.retain(|finding| {
        finding.rule != unused_ignore::RULE.code || !script.holds(&finding.range)
    });
    found.extend(findings);
    found.sort_by_key(|finding| (finding.range.start, finding.range.end));
    found
}

/// What is to be said about such a file with this text, in the order of the text; nothing more when
/// it is time to stop.
pub fn check_metadata(path: &Path, text: &str, context: &MetadataContext<'_>) -> Vec<Finding> {
    let Some(file) = Metadata::of(path, text) else {
        return Vec::new();
    };
    let mut findings = requirements::findings(&file, context);
    let claims = MetadataClaims::of(&file, context);
    findings.extend(rules::of_claims(&claims, context.config));
    findings.sort_by_key(|finding| (finding.range.start, finding.range.end));
    findings.iter_mut().for_each(Finding::make_printable);
    if findings.is_empty() {
        return findings;
    }
    let text = Text::new(text.to_owned());
    without_ignored(&text, &comments(path, &text), findings)
}
