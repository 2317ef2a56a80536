//! What lies around a document, for a check that may be given up.

use std::sync::Arc;

use crate::model::surroundings::{Origin, Summary, Surroundings};

use super::stop::Stop;

/// Surroundings that say when to give up.
pub(crate) struct Around<'a> {
    inner: &'a dyn Surroundings,
    stop: &'a Stop,
    /// Whether nothing is to be read for it.
    hurried: bool,
}

impl<'a> Around<'a> {
    /// Surroundings until the flag is raised.
    pub(crate) fn new(inner: &'a dyn Surroundings, stop: &'a Stop, hurried: bool) -> Self {
        Self {
            inner,
            stop,
            hurried,
        }
    }
}

impl Surroundings for Around<'_> {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        if self.hurried || self.stop.is_raised() {
            return None;
        }
        self.inner.module(name)
    }

    fn package(&self) -> Option<&str> {
        self.inner.package()
    }

    fn origin(&self) -> Origin {
        self.inner.origin()
    }

    fn imported_as(&self) -> Option<&str> {
        self.inner.imported_as()
    }

    fn cancelled(&self) -> bool {
        self.stop.is_raised()
    }
}
