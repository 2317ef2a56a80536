//! Relative imports.

/// The absolute name of the module that an import names, `level` dots up from a package; `None` where
/// that leads out of it.
pub(crate) fn absolute(level: usize, module: &str, package: Option<&str>) -> Option<String> {
    if level == 0 {
        return Some(module.to_owned());
    }
    let mut package = package?;
    for _ in 1..level {
        package = package.rsplit_once('.')?.0;
    }
    Some(match module {
        "" => package.to_owned(),
        module => format!("{package}.{module}"),
    })
}
