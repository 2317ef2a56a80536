//! Files that change on the disk: watched by the client where it can, looked at where it cannot.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tower_lsp::lsp_types as lsp;

use crate::project::SettingsFile;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::server::workspace;

use super::configuration;

/// Files that a finding may depend on, and those that name packages.
const SOURCES: [&str; 9] = [
    "setup.cfg",
    "*.py",
    "*.pyi",
    "*.pyw",
    "*requirements*.{txt,in}",
    "requirements/*.{txt,in}",
    "environment.yml",
    "environment.yaml",
    "Pipfile",
];

/// How often the disk is looked at, at most, while somebody types.
const DISK_POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Asks the client to report changes of settings and of files.
pub(crate) fn register(session: &Arc<Session>) {
    let abilities = session.abilities();
    let mut wishes = Vec::new();
    if abilities.registers_watchers {
        let names = SettingsFile::NAMES.into_iter().chain(SOURCES);
        let watchers: Vec<_> = names
            .map(|name| json!({"globPattern": format!("**/{name}")}))
            .collect();
        wishes.push((
            "workspace/didChangeWatchedFiles",
            json!({"watchers": watchers}),
        ));
    }
    if abilities.registers_configuration {
        let options = json!({"section": configuration::SECTIONS});
        wishes.push(("workspace/didChangeConfiguration", options));
    }
    if wishes.is_empty() {
        return;
    }
    let registrations = wishes
        .into_iter()
        .map(|(method, options)| lsp::Registration {
            id: format!("spawnsafe {method}"),
            method: method.to_owned(),
            register_options: Some(options),
        });
    let registrations = registrations.collect();
    let session = session.clone();
    tokio::spawn(async move {
        if let Err(error) = session.client.register_capability(registrations).await {
            tracing::warn!("The client does not watch files: {error}");
        }
    });
}

/// Looks again at what depends on files that changed.
pub(crate) fn did_change_watched(
    session: &Arc<Session>,
    params: &lsp::DidChangeWatchedFilesParams,
) {
    let uris = params
        .changes
        .iter()
        .map(|change| Uri::from_lsp(&change.uri));
    let paths = uris.filter_map(|uri| uri.path());
    let mut changed = false;
    let mut settings = false;
    for path in paths {
        changed = true;
        settings |= holds_settings(&path) || session.settings.is_named(&path);
    }
    if settings {
        session.settings.forget_files();
    }
    if changed {
        session.reconsider();
    }
}

/// Looks again at what may depend on a file that was saved.
pub(crate) fn did_save(session: &Arc<Session>) {
    let session = session.clone();
    tokio::task::spawn_blocking(move || {
        let settings = session.settings.files_changed();
        if settings {
            session.settings.forget_files();
        }
        // A client that watches files reports this one, too.
        if settings || !session.abilities().registers_watchers {
            session.reconsider();
        }
    });
}

/// Looks whether files have changed that nobody reports, beside the loop and not all the time. Few clients
/// on Linux watch any.
pub(crate) fn look(session: &Arc<Session>) {
    if session.may_look(DISK_POLL_INTERVAL) {
        let session = session.clone();
        tokio::task::spawn_blocking(move || {
            let started = Instant::now();
            look_now(&session);
            // Where looking takes long it is done less often.
            session.pause_polling(DISK_POLL_INTERVAL.max(20 * started.elapsed()));
        });
    }
}

/// Looks whether files have changed that nobody reports.
fn look_now(session: &Arc<Session>) {
    let settings = session.settings.files_changed();
    if settings {
        session.settings.forget_files();
    }
    if settings || !session.abilities().registers_watchers && workspace::has_changed(session) {
        session.reconsider();
    }
}

fn holds_settings(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    SettingsFile::NAMES
        .into_iter()
        .chain(SettingsFile::DECLARING)
        .any(|known| name == known)
}
