//! The settings of each document: those of the editor and those of the files around it.

mod document;
mod editor;
mod interpreter;
mod scopes;
mod stamps;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::finding::Finding;
use crate::project::{
    self, Cancellation, Discovery, MetadataContext, Projects, PythonSource, SettingsSource,
    Variables, check_metadata, is_metadata, with_script,
};

pub(crate) use document::DocumentSettings;
use editor::EditorSettings;
pub(crate) use editor::{CheckMode, SentSettings};
use scopes::{Folder, SettingsScope, SettingsScopes};
use stamps::SettingsStamps;
pub(crate) use stamps::{Stamp, stamp};

use super::uri::Uri;

/// All settings that the server knows.
#[derive(Debug)]
pub(crate) struct SettingsStore {
    scopes: RwLock<SettingsScopes>,
    /// What the disk says of other modules.
    projects: Projects,
    stamps: SettingsStamps,
    /// How often the client was asked for settings.
    turns: AtomicU64,
}

/// The TOML file that has settings of the project, or may have them.
fn settings_file(settings: &project::Settings) -> Option<PathBuf> {
    let named = settings.layers().find_map(|layer| match &layer.source {
        SettingsSource::File(path) | SettingsSource::Declared(path) => {
            Some(path.clone()).filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
        }
        SettingsSource::CommandLine | SettingsSource::Editor => None,
    });
    named.or_else(|| Some(settings.root.join("pyproject.toml")).filter(|path| path.is_file()))
}

impl Default for SettingsStore {
    fn default() -> Self {
        Self {
            scopes: RwLock::default(),
            projects: Projects::new(Variables::of_process()),
            stamps: SettingsStamps::default(),
            turns: AtomicU64::default(),
        }
    }
}

impl SettingsStore {
    /// The settings of a document with this text. Looks at the disk around it, never at the document itself.
    pub(crate) fn of(&self, uri: &Uri, text: &str) -> DocumentSettings {
        let path = uri.path();
        let (scope, root) = self.scope(path.as_deref());
        let mode = self.mode();
        let directory = match &path {
            Some(path) => path.parent().map(Path::to_owned),
            None => root,
        };
        let Some(directory) = directory else {
            return DocumentSettings {
                config: scope.without_files.settings(Path::new("/")).map_or_else(
                    |_| Arc::default(),
                    |settings| settings.config(Path::new("/untitled.py")),
                ),
                checked: mode != CheckMode::Off,
                max_file_size: scope.without_files.settings(Path::new("/")).map_or_else(
                    |_| PythonSource::largest(Path::new("")),
                    |settings| settings.max_file_size(Path::new("/untitled.py")),
                ),
                around: None,
                problems: None,
                sources: vec!["the editor".to_owned()],
            };
        };
        self.stamps.remember(&directory);
        let file = path.unwrap_or_else(|| directory.join("untitled.py"));
        let (settings, problems) = match scope.discovery.settings_of_text(&file, text) {
            Ok(settings) => (Some(settings), None),
            Err(error) => (scope.without_files.settings(&directory).ok(), Some(error)),
        };
        let excluded = settings
            .as_ref()
            .is_some_and(|settings| settings.covers(&file));
        let around = settings
            .as_ref()
            .map(|settings| self.projects.surroundings_for(&file, settings));
        let sources = settings.iter().flat_map(|settings| settings.layers());
        let sources = sources.map(|layer| match &layer.source {
            SettingsSource::CommandLine | SettingsSource::Editor => "the editor".to_owned(),
            SettingsSource::File(path) | SettingsSource::Declared(path) => {
                path.display().to_string()
            }
        });
        let sources = sources.collect();
        DocumentSettings {
            max_file_size: settings.as_ref().map_or_else(
                || PythonSource::largest(&file),
                |settings| settings.max_file_size(&file),
            ),
            around,
            sources,
            config: settings.map_or_else(Arc::default, |settings| settings.config(&file)),
            checked: mode != CheckMode::Off && !excluded,
            problems,
        }
    }

    /// How many megabytes a file may have.
    pub(crate) fn max_file_size(&self, uri: &Uri) -> u64 {
        self.of(uri, "").max_file_size
    }

    /// The file to write settings of the project into that a document is in; does not look at what is installed.
    pub(crate) fn file_for(&self, uri: &Uri) -> Option<PathBuf> {
        let path = uri.path();
        let (scope, root) = self.scope(path.as_deref());
        let directory = path.as_deref().and_then(Path::parent).or(root.as_deref())?;
        let settings = scope.discovery.settings(directory);
        let settings = settings.or_else(|_| scope.without_files.settings(directory));
        let settings = settings.ok()?;
        settings_file(&settings)
    }

    /// Which files are checked.
    pub(crate) fn mode(&self) -> CheckMode {
        self.read().everywhere.editor.mode.unwrap_or_default()
    }

    /// The finder of settings for the files below a folder.
    pub(crate) fn discovery(&self, folder: &Path) -> Arc<Discovery> {
        self.scope(Some(&folder.join("any.py"))).0.discovery
    }

