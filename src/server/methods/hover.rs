//! `textDocument/hover`.

use std::sync::Arc;

use tower_lsp::lsp_types as lsp;

use crate::server::session::Session;

/// What is known about the place, or nothing.
pub(crate) async fn hover(
    _session: &Arc<Session>,
    _params: lsp::HoverParams,
) -> Option<lsp::Hover> {
    None
}
