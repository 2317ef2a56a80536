//! `initialize` and `initialized`.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types as lsp;

use crate::server::peer::Peer;
use crate::server::session::Session;
use crate::server::transport::wire::BEYOND_TYPES;
use crate::text::Encoding;

use super::code_action;

/// Learns what the client can do, and says what the server does.
pub(crate) fn initialize(
    session: &Session,
    params: lsp::InitializeParams,
) -> lsp::InitializeResult {
    // The transport puts the client's own words there.
    let said = params.initialization_options.unwrap_or(Value::Null);
    session.meet(Peer::read(&said));
    let peer = session.peer();
    tracing::info!(
        "spawnsafe {} serves {} in {:?}; diagnostics are {}",
        env!("CARGO_PKG_VERSION"),
        peer.name,
        session.encoding(),
        if peer.pulls { "pulled" } else { "pushed" }
    );
    lsp::InitializeResult {
        capabilities: capabilities(peer),
        server_info: Some(lsp::ServerInfo {
            name: "spawnsafe".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// Starts what needs the client's answers.
pub(crate) fn initialized(_session: &Arc<Session>) {}

fn capabilities(peer: &Peer) -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
        ..Default::default()
    };
    let diagnostics = lsp::DiagnosticOptions {
        identifier: Some("spawnsafe".to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..Default::default()
    };
    lsp::ServerCapabilities {
        position_encoding: Some(match peer.encoding.0 {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(sync.into()),
        diagnostic_provider: peer
            .pulls
            .then(|| lsp::DiagnosticServerCapabilities::Options(diagnostics)),
        code_action_provider: Some(code_action::capability(peer)),
        experimental: Some(beyond_types(peer)),
        ..Default::default()
    }
}

/// Capabilities that lsp-types has no field for.
fn beyond_types(peer: &Peer) -> Value {
    if !peer.notebooks {
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
