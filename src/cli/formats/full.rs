//! Each finding with its source, for people.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::report::{CheckedFile, Report};
use crate::finding::{Applicability, Finding, Location, Severity};
use crate::text::{PositionEncoding, Text, printable_line};

/// What stands above a change to an installed package.
const PATCH: &str =
    "the installed package would have to change like this; spawnsafe never changes it";

/// Lines with more bytes are not shown: nobody reads them, and the renderer goes through all of them for each finding.
const MAX_SHOWN_BYTES: usize = 1 << 13;

/// Every finding with the lines around it, what to do, and the other places that explain it.
pub(crate) fn write(report: &Report) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    let mut patches = HashSet::new();
    for (file, finding) in report.findings() {
        let rendered = renderer.render(&groups(file, finding));
        // The renderer makes pictures of other characters that steer a terminal.
        out.push_str(&rendered.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "\u{fffd}"));
        out.push_str("\n\n");
        // Many findings may blame the same place.
        if let Some(patch) = finding
            .patch
            .as_deref()
            .filter(|text| patches.insert(*text))
        {
            let title = Level::NOTE.secondary_title(PATCH);
            out.push_str(&renderer.render(&[Group::with_title(title)]));
            out.push_str(&format!("\n{patch}\n"));
        }
    }
    out
}

fn groups<'a>(file: &'a CheckedFile, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // What holds in every target world needs no word about worlds.
    let worlds = (!finding.worlds.contains(file.targets)).then(|| file.worlds(finding));
    let part = file.part(&finding.range);
    let here = finding
        .related
        .iter()
        .filter_map(|related| match &related.place {
            Location::Here(range) if file.part(range).cell == part.cell => {
                Some((part.range(range), &related.message))
            }
            _ => None,
        });
    let primary = part.range(&finding.range);
    let ranges = here.clone().map(|(range, _)| range);
    let window = LineWindow::around(part.text, ranges.chain([primary.clone()]));
    let is_shown = window.text.len() <= MAX_SHOWN_BYTES;
    let mut snippet = Snippet::source(window.text)
        .path(file.shown(part))
        .line_start(window.line + 1)
        .annotation(
            AnnotationKind::Primary
                .span(window.place(&primary))
                .label(worlds),
        );
    for (range, message) in here {
        let context = AnnotationKind::Context.span(window.place(&range));
        snippet = snippet.annotation(context.label(&**message));
    }
    let title = level.primary_title(&*finding.message).id(finding.rule);
    let mut main = match is_shown {
        true => title.element(snippet),
        false => title.element(origin(&file.shown(part), file.lines(&finding.range).start)),
    };
    if let Some(help) = &finding.help {
        main = main.element(Level::HELP.message(&**help));
    }
    if let Some(fix) = finding.fixes.first() {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
        };
        let note = format!("{} (`{option}`)", fix.title);
        main = main.element(Level::HELP.with_name("fix").message(note));
    }
    let mut groups = vec![main];
    for related in &finding.related {
        let (path, start) = match &related.place {
            Location::Elsewhere { path, start, .. } => {
                (file.shown_elsewhere(path).to_owned(), *start)
            }
            Location::Here(range) if !is_shown || file.part(range).cell != part.cell => {
                (file.shown(file.part(range)), file.lines(range).start)
            }
            Location::Here(_) => continue,
        };
        let title = Level::NOTE.secondary_title(&*related.message);
        groups.push(title.element(origin(&path, start)));
    }
    groups
}

/// A place without its source.
fn origin<'a>(path: &str, (line, column): (usize, usize)) -> Origin<'a> {
    Origin::path(printable_line(path).into_owned())
        .line(line)
        .char_column(column)
}

/// The lines that ranges are on: the renderer looks at all of the text that it is given.
struct LineWindow<'a> {
    text: &'a str,
    start: usize,
    line: usize,
}

impl<'a> LineWindow<'a> {
    fn around(text: &'a Text, ranges: impl Iterator<Item = Range<usize>> + Clone) -> Self {
        let line = |byte: Option<usize>| {
            let position = text.position(byte.unwrap_or(0), PositionEncoding::Utf8);
            position.line as usize
        };
        let first = line(ranges.clone().map(|range| range.start).min());
        let last = line(ranges.map(|range| range.end).max());
        let start = text.line(first).start;
        let end = text.line(last).end;
        Self {
            text: &text.as_str()[start..end],
            start,
            line: first,
        }
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }
}
