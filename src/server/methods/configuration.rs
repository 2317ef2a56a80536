//! Settings that the editor sends, and the folders that they are for.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::lsp_types as lsp;

use crate::server::session::Session;
use crate::server::uri::Uri;

/// The name of our settings in editors.
const SECTION: &str = "spawnsafe";

/// Takes settings that come by themselves, and asks for those that have to be asked for.
pub(crate) fn did_change(session: &Arc<Session>, params: &lsp::DidChangeConfigurationParams) {
    // Many clients send nothing here, meaning "ask".
    if params
        .settings
        .as_object()
        .is_some_and(|sent| !sent.is_empty())
    {
        session.set(None, &params.settings);
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
    if !session.peer().configuration {
        return;
    }
    let session = session.clone();
    let turn = session.settings.next_turn();
    tokio::spawn(async move {
        let folders = session.settings.folder_uris();
        let item = |scope_uri| lsp::ConfigurationItem {
            scope_uri,
            section: Some(SECTION.to_owned()),
        };
        let items = [item(None)]
            .into_iter()
            .chain(folders.iter().map(|folder| item(Some(folder.to_lsp()))));
        let answer = match session.client.configuration(items.collect()).await {
            Ok(answer) => answer,
            Err(error) => return tracing::warn!("The client gives no settings: {error}"),
        };
        // The answer to a later question may have come first.
        if !session.settings.is_turn(turn) {
            return;
        }
        let scopes = [None].into_iter().chain(folders.iter().map(Some));
        for (folder, sent) in scopes.zip(&answer) {
            if *sent != Value::Null {
                session.set(folder, sent);
            }
        }
    });
}
