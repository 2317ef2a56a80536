//! What the editor says for all files, and for those of each folder that is open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::editor::{EditorSettings, Preference};
use crate::config::Options;
use crate::project::{Discovery, Layer, SettingsSource};
use crate::server::uri::Uri;

#[derive(Debug, Default)]
pub(super) struct SettingsScopes {
    pub(super) everywhere: SettingsScope,
    pub(super) folders: Vec<Folder>,
}

#[derive(Debug)]
pub(super) struct Folder {
    pub(super) uri: Uri,
    pub(super) path: Option<PathBuf>,
    /// What the editor says for this folder; what it says for all, until it does.
    pub(super) scope: Option<SettingsScope>,
}

#[derive(Clone, Debug)]
pub(super) struct SettingsScope {
    pub(super) editor: Arc<EditorSettings>,
    pub(super) discovery: Arc<Discovery>,
    /// For when a file cannot be used.
    pub(super) without_files: Arc<Discovery>,
}

impl SettingsScopes {
    /// The folders that are open on the disk.
    pub(super) fn open(&self) -> Vec<PathBuf> {
        let paths = self.folders.iter().filter_map(|folder| folder.path.clone());
        paths.collect()
    }

    /// The settings of each folder that has its own, and of everything else.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut SettingsScope> {
        let folders = self.folders.iter_mut();
        let own = folders.filter_map(|folder| folder.scope.as_mut());
        own.chain([&mut self.everywhere])
    }
}

impl Default for SettingsScope {
    fn default() -> Self {
        Self::new(Arc::default(), Vec::new())
    }
}

impl SettingsScope {
    pub(super) fn new(editor: Arc<EditorSettings>, open: Vec<PathBuf>) -> Self {
        let layers = editor.layers.clone();
        // A choice of the user, but weaker than every setting that says it.
        let chosen: Vec<Layer> = editor.interpreter.iter().map(|path| layer(path)).collect();
        let with_chosen = [layers.clone(), chosen.clone()].concat();
        let discovery = match editor.preference {
            Preference::FilesystemFirst => Discovery::new().under(with_chosen),
            Preference::EditorFirst => Discovery::new().over(layers.clone()).under(chosen.clone()),
            Preference::FilesystemOnly => Discovery::new().under(chosen.clone()),
            Preference::EditorOnly => {
                let isolated = Discovery::new().isolated();
                isolated.over(layers.clone()).under(chosen.clone())
            }
        };
        let without_files = Discovery::new().isolated().over(layers).under(chosen);
        Self {
            discovery: Arc::new(discovery.within(open.clone())),
            without_files: Arc::new(without_files.within(open)),
            editor,
        }
    }
}

/// The layer that says nothing but which interpreter was chosen.
fn layer(interpreter: &Path) -> Layer {
    Layer {
        source: SettingsSource::Editor,
        base: PathBuf::new(),
        options: Options {
            environment: Some(interpreter.to_string_lossy().into_owned()),
            ..Options::default()
        },
    }
}
