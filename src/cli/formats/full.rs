//! Each finding with its source, for people.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::report::{Checked, Report};
use crate::finding::{Applicability, Finding, Place, Severity};
use crate::text::Encoding;

/// Every finding with the lines around it, what to do, and the other places that explain it.
pub(crate) fn write(report: &Report) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for (file, finding) in report.findings() {
        out.push_str(&renderer.render(&groups(file, finding)));
        out.push_str("\n\n");
    }
    out
}

fn groups<'a>(file: &'a Checked, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // What holds in every target world needs no word about worlds.
    let worlds = (!finding.worlds.contains(file.targets)).then(|| file.worlds(finding));
    let here = finding
        .related
        .iter()
        .filter_map(|related| match &related.place {
            Place::Here(range) => Some((range, &related.message)),
            Place::Elsewhere { .. } => None,
        });
    let window = Window::around(
        file,
        here.clone().map(|(range, _)| range).chain([&finding.range]),
    );
    let mut snippet = Snippet::source(window.text)
        .path(&*file.shown)
        .line_start(window.line + 1)
        .annotation(
            AnnotationKind::Primary
                .span(window.place(&finding.range))
                .label(worlds),
        );
    for (range, message) in here {
        let context = AnnotationKind::Context.span(window.place(range));
        snippet = snippet.annotation(context.label(&**message));
    }
    let mut main = level
        .primary_title(&*finding.message)
        .id(finding.rule)
        .element(snippet);
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
        if let Place::Elsewhere { path, start, .. } = &related.place {
            let origin = Origin::path(&**path).line(start.0).char_column(start.1);
            let title = Level::NOTE.secondary_title(&*related.message);
            groups.push(title.element(origin));
        }
    }
    groups
}

/// The lines that ranges are on: the renderer looks at all of the text that it is given.
struct Window<'a> {
    text: &'a str,
    start: usize,
    line: usize,
}

impl<'a> Window<'a> {
    fn around<'r>(
        file: &'a Checked,
        ranges: impl Iterator<Item = &'r Range<usize>> + Clone,
    ) -> Self {
        let line = |byte: Option<usize>| {
            let position = file.text.position(byte.unwrap_or(0), Encoding::Utf8);
            position.line as usize
        };
        let first = line(ranges.clone().map(|range| range.start).min());
        let last = line(ranges.map(|range| range.end).max());
        let start = file.text.line(first).start;
        let end = file.text.line(last).end;
        Self {
            text: &file.text.as_str()[start..end],
            start,
            line: first,
        }
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }
}
