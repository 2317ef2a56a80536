//! `check --add-ignore`: a comment behind each finding.

use super::Exit;
use super::check_file::ExaminedFile;
use super::fixed_files;
use super::report::counted;
use super::streams::Streams;
use crate::fix::edited;
use crate::ignore::{Layout, add_ignores};
use crate::project::{comments, is_metadata};
use crate::rules::unused_ignore;
use crate::syntax::Document;

/// Writes comments that ignore every finding; on standard input the text goes to standard output.
pub(crate) fn add(
    examined: &mut [ExaminedFile],
    reason: &str,
    stdin: bool,
    streams: &Streams,
) -> Exit {
    let mut counts = Vec::new();
    let mut worst = Exit::Clean;
    for file in examined.iter_mut() {
        let document = Document::new(file.checked.text.as_str().to_owned());
        let wanted = file
            .checked
            .findings
            .iter()
            .filter(|f| f.rule != unused_ignore::RULE.code);
        let count = wanted.clone().count();
        let (path, text) = (&file.checked.path, document.text());
        let layout = match is_metadata(path) {
            true => comments(path, text),
            false => Layout::of(&document),
        };
        let edits = add_ignores(text, &layout, wanted, Some(reason));
        match file.checked.change(edited(&document, edits).text()) {
            Ok(()) => counts.push(count),
            Err(reason) => {
                streams.error(&format!("{}: not changed: {reason}", file.checked.shown));
                worst = Exit::Error;
                counts.push(0);
            }
        }
    }
    let (files, exit) = if stdin {
        let texts = examined.iter().map(|file| file.checked.file().as_str());
        (0, streams.print_source(&texts.collect::<String>()))
    } else {
        fixed_files::write_all(examined, streams)
    };
    let written = examined
        .iter()
        .map(|file| stdin || fixed_files::is_changed(file));
    let counts = counts.into_iter().zip(written);
    let findings: usize = counts
        .map(|(count, written)| count * usize::from(written))
        .sum();
    streams.note(&format!(
        "{} ignored in {}.",
        counted(findings, "finding"),
        counted(files, "file")
    ));
    exit.max(worst)
}
