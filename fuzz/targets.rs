//! What has to hold for any bytes. Each function takes what a fuzzer makes up, and panics where something is wrong; the
//! default suite calls them with programs made of random words.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use spawnsafe::check::{check, check_with_fixes};
use spawnsafe::config::{
    Config, SettingNode, TomlTable, from_cfg, from_json, from_toml, from_yaml, read,
};
use spawnsafe::finding::Finding;
use spawnsafe::fix::fix_all;
use spawnsafe::model::surroundings::NoSurroundings;
use spawnsafe::project::index::{judge, unpack};
use spawnsafe::project::{Archive, Metadata, PythonSource};
use spawnsafe::rules::codes;
use spawnsafe::server;
use spawnsafe::syntax::Document;
use spawnsafe::syntax::notebook::Notebook;
use spawnsafe::text::Edit;
use spawnsafe::world::Worlds;

/// Longer inputs show nothing more.
const LONGEST: usize = 1 << 14;

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(&data[..data.len().min(LONGEST)]).into_owned()
}

fn found(document: &Document) -> Vec<Finding> {
    check_with_fixes(document, &NoSurroundings, &Config::default(), |_| true)
}

/// Findings and fixes stay within the text, whatever it is, and are the same where no trees are kept; and a file is read as
/// it is written, or refused.
pub(crate) fn any_text_is_checked(data: &[u8]) {
    if let Ok(source) = PythonSource::from_bytes(data.to_vec()) {
        let same = source.encode(&source.text);
        assert_eq!(same.as_deref().unwrap_or(data), data, "{:?}", source.text);
    }
    let document = Document::new(text(data));
    let source = document.text().as_str();
    let findings = found(&document);
    let without_trees = found(&Document::read_only(source.to_owned()));
    assert_eq!(
        format!("{findings:#?}"),
        format!("{without_trees:#?}"),
        "of {source:?}"
    );
    for finding in findings {
        assert!(source.get(finding.range.clone()).is_some(), "{finding:?}");
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            assert!(source.get(edit.range.clone()).is_some(), "{edit:?}");
        }
    }
}

/// After an edit the findings are those of the new text. The first two bytes say where the edit is, and how much it
/// takes away; what it adds stands behind the last zero.
pub(crate) fn an_edited_document_is_like_a_new_one(data: &[u8]) {
    let [at, length, rest @ ..] = data else {
        return;
    };
    let (before, added) = match rest.iter().rposition(|byte| *byte == 0) {
        Some(zero) => (text(&rest[..zero]), text(&rest[zero + 1..])),
        None => (text(rest), "x".to_owned()),
    };
    let floor = |at: usize| {
        (0..=at.min(before.len()))
            .rev()
            .find(|at| before.is_char_boundary(*at))
    };
    let start = floor(before.len() * usize::from(*at) / 255).unwrap_or(0);
    let end = floor(start + usize::from(*length)).unwrap_or(0).max(start);
    let mut document = Document::new(before.clone());
    // What is known before an edit must not show after it.
    check(&document, &NoSurroundings, &Config::default());
    document.edit(&Edit {
        range: start..end,
        content: added.clone(),
    });
    let after = format!("{}{added}{}", &before[..start], &before[end..]);
    let (edited, fresh) = (found(&document), found(&Document::new(after.clone())));
    assert_eq!(
        format!("{edited:#?}"),
        format!("{fresh:#?}"),
        "of {after:?}"
    );
}

fn is_python(document: &Document) -> bool {
    let mut statements = document.statements().iter();
    statements.all(|statement| statement.chunk.root().is_some_and(|root| !root.has_error()))
}

/// What all fixes together make of a program is a program, and they have nothing to add to it.
pub(crate) fn fixes_leave_a_program_to_which_they_have_nothing_to_add(data: &[u8]) {
    let document = Document::new(text(data));
    if !is_python(&document) {
        return;
    }
    let fixed = fix_all(&document, |_, _| true, found);
    let source = fixed.document.text().as_str();
    assert!(
        is_python(&fixed.document),
        "made of {:?}:\n{source}",
        document.text().as_str()
    );
    let again = fix_all(&fixed.document, |_, _| true, found);
    assert_eq!(
        source,
        again.document.text().as_str(),
        "made of {:?}",
        document.text().as_str()
    );
}

/// What is shown of worlds is read as the same worlds.
pub(crate) fn the_notation_of_worlds_is_read_as_it_is_shown(data: &[u8]) {
    if let Ok(worlds) = text(data).parse::<Worlds>() {
        let shown = worlds.to_string();
        assert_eq!(shown.parse::<Worlds>().ok(), Some(worlds), "{shown}");
    }
}

