//! How names of packages are compared (PEP 503).

/// The name of a package as it is compared: in lower case, with single hyphens.
pub(super) fn normalised(name: &str) -> String {
    let mut normal = String::new();
    for part in name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !normal.is_empty() {
            normal.push('-');
        }
        normal.push_str(&part.to_lowercase());
    }
    normal
}
