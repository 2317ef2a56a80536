//! The edit of a settings file that turns a rule off for the project.

use std::path::Path;

use tower_lsp::lsp_types as lsp;

use crate::config::turn_off;
use crate::project::read_text;
use crate::server::content::Content;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::server::{convert, toml};
use crate::text::Text;

use super::edit::{difference, for_client};

/// Longer files are no files of settings.
const LONGEST: u64 = 4 << 20;

/// The edit of this file; `None` if it cannot be read, or is no TOML.
pub(super) fn edit(session: &Session, file: &Path, rule: &str) -> Option<lsp::WorkspaceEdit> {
    let uri = session.documents.key(&Uri::of_path(file)?);
    let open = session.documents.snapshot(&uri);
    let (text, version) = match open.map(|open| (open.content, open.version)) {
        Some((Content::Settings(text) | Content::Other(text), version)) => (text, version),
        _ => (Text::new(read_text(file, LONGEST).ok()?), None),
    };
    let after = turn_off(text.as_str(), toml::table(&uri), rule)?;
    let peer = session.peer();
    let edits = difference(text.as_str(), &after).into_iter().map(|edit| {
        let range = convert::range_to_lsp(&text, &edit.range, peer.encoding.0);
        lsp::TextEdit::new(range, edit.content)
    });
    Some(for_client(vec![(&uri, version, edits.collect())], peer))
}