/// Settings in any form are read or refused; what is wrong is within the text.
pub(crate) fn settings_are_read_or_refused(data: &[u8]) {
    let text = text(data);
    let rules = codes();
    let ask = |node: &SettingNode| read(node, &[], &rules);
    for table in [TomlTable::Top, TomlTable::Tool] {
        let (node, _, problems) = from_toml(&text, table, &rules);
        ask(&node);
        for range in problems.into_iter().filter_map(|problem| problem.range) {
            assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
        }
    }
    ask(&from_cfg(&text));
    from_yaml(&text).iter().for_each(|node| drop(ask(node)));
    if let Ok(json) = serde_json::from_str(&text) {
        from_json(&json, &[], &rules);
    }
}

/// A notebook is read or refused, and written as it was.
pub(crate) fn a_notebook_is_written_as_it_was(data: &[u8]) {
    if let Ok(notebook) = Notebook::read(text(data)) {
        let module = notebook.module().to_owned();
        let same = notebook.with_module(&module).expect("the same cells");
        assert_eq!(same.module(), module);
        found(&Document::new(module));
    }
}

/// Requirements are found in any file, within its text.
pub(crate) fn requirements_are_within_their_file(data: &[u8]) {
    let text = text(data);
    for name in [
        "requirements.txt",
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "environment.yml",
        "Pipfile",
    ] {
        let metadata = Metadata::of(Path::new(name), &text);
        for requirement in metadata.iter().flat_map(Metadata::requirements) {
            assert!(
                text.get(requirement.range.clone()).is_some(),
                "{requirement:?} in {name}"
            );
        }
    }
}

/// Archives are unpacked or refused, and what is in them is judged.
pub(crate) fn archives_are_unpacked_or_refused(data: &[u8]) {
    for name in ["a-1-py3-none-any.whl", "a-1.zip", "a-1.tar.gz"] {
        if let Ok(archive) = unpack(name, data) {
            drop(judge("a", archive, Duration::from_secs(5)));
        }
    }
}

/// A release is judged whatever its metadata say. Up to the first zero they are the metadata, behind it is the module.
pub(crate) fn any_metadata_are_judged(data: &[u8]) {
    let data = &data[..data.len().min(LONGEST)];
    let zero = data.iter().position(|byte| *byte == 0);
    let (metadata, module) = data.split_at(zero.unwrap_or(data.len()));
    let mut archive = Archive::default();
    let add = |archive: &mut Archive, path: &str, content: &[u8]| {
        archive.add(PathBuf::from(path), content.to_vec());
    };
    for path in [
        "METADATA",
        "RECORD",
        "top_level.txt",
        "entry_points.txt",
        "WHEEL",
    ] {
        add(&mut archive, &format!("a-1.dist-info/{path}"), metadata);
    }
    add(&mut archive, "a-1/PKG-INFO", metadata);
    add(&mut archive, "setup.cfg", metadata);
    add(
        &mut archive,
        "a/__init__.py",
        module.strip_prefix(b"\0").unwrap_or(module),
    );
    drop(judge("a", archive, Duration::from_secs(5)));
}

/// What a server writes, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A server answers any input with messages, and fails at none of them. Zeros part the input: what starts a header goes
/// as it is, all else gets one.
pub(crate) fn any_session_ends_well(data: &[u8]) {
    let mut input = Vec::new();
    for part in data[..data.len().min(LONGEST)].split(|byte| *byte == 0) {
        if !part.starts_with(b"Content") {
            input.extend(format!("Content-Length: {}\r\n\r\n", part.len()).into_bytes());
        }
        input.extend(part);
    }
    let kept = Kept::default();
    let status = server::serve(Cursor::new(input), kept.clone());
    assert!(status <= 1, "it ends with {status}");
    let output = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut rest = output.as_slice();
    while !rest.is_empty() {
        let end = rest
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("headers");
        let headers = std::str::from_utf8(&rest[..end]).expect("text");
        let length = headers
            .strip_prefix("Content-Length: ")
            .expect("one header");
        let body = &rest[end + 4..][..length.parse().expect("a length")];
        let message: serde_json::Value = serde_json::from_slice(body).expect("JSON");
        assert_ne!(message["error"]["code"], -32603, "{message}");
        rest = &rest[end + 4 + body.len()..];
    }
}