    /// The folders that are open on the disk.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.read().open()
    }

    /// The folders that are open, as the client calls them.
    pub(crate) fn folder_uris(&self) -> Vec<Uri> {
        let scopes = self.read();
        scopes
            .folders
            .iter()
            .map(|folder| folder.uri.clone())
            .collect()
    }

    /// Opens and closes folders.
    pub(crate) fn change_folders(&self, added: Vec<Uri>, removed: &[Uri]) {
        let mut scopes = self.write();
        scopes
            .folders
            .retain(|folder| !removed.contains(&folder.uri));
        scopes.folders.extend(added.into_iter().map(|uri| Folder {
            path: uri.path(),
            uri,
            scope: None,
        }));
        let open = scopes.open();
        for scope in scopes.all_mut() {
            *scope = SettingsScope::new(Arc::clone(&scope.editor), open.clone());
        }
    }

    /// Takes what the editor says for a folder, or for all; gives what is wrong with it, `None` if it
    /// is what it said before.
    pub(crate) fn set(&self, folder: Option<&Uri>, sent: SentSettings) -> Option<Vec<String>> {
        if sent.settings.is_null() && sent.python.is_null() {
            return None;
        }
        let mut scopes = self.write();
        let open = scopes.open();
        let base = match folder {
            Some(folder) => folder.path(),
            None => scopes.folders.iter().find_map(|folder| folder.path.clone()),
        };
        let base = base.unwrap_or_else(|| PathBuf::from("/"));
        let SettingsScopes {
            everywhere,
            folders,
        } = &mut *scopes;
        let scope = match folder {
            None => everywhere,
            Some(folder) => {
                let known = folders.iter_mut().find(|known| known.uri == *folder)?;
                known.scope.get_or_insert_with(|| everywhere.clone())
            }
        };
        let editor = EditorSettings::read(sent.or(&scope.editor.sent), &base);
        if scope.editor.means_the_same_as(&editor) {
            return None;
        }
        let problems = editor.problems.clone();
        self.stamps.watch(editor.file.as_deref());
        *scope = SettingsScope::new(Arc::new(editor), open);
        Some(problems)
    }

    /// What was found in a file, and what is wrong with the requirements in it, or in the metadata of a script.
    pub(crate) fn requirements(
        &self,
        found: Vec<Finding>,
        (uri, text): (&Uri, &str),
        stop: &Cancellation,
    ) -> Vec<Finding> {
        let Some(path) = uri.path() else {
            return found;
        };
        let (scope, _) = self.scope(Some(&path));
        let settings = scope.discovery.settings_of_text(&path, text);
        let settings = settings.or_else(|_| scope.without_files.settings_of(&path));
        let Ok(settings) = settings else {
            return found;
        };
        if self.mode() == CheckMode::Off || settings.covers(&path) {
            return found;
        }
        let config = settings.config(&path);
        let context = MetadataContext {
            projects: &self.projects,
            settings: &settings,
            config: &config,
            stop,
        };
        match is_metadata(&path) {
            true => check_metadata(&path, text, &context),
            false => with_script(found, &path, text, &context),
        }
    }

    /// Counts a question to the client.
    pub(crate) fn next_turn(&self) -> u64 {
        self.turns.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether no later question was asked.
    pub(crate) fn is_turn(&self, turn: u64) -> bool {
        self.turns.load(Ordering::Relaxed) == turn
    }

    /// How much is logged, if the editor says so.
    pub(crate) fn log_level(&self) -> Option<String> {
        self.read().everywhere.editor.log_level.clone()
    }

    /// Forgets what files say.
    pub(crate) fn forget_files(&self) {
        let mut scopes = self.write();
        let open = scopes.open();
        self.stamps.forget();
        for scope in scopes.all_mut() {
            let editor = scope.editor.read_again();
            self.stamps.watch(editor.file.as_deref());
            *scope = SettingsScope::new(Arc::new(editor), open.clone());
        }
    }

    /// Whether the editor names this file as one with settings.
    pub(crate) fn is_named(&self, path: &Path) -> bool {
        self.stamps.watches(path)
    }

    /// Forgets what modules of the project are, since files changed.
    pub(crate) fn forget_modules(&self) {
        self.projects.forget_own();
    }

    /// Whether a file with settings has changed since it was read. For clients that watch no files.
    pub(crate) fn files_changed(&self) -> bool {
        self.stamps.changed()
    }

    /// The scope of a file, and the folder it is in; of the first folder for what is no file.
    fn scope(&self, path: Option<&Path>) -> (SettingsScope, Option<PathBuf>) {
        let scopes = self.read();
        let holds = |folder: &&Folder| match (path, &folder.path) {
            (Some(path), Some(folder)) => path.starts_with(folder),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        let depth = |folder: &&Folder| {
            let path = path.and(folder.path.as_ref());
            path.map_or(0, |path| path.components().count())
        };
        // `max_by_key` takes the last of equals, and the first folder is the one that counts.
        let folder = scopes.folders.iter().rev().filter(holds).max_by_key(depth);
        let scope = folder.and_then(|folder| folder.scope.clone());
        (
            scope.unwrap_or_else(|| scopes.everywhere.clone()),
            folder.and_then(|folder| folder.path.clone()),
        )
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, SettingsScopes> {
        self.scopes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, SettingsScopes> {
        self.scopes.write().unwrap_or_else(PoisonError::into_inner)
    }
}
