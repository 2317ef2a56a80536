//! What lies around a document, for a check that may be given up.

use std::sync::Arc;

use crate::model::summary::definitions::Definitions;
use crate::model::surroundings::{
    ChildNames, Frozen, ImportFailure, NoSurroundings, Origin, Summary, Surroundings, TestedWorlds,
};
use crate::model::value::Partition;
use crate::project::{Cancellation, FileView};
use crate::world::Worlds;

/// The surroundings of one document, during one check.
#[derive(Clone, Debug)]
pub(crate) struct DocumentSurroundings {
    /// `None`: it is no file of a project.
    view: Option<FileView>,
    is_notebook: bool,
    stop: Cancellation,
}

impl DocumentSurroundings {
    /// What is there, and what can be found out about it, until the check is to stop.
    pub(crate) fn new(view: Option<FileView>, stop: &Cancellation) -> Self {
        Self {
            view: view.map(|view| view.until(stop.clone())),
            is_notebook: false,
            stop: stop.clone(),
        }
    }

    /// Only what is known already; for an answer that is needed now.
    pub(crate) fn known(view: Option<FileView>, stop: &Cancellation) -> Self {
        let now = Cancellation::default();
        now.stop();
        Self {
            view: view.map(|view| view.until(now)),
            is_notebook: false,
            stop: stop.clone(),
        }
    }

    /// The document is a notebook, whatever it is called.
    #[must_use]
    pub(crate) fn of_notebook(mut self, is_notebook: bool) -> Self {
        self.is_notebook = is_notebook;
        self
    }

    fn inner(&self) -> &dyn Surroundings {
        match &self.view {
            Some(view) => view,
            None => &NoSurroundings,
        }
    }
}

impl Surroundings for DocumentSurroundings {
    fn module(&self, name: &str) -> Option<Arc<Summary>> {
        self.inner().module(name)
    }

    fn loaded(&self, name: &str) -> Option<Arc<Summary>> {
        self.inner().loaded(name)
    }

    fn definitions(&self, name: &str, minds: bool) -> Option<Arc<Definitions>> {
        self.inner().definitions(name, minds)
    }

    fn module_name(&self) -> Option<&str> {
        self.inner().module_name()
    }

    fn importers(&self) -> Vec<Arc<str>> {
        self.inner().importers()
    }

    fn child_names(&self, name: &str) -> Arc<ChildNames> {
        self.inner().child_names(name)
    }

    fn evaluated_child_names(&self, name: &str) -> Arc<ChildNames> {
        self.inner().evaluated_child_names(name)
    }

    fn patch(&self, failure: &ImportFailure) -> Option<Arc<str>> {
        self.inner().patch(failure)
    }

    fn tested(&self) -> Option<TestedWorlds> {
        self.inner().tested()
    }

    fn frozen(&self) -> Option<Frozen> {
        self.inner().frozen()
    }

    fn conftest(&self, name: &str) -> Option<Partition> {
        self.inner().conftest(name)
    }

    fn substituted(&self, module: &str) -> Worlds {
        self.inner().substituted(module)
    }

    fn required(&self, module: &str) -> Worlds {
        self.inner().required(module)
    }

    fn imported_in(&self) -> Worlds {
        self.inner().imported_in()
    }

    fn used_in(&self, names: &[Arc<str>]) -> Vec<(Arc<str>, Worlds)> {
        self.inner().used_in(names)
    }

    fn patched(&self) -> Vec<String> {
        self.inner().patched()
    }

    fn package(&self) -> Option<&str> {
        self.inner().package()
    }

    fn origin(&self) -> Origin {
        if self.is_notebook {
            Origin::Notebook
        } else {
            self.inner().origin()
        }
    }

    fn imported_as(&self) -> Option<&str> {
        self.inner().imported_as()
    }

    fn cancelled(&self) -> bool {
        self.stop.is_stopped()
    }
}
