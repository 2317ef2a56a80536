//! Names of modules in imports.

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

/// The packages around a module, and the module: `a`, `a.b`, `a.b.c`. An import of the last one imports them all.
pub(crate) fn with_packages(dotted: &str) -> impl Iterator<Item = &str> {
    let ends = dotted.match_indices('.').map(|(at, _)| at);
    ends.chain([dotted.len()]).map(|end| &dotted[..end])
}
