//! `initialize` and `initialized`.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types as lsp;

use crate::server::client_capabilities::ClientCapabilities;
use crate::server::log;
use crate::server::session::Session;
use crate::server::settings::{CheckMode, SentSettings};
use crate::server::transport::wire::BEYOND_TYPES;
use crate::server::workspace;
use crate::text::PositionEncoding;

use super::{code_action, command, completion, configuration, watched_files};

/// Learns what the client can do, and says what the server does.
pub(crate) fn initialize(
    session: &Arc<Session>,
    params: lsp::InitializeParams,
) -> lsp::InitializeResult {
    // The transport puts the client's own words there.
    let said = params.initialization_options.unwrap_or(Value::Null);
    session.meet(ClientCapabilities::read(&said));
    let abilities = session.abilities();
    session
        .settings
        .change_folders(abilities.folders.clone(), &[]);
    session.set([(None, SentSettings::whole(&abilities.options))]);
    session.set_trace(said.get("trace"));
    tracing::info!(
        "spawnsafe {} serves {} in {:?}; diagnostics are {}",
        env!("CARGO_PKG_VERSION"),
        abilities.name,
        session.encoding(),
        if abilities.pulls { "pulled" } else { "pushed" }
    );
    // A client that is told of the workspace asks for it all the time.
    let wanted = session.settings.mode() == CheckMode::Workspace;
    let workspace_diagnostics = wanted && abilities.pulls && abilities.pulls_closed;
    if workspace_diagnostics {
        session.offer_closed();
    }
    lsp::InitializeResult {
        capabilities: capabilities(abilities, workspace_diagnostics),
        server_info: Some(lsp::ServerInfo {
            name: "spawnsafe".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Starts what needs the client's answers.
pub(crate) fn initialized(session: &Arc<Session>) {
    log::forward(session.client.clone());
    session.begin();
    watched_files::register(session);
    configuration::fetch(session);
    workspace::sweep(session);
}

fn capabilities(
    abilities: &ClientCapabilities,
    workspace_diagnostics: bool,
) -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
        ..Default::default()
    };
    let diagnostics = lsp::DiagnosticOptions {
        identifier: Some("spawnsafe".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics,
        ..Default::default()
    };
    lsp::ServerCapabilities {
        position_encoding: Some(match abilities.encoding.0 {
            PositionEncoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(sync.into()),
        diagnostic_provider: abilities
            .pulls
            .then_some(lsp::DiagnosticServerCapabilities::Options(diagnostics)),
        code_action_provider: Some(code_action::capability(abilities)),
        completion_provider: Some(completion::capability()),
        execute_command_provider: Some(command::capability()),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        experimental: Some(beyond_types(abilities)),
        ..Default::default()
    }
}

/// Capabilities that lsp-types has no field for.
fn beyond_types(abilities: &ClientCapabilities) -> Value {
    if !abilities.notebooks {
        return json!({});
    }
    debug_assert_eq!(BEYOND_TYPES, "experimental");
    json!({
        "notebookDocumentSync": {
            "notebookSelector": [{"notebook": "*", "cells": [{"language": "python"}]}],
            "save": false,
        },
    })
}
