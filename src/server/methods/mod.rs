//! The methods of the protocol: each a sentence here, each group a file beside this one.

mod code_action;
mod command;
mod completion;
mod configuration;
mod diagnostic;
mod hover;
mod lifecycle;
mod notebook;
mod text_sync;
mod watched_files;
mod workspace_diagnostic;

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult,
};
use tower_lsp::{LanguageServer, LspServiceBuilder};

use super::progress;
use super::session::Session;

/// The server as tower-lsp calls it.
pub(crate) struct Server {
    /// What the methods work on.
    pub(crate) session: Arc<Session>,
}

/// Adds the methods that tower-lsp does not know.
pub(crate) fn register(builder: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    builder
        .custom_method("$/setTrace", Server::set_trace)
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress)
        .custom_method("notebookDocument/didOpen", Server::did_open_notebook)
        .custom_method("notebookDocument/didChange", Server::did_change_notebook)
        .custom_method("notebookDocument/didSave", Server::did_save_notebook)
        .custom_method("notebookDocument/didClose", Server::did_close_notebook)
}

#[expect(
    clippy::unused_async,
    reason = "tower-lsp takes asynchronous methods only"
)]
impl Server {
    async fn set_trace(&self, params: Value) {
        self.session.set_trace(params.get("value"));
    }

    async fn cancel_progress(&self, params: Value) {
        progress::cancel(&self.session, &params);
    }

    async fn did_open_notebook(&self, params: notebook::DidOpen) {
        notebook::did_open(&self.session, params);
    }

    async fn did_change_notebook(&self, params: notebook::DidChange) {
        notebook::did_change(&self.session, params);
    }

    async fn did_save_notebook(&self, params: notebook::DidClose) {
        notebook::did_save(&self.session, &params);
    }

    async fn did_close_notebook(&self, params: notebook::DidClose) {
        notebook::did_close(&self.session, &params);
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(lifecycle::initialize(&self.session, params))
    }

    async fn initialized(&self, _: InitializedParams) {
        lifecycle::initialized(&self.session);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        text_sync::did_open(&self.session, params);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        text_sync::did_change(&self.session, params);
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        watched_files::did_save(&self.session);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        configuration::did_change(&self.session, &params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        configuration::did_change_folders(&self.session, params);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        watched_files::did_change_watched(&self.session, &params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        text_sync::did_close(&self.session, &params);
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        diagnostic::diagnostic(&self.session, params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        Ok(hover::hover(&self.session, params).await)
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        workspace_diagnostic::workspace_diagnostic(&self.session, params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        command::execute(&self.session, params).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        Ok(completion::completion(&self.session, &params))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        code_action::code_action(&self.session, params).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        code_action::resolve(&self.session, action).await
    }
}
