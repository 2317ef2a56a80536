//! The list of files in the HTML of PEP 503: one link for each.

use html5gum::{HtmlString, Spanned, StartTag, Token, Tokenizer};

use super::file_entry::ListedFile;
use crate::limits::reached;

/// More files than this are passed over.
const MAX_LISTED_FILES: usize = 100_000;

/// The files that a page links to.
pub(super) fn files(page: &str) -> Vec<ListedFile> {
    let mut files: Vec<ListedFile> = Vec::new();
    let mut open: Option<ListedFile> = None;
    for token in Tokenizer::new(page).flatten() {
        match token {
            Token::StartTag(tag) if **tag.name == *b"a" => open = Some(link(&tag)),
            Token::String(text) => {
                if let Some(file) = &mut open {
                    file.filename.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Token::EndTag(tag) if **tag.name == *b"a" => {
                files.extend(open.take().map(|file| ListedFile {
                    filename: file.filename.trim().to_owned(),
                    ..file
                }));
                if files.len() >= MAX_LISTED_FILES {
                    reached("files that an index lists");
                    break;
                }
            }
            _ => {}
        }
    }
    files
}

fn link(tag: &StartTag<()>) -> ListedFile {
    let attribute = |name: &[u8]| {
        let found = tag.attributes.iter().find(|(key, _)| ***key == *name);
        found.map(|(_, value): (&HtmlString, &Spanned<HtmlString, ()>)| {
            String::from_utf8_lossy(value).into_owned()
        })
    };
    ListedFile {
        url: attribute(b"href").unwrap_or_default(),
        requires_python: attribute(b"data-requires-python"),
        yanked: attribute(b"data-yanked"),
        ..ListedFile::default()
    }
}
