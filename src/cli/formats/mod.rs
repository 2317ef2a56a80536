//! The formats of a report, one file each.

mod concise;
mod full;
mod json;

use super::arguments::Format;
use super::report::Report;

/// The report in this format.
pub(crate) fn write(format: Format, report: &Report) -> String {
    match format {
        Format::Full => full::write(report),
        Format::Concise => concise::write(report),
        Format::Json => json::write(report),
    }
}
