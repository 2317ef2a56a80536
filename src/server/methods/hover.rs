//! `textDocument/hover`: names with facts, rules in comments, settings in files.

use std::ops::Range;
use std::sync::Arc;

use tower_lsp::lsp_types as lsp;

use crate::config::setting;
use crate::facts::Fact;
use crate::ignore::{Layout, directives};
use crate::rules::{Rule, rule};
use crate::server::checked_source::CheckedSource;
use crate::server::client_capabilities::MarkupSupport;
use crate::server::document_content::DocumentContent;
use crate::server::documents::Snapshot;
use crate::server::session::Session;
use crate::server::uri::Uri;
use crate::server::{analysis, convert, patches, toml};
use crate::world::Worlds;

/// What is known about the place, or nothing.
pub(crate) async fn hover(session: &Arc<Session>, params: lsp::HoverParams) -> Option<lsp::Hover> {
    let place = params.text_document_position_params;
    let uri = Uri::from_lsp(&place.text_document.uri);
    let snapshot = session.documents.snapshot(&uri)?;
    let session = session.clone();
    let work = move || {
        let encoding = session.encoding();
        let (text, range) = if let DocumentContent::Settings(settings) = &snapshot.content {
            let byte = settings.byte(convert::position_from_lsp(place.position), encoding);
            let setting = || {
                let (path, range) = toml::path_at(&uri, settings, byte)?;
                Some((about_setting(&path)?, range))
            };
            let (text, range) = setting().or_else(|| about_finding(&session, &snapshot, byte))?;
            (text, convert::range_to_lsp(settings, &range, encoding))
        } else {
            let source = CheckedSource::of(&snapshot)?;
            let at = lsp::Range::new(place.position, place.position);
            let byte = source.bytes(&uri, at, encoding)?.start;
            let python = !matches!(snapshot.content, DocumentContent::Requirements(_));
            let (text, range) = about_comment(&source, byte)
                .filter(|_| python)
                .or_else(|| about_finding(&session, &snapshot, byte))
                .or_else(|| {
                    python.then(|| about_name(&session, &snapshot.key, &source, byte))?
                })?;
            (text, source.to_lsp(&range, encoding)?.1)
        };
        Some(lsp::Hover {
            contents: contents(text, session.abilities().hover),
            range: Some(range),
        })
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

fn contents(value: String, prose: MarkupSupport) -> lsp::HoverContents {
    let kind = match prose {
        MarkupSupport::Markdown => lsp::MarkupKind::Markdown,
        MarkupSupport::Plain => lsp::MarkupKind::PlainText,
        MarkupSupport::Bare => return lsp::HoverContents::Scalar(lsp::MarkedString::String(value)),
    };
    lsp::HoverContents::Markup(lsp::MarkupContent { kind, value })
}

fn about_setting(path: &[String]) -> Option<String> {
    let last = path.last()?;
    match path {
        [key] => setting(key).map(|setting| format!("`{key}`\n\n{}", setting.meaning)),
        _ => rule(last).map(about_rule),
    }
}

/// What a rule says of itself before its first example.
pub(super) fn about_rule(rule: &Rule) -> String {
    let page = rule.page.split("```").next().unwrap_or_default();
    format!(
        "{}\n\n`spawnsafe explain {}` says more.",
        page.trim(),
        rule.code
    )
}

/// The rule in an ignore comment.
fn about_comment(source: &CheckedSource, byte: usize) -> Option<(String, Range<usize>)> {
    let document = &source.document;
    let directives = directives(document.text().as_str(), &Layout::of(document));
    let forms = directives
        .into_iter()
        .filter_map(|directive| directive.form.ok());
    let (code, range) = forms
        .flat_map(|form| form.rules)
        .find(|(_, range)| range.start <= byte && byte <= range.end)?;
    Some((about_rule(rule(&code)?), range))
}

/// What would have to change in an installed package; only if it is known already.
fn about_finding(
    session: &Session,
    snapshot: &Snapshot,
    byte: usize,
) -> Option<(String, Range<usize>)> {
    let checked = snapshot.work.known()?;
    let finding = patches::touched(&checked, &(byte..byte))?;
    let text = patches::about(finding, session.abilities().hover)?;
    Some((text, finding.range.clone()))
}

/// The fact about the name.
fn about_name(
    session: &Session,
    key: &Uri,
    source: &CheckedSource,
    byte: usize,
) -> Option<(String, Range<usize>)> {
    let (fact, range) = analysis::fact_at(session, key, &source.document, byte)?;
    let targets = session
        .settings
        .of(key, source.document.text().as_str())
        .config()
        .targets;
    Some((about_fact(fact, targets), range))
}

fn about_fact(fact: &Fact, targets: Worlds) -> String {
    let mut lines = vec![format!("`{}`", fact.name)];
    let works = fact.available & targets;
    if works.is_empty() {
        lines.push("Works on none of the target platforms.".to_owned());
    } else {
        lines.push(format!("Works {}.", works.in_english(targets)));
    }
    for clause in fact.elsewhere(targets) {
        lines.push(format!("{}.", capitalised(&clause)));
    }
    if !fact.available.contains(targets) {
        lines.push(format!("Instead: {}.", fact.advice()));
    }
    lines.join("\n\n")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
