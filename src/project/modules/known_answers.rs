//! Answers about modules that cost an evaluation: found out by those who see a module from a file, kept here.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;

use crate::model::summary::definitions::Definitions;

/// Where a statement fails: the file, the line and the column.
pub(in crate::project) type FailurePosition = (PathBuf, (usize, usize));

/// What was found out.
#[derive(Debug, Default)]
pub(in crate::project) struct KnownAnswers {
    /// How modules would have to change, by the statement to blame.
    patches: Mutex<HashMap<FailurePosition, Option<Arc<str>>>>,
    /// What modules define, by file, and the text that says it.
    definitions: Mutex<HashMap<PathBuf, (String, Arc<Definitions>)>>,
}

impl KnownAnswers {
    /// How a module would have to change; found out now, unless that was done before, and kept if it is final.
    pub(in crate::project) fn patch(
        &self,
        failing: FailurePosition,
        find: impl FnOnce(&FailurePosition) -> (Option<Arc<str>>, bool),
    ) -> Option<Arc<str>> {
        if let Some(known) = lock(&self.patches).get(&failing) {
            return known.clone();
        }
        let (patch, is_final) = find(&failing);
        if is_final {
            lock(&self.patches).insert(failing, patch.clone());
        }
        patch
    }

    /// What a file with this text defines, if that was found out.
    pub(in crate::project) fn definitions(
        &self,
        file: &Path,
        text: &str,
    ) -> Option<Arc<Definitions>> {
        let known = lock(&self.definitions);
        let (of, definitions) = known.get(file)?;
        (of == text).then(|| Arc::clone(definitions))
    }

    /// Keeps what a file with this text defines.
    pub(in crate::project) fn keep_definitions(
        &self,
        file: PathBuf,
        text: String,
        definitions: Arc<Definitions>,
    ) {
        lock(&self.definitions).insert(file, (text, definitions));
    }
}

fn lock<T>(known: &Mutex<T>) -> MutexGuard<'_, T> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
