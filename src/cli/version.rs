//! `spawnsafe version`.

use serde_json::json;

use super::shared_arguments::TextFormat;

/// The version, and what it knows.
pub(crate) fn write(format: TextFormat) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let supported = crate::world::SUPPORTED_MINORS;
    match format {
        TextFormat::Json => {
            let answer = json!({
                "version": version,
                "python": {"oldest": format!("3.{}", crate::world::FIRST_MINOR), "newest": format!("3.{}", supported.end())},
            });
            format!("{answer:#}\n")
        }
        TextFormat::Text | TextFormat::Markdown => format!("spawnsafe {version}\n"),
    }
}
