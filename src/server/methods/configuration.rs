//! Settings that the editor sends, and the folders that they are for.

use std::sync::Arc;

use tower_lsp::lsp_types as lsp;

use crate::server::session::Session;
use crate::server::settings::SentSettings;
use crate::server::uri::Uri;

/// The names of our settings in editors, and of those for Python that all its servers share.
pub(super) const SECTIONS: [&str; 2] = ["spawnsafe", "python"];

/// Takes settings that come by themselves, and asks for those that have to be asked for.
pub(crate) fn did_change(session: &Arc<Session>, params: &lsp::DidChangeConfigurationParams) {
    // Many clients send nothing here, meaning "ask".
    if params
        .settings
        .as_object()
        .is_some_and(|sent| !sent.is_empty())
    {
        session.set([(None, SentSettings::whole(&params.settings))]);
    }
    fetch(session);
}

/// Opens and closes folders.
pub(crate) fn did_change_folders(
    session: &Arc<Session>,
    params: lsp::DidChangeWorkspaceFoldersParams,
) {
    let uris = |folders: Vec<lsp::WorkspaceFolder>| -> Vec<Uri> {
        let uris = folders.iter().map(|folder| Uri::from_lsp(&folder.uri));
        uris.collect()
    };
    session
        .settings
        .change_folders(uris(params.event.added), &uris(params.event.removed));
    session.reconsider();
    fetch(session);
}

/// Asks the client for the settings of every folder, beside the loop.
pub(crate) fn fetch(session: &Arc<Session>) {
    if !session.abilities().configuration {
        return;
    }
    let session = session.clone();
    let turn = session.settings.next_turn();
    tokio::spawn(async move {
        let folders = session.settings.folder_uris();
        let scopes: Vec<Option<&Uri>> =
            [None].into_iter().chain(folders.iter().map(Some)).collect();
        let item = |scope: Option<&Uri>, section: &str| lsp::ConfigurationItem {
            scope_uri: scope.map(Uri::to_lsp),
            section: Some(section.to_owned()),
        };
        let items = SECTIONS
            .into_iter()
            .flat_map(|section| scopes.iter().map(move |scope| item(*scope, section)));
        let answer = match session.client.configuration(items.collect()).await {
            Ok(answer) => answer,
            Err(error) => return tracing::warn!("The client sent no settings: {error}"),
        };
        // The answer to a later question may have come first.
        if !session.settings.is_turn(turn) {
            return;
        }
        let at = |index: usize| answer.get(index).cloned().unwrap_or_default();
        let sent = scopes.iter().enumerate().map(|(index, scope)| {
            let sent = SentSettings {
                settings: at(index),
                python: at(scopes.len() + index),
            };
            (*scope, sent)
        });
        session.set(sent);
    });
}
