//! What the client says of itself in `initialize`, read leniently.

use serde_json::Value;

use crate::text::PositionEncoding;

use super::uri::Uri;

/// The client's abilities, as far as they change what the server does.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent ability in the protocol"
)]
pub(crate) struct ClientCapabilities {
    /// Name and version, for the log.
    pub(crate) name: String,
    /// The agreed unit of columns.
    pub(crate) encoding: Columns,
    /// Asks for diagnostics, and can be told to ask again.
    pub(crate) pulls: bool,
    /// Asks for those of files that are not open, too, without forgetting those that are.
    pub(crate) pulls_closed: bool,
    /// Shows `relatedInformation`.
    pub(crate) related_information: bool,
    /// Shows tags.
    pub(crate) tags: bool,
    /// Opens `codeDescription`.
    pub(crate) code_description: bool,
    /// Compares the version of published diagnostics.
    pub(crate) diagnostic_version: bool,
    /// Takes code actions, not only commands.
    pub(crate) code_actions: bool,
    /// Asks for the edit of a code action when it is chosen.
    pub(crate) resolves_edits: bool,
    /// Marks the preferred code action.
    pub(crate) preferred: bool,
    /// Takes versioned document edits.
    pub(crate) document_changes: bool,
    /// Creates files that edits name.
    pub(crate) creates_files: bool,
    /// Applies edits that the server sends.
    pub(crate) applies_edits: bool,
    /// Answers `workspace/configuration`.
    pub(crate) configuration: bool,
    /// Lets `didChangeConfiguration` be registered.
    pub(crate) registers_configuration: bool,
    /// Watches files for the server.
    pub(crate) registers_watchers: bool,
    /// Shows progress that the server begins.
    pub(crate) progress: bool,
    /// Opens documents that the server names.
    pub(crate) shows_documents: bool,
    /// Sends notebooks.
    pub(crate) notebooks: bool,
    /// What hovers may be written in.
    pub(crate) hover: MarkupSupport,
    /// What the documentation of completions may be written in.
    pub(crate) completion: MarkupSupport,
    /// The folders that are open: URI and name.
    pub(crate) folders: Vec<Uri>,
    /// The settings that came with `initialize`.
    pub(crate) options: Value,
}

/// [`PositionEncoding`], which is utf-16 unless agreed otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Columns(pub(crate) PositionEncoding);

impl Default for Columns {
    fn default() -> Self {
        Self(PositionEncoding::Utf16)
    }
}

/// What a client shows text as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MarkupSupport {
    /// Markdown.
    Markdown,
    /// Plain text, said to be that.
    Plain,
    /// A mere string.
    #[default]
    Bare,
}

impl MarkupSupport {
    fn of(takes: impl Fn(&str) -> bool) -> Self {
        if takes("markdown") {
            Self::Markdown
        } else if takes("plaintext") {
            Self::Plain
        } else {
            Self::Bare
        }
    }
}

impl ClientCapabilities {
    /// Reads the parameters of `initialize`, whatever they are.
    pub(crate) fn read(params: &Value) -> Self {
        let at = |path: &str| params.pointer(path).unwrap_or(&Value::Null);
        let yes = |path: &str| at(&format!("/capabilities{path}")) == &Value::Bool(true);
        let there = |path: &str| at(&format!("/capabilities{path}")).is_object();
        let lists = |path: &str, item: &str| {
            let list = at(&format!("/capabilities{path}")).as_array();
            list.is_some_and(|list| list.iter().any(|other| other == item))
        };
        let diagnostic = |ability: &str| {
            yes(&format!("/textDocument/publishDiagnostics/{ability}"))
                || yes(&format!("/textDocument/diagnostic/{ability}"))
        };
        let name = name(at("/clientInfo"));
        Self {
            // Neovim 0.12, told to ask again, then asks for the workspace only, and keeps stale findings
            // in what is open.
            pulls_closed: !name.starts_with("Neovim"),
            name,
            encoding: Columns(best_encoding(at("/capabilities/general/positionEncodings"))),
            // Without the refresh request a client would keep stale diagnostics when settings change.
            pulls: there("/textDocument/diagnostic")
                && (yes("/workspace/diagnostics/refreshSupport")
                    || yes("/workspace/diagnostic/refreshSupport")),
            related_information: diagnostic("relatedInformation"),
            tags: there("/textDocument/publishDiagnostics/tagSupport")
                || there("/textDocument/diagnostic/tagSupport"),
            code_description: diagnostic("codeDescriptionSupport"),
            diagnostic_version: yes("/textDocument/publishDiagnostics/versionSupport"),
            code_actions: there("/textDocument/codeAction/codeActionLiteralSupport"),
            resolves_edits: yes("/textDocument/codeAction/dataSupport")
                && lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            preferred: yes("/textDocument/codeAction/isPreferredSupport"),
            document_changes: yes("/workspace/workspaceEdit/documentChanges"),
            creates_files: yes("/workspace/workspaceEdit/documentChanges")
                && lists("/workspace/workspaceEdit/resourceOperations", "create"),
            applies_edits: yes("/workspace/applyEdit"),
            configuration: yes("/workspace/configuration"),
            registers_configuration: yes("/workspace/didChangeConfiguration/dynamicRegistration"),
            registers_watchers: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            progress: yes("/window/workDoneProgress"),
            shows_documents: yes("/window/showDocument/support"),
            notebooks: there("/notebookDocument/synchronization"),
            hover: MarkupSupport::of(|kind| lists("/textDocument/hover/contentFormat", kind)),
            completion: MarkupSupport::of(|kind| {
                let formats = "/textDocument/completion/completionItem/documentationFormat";
                lists(formats, kind)
            }),
            folders: folders(params),
            options: at("/initializationOptions").clone(),
        }
    }
}

fn name(info: &Value) -> String {
    let part = |name: &str| info.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", part("name"), part("version"))
        .trim()
        .to_owned()
}

/// The cheapest for us that the client offers.
fn best_encoding(offered: &Value) -> PositionEncoding {
    let offers = |name: &str| {
        offered
            .as_array()
            .is_some_and(|all| all.iter().any(|item| item == name))
    };
    if offers("utf-8") {
        PositionEncoding::Utf8
    } else if offers("utf-32") {
        PositionEncoding::Utf32
    } else {
        PositionEncoding::Utf16
    }
}

/// The workspace folders; else the root in one of its two older forms.
fn folders(params: &Value) -> Vec<Uri> {
    let string = |value: &Value| value.as_str().map(str::to_owned);
    if let Some(Value::Array(folders)) = params.get("workspaceFolders") {
        let uris = folders
            .iter()
            .filter_map(|folder| string(folder.get("uri")?));
        return uris.map(Uri::new).collect();
    }
    let root = params.get("rootUri").and_then(string).map(Uri::new);
    let older = || {
        let path = params.get("rootPath").and_then(string)?;
        Uri::of_path(path.as_ref())
    };
    root.or_else(older).into_iter().collect()
}
