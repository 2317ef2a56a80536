//! The formats of a report, one file each.

mod concise;
mod full;
mod github;
mod gitlab;
mod json;
mod json_lines;
mod junit;
mod rdjson;
mod sarif;
mod uri;

use super::arguments::Format;
use super::report::Report;

/// Whether a format has a place for fixes: making them for one that has none is work for nobody.
pub(crate) fn shows_fixes(format: Format) -> bool {
    matches!(
        format,
        Format::Full | Format::Json | Format::JsonLines | Format::Rdjson | Format::Sarif
    )
}

/// The report in this format.
pub(crate) fn write(format: Format, report: &Report) -> String {
    match format {
        Format::Full => full::write(report),
        Format::Concise => concise::write(report),
        Format::Json => json::write(report),
        Format::JsonLines => json_lines::write(report),
        Format::Github => github::write(report),
        Format::Gitlab => gitlab::write(report),
        Format::Sarif => sarif::write(report),
        Format::Junit => junit::write(report),
        Format::Rdjson => rdjson::write(report),
    }
}
