//! The settings of each document: those of the editor and those of the files around it.

use std::sync::Arc;

use crate::config::Config;
use crate::model::surroundings::{Alone, Surroundings};
use crate::world::Worlds;

use super::uri::Uri;

/// All settings that the server knows.
#[derive(Debug, Default)]
pub(crate) struct Settings {}

/// The settings of one document.
#[derive(Debug)]
pub(crate) struct DocumentSettings {
    config: Arc<Config>,
}

impl Settings {
    /// The settings of a document.
    pub(crate) fn of(&self, _uri: &Uri) -> DocumentSettings {
        DocumentSettings {
            config: Arc::new(Config {
                targets: Worlds::ALL,
                levels: std::collections::BTreeMap::new(),
                exclude: Vec::new(),
            }),
        }
    }
}

impl DocumentSettings {
    /// What to check for.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Whether the document is checked at all.
    pub(crate) fn checks(&self, _uri: &Uri) -> bool {
        true
    }

    /// What lies around the document.
    pub(crate) fn surroundings(&self) -> &dyn Surroundings {
        &Alone
    }
}
