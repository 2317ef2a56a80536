//! The surroundings of a module that is being summarised.

use std::sync::Arc;

use super::Modules;
use super::session::Session;
use crate::model::surroundings::{Summary, Surroundings};

pub(super) struct Inside<'m> {
    pub(super) modules: &'m Modules,
    pub(super) session: &'m Session,
    /// The name that it is imported by.
    pub(super) name: &'m str,
    /// The package that its relative imports start from; empty if there is none.
    pub(super) package: &'m str,
}

impl Inside<'_> {
    /// The absolute name of a module behind so many dots.
    pub(super) fn absolute(&self, level: usize, module: &str) -> Option<String> {
        if level == 0 {
            return Some(module.to_owned());
        }
        let mut package = self.package();
        for _ in 1..level {
            package = package
                .and_then(|package| package.rsplit_once('.'))
                .map(|(above, _)| above);
        }
        match (package?, module) {
            (package, "") => Some(package.to_owned()),
            (package, module) => Some(format!("{package}.{module}")),
        }
    }
}

impl Surroundings for Inside<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        let summary = self.modules.within(self.session, name)?;
        Some(without_failures_around(summary, name, self.name))
    }

    fn package(&self) -> Option<&str> {
        (!self.package.is_empty()).then_some(self.package)
    }

    fn imported_as(&self) -> Option<&str> {
        Some(self.name)
    }

    fn cancelled(&self) -> bool {
        self.session.is_over()
    }
}

/// Whoever is in a package has it imported already: that it fails is not said again in there.
pub(crate) fn without_failures_around(
    summary: Arc<Summary>,
    name: &str,
    inside: &str,
) -> Arc<Summary> {
    let around = inside
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if !around || summary.failures.is_empty() {
        return summary;
    }
    Arc::new(Summary {
        failures: Vec::new(),
        ..(*summary).clone()
    })
}
