//! Each finding with its source, for people.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::report::{Checked, Report};
use crate::finding::{Applicability, Finding, Place, Severity};

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
    let mut snippet = Snippet::source(file.text.as_str())
        .path(&*file.shown)
        .annotation(
            AnnotationKind::Primary
                .span(finding.range.clone())
                .label(format!("fails on {}", file.worlds(finding))),
        );
    for related in &finding.related {
        if let Place::Here(range) = &related.place {
            let context = AnnotationKind::Context.span(range.clone());
            snippet = snippet.annotation(context.label(&*related.message));
        }
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
