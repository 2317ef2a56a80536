//! Findings as diagnostics.

use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::finding::{Finding, Location, Related, Severity};
use crate::rules::unused_ignore;

use super::analysis::CheckedModule;
use super::checked_source::{CheckedSource, SourceDocument};
use super::client_capabilities::ClientCapabilities;
use super::document_content::DocumentContent;
use super::documents::Snapshot;
use super::pages;
use super::toml;
use super::uri::Uri;

/// More findings are not shown in one document or notebook: nobody reads them, and an editor has to hold them all.
const MAX_SHOWN_FINDINGS: usize = 5000;

/// The diagnostics of one document, for a version of its text if it is open.
pub(crate) type DiagnosticList = (Uri, Option<i32>, Vec<lsp::Diagnostic>);

/// The diagnostics of each document of a snapshot, empty lists included.
pub(crate) fn of_snapshot(
    snapshot: &Snapshot,
    checked: &CheckedModule,
    abilities: &ClientCapabilities,
) -> Vec<DiagnosticList> {
    let mut lists = of_parts(checked, abilities);
    if let (DocumentContent::Settings(text), Some((uri, _, list))) =
        (&snapshot.content, lists.first_mut())
    {
        list.splice(0..0, toml::diagnostics(uri, text, abilities.encoding.0));
    }
    lists
}

fn of_parts(checked: &CheckedModule, abilities: &ClientCapabilities) -> Vec<DiagnosticList> {
    let source = &checked.source;
    let mut lists: Vec<_> = source
        .parts()
        .iter()
        .map(|part| (part.uri.clone(), part.version, Vec::new()))
        .collect();
    let mut add = |(part, diagnostic): (&SourceDocument, lsp::Diagnostic)| {
        if let Some((_, _, list)) = lists.iter_mut().find(|(uri, ..)| *uri == part.uri) {
            list.push(diagnostic);
        }
    };
    let place = |range: &Range<usize>| source.to_lsp(range, abilities.encoding.0);
    for (range, reason) in &checked.unread {
        if let Some((part, range)) = place(range) {
            add((part, remark("not-checked", range, reason)));
        }
    }
    let findings = &checked.findings;
    let (shown, left) = findings.split_at(findings.len().min(MAX_SHOWN_FINDINGS));
    if let Some(first) = left.first() {
        let reason = format!(
            "{} more findings are not shown from here on; `spawnsafe check` lists all of them.",
            left.len()
        );
        if let Some((part, range)) = place(&first.range) {
            add((part, remark("not-shown", range, &reason)));
        }
    }
    let shown = shown
        .iter()
        .filter_map(|finding| to_lsp(finding, source, abilities));
    shown.for_each(add);
    lists
}

/// That something is not checked or not shown, which would look as if it were fine.
fn remark(code: &str, range: lsp::Range, reason: &str) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range,
        severity: Some(lsp::DiagnosticSeverity::WARNING),
        code: Some(lsp::NumberOrString::String(code.to_owned())),
        source: Some("spawnsafe".to_owned()),
        message: reason.to_owned(),
        ..Default::default()
    }
}

/// A finding as a diagnostic of the document that it starts in.
pub(crate) fn to_lsp<'a>(
    finding: &Finding,
    source: &'a CheckedSource,
    abilities: &ClientCapabilities,
) -> Option<(&'a SourceDocument, lsp::Diagnostic)> {
    let (part, range) = source.to_lsp(&finding.range, abilities.encoding.0)?;
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding
        .related
        .iter()
        .filter_map(|related| related_to_lsp(related, source, abilities));
    let related: Vec<_> = related.collect();
    let diagnostic = lsp::Diagnostic {
        range,
        severity: Some(severity_to_lsp(finding.severity)),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: abilities
            .code_description
            .then(|| pages::address(finding.rule))
            .flatten()
            .map(|href| lsp::CodeDescription { href }),
        source: Some("spawnsafe".to_owned()),
        message,
        related_information: (abilities.related_information && !related.is_empty())
            .then_some(related),
        tags: (abilities.tags && finding.rule == unused_ignore::RULE.code)
            .then(|| vec![lsp::DiagnosticTag::UNNECESSARY]),
        data: None,
    };
    Some((part, diagnostic))
}

/// A severity for the client.
pub(crate) fn severity_to_lsp(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
    }
}

fn related_to_lsp(
    related: &Related,
    source: &CheckedSource,
    abilities: &ClientCapabilities,
) -> Option<lsp::DiagnosticRelatedInformation> {
    let location = match &related.place {
        Location::Here(range) => {
            let (part, range) = source.to_lsp(range, abilities.encoding.0)?;
            lsp::Location::new(part.uri.to_lsp(), range)
        }
        Location::Elsewhere { path, start, end } => {
            let uri = Uri::of_path(path.as_ref())?;
            let at = |(line, column): (usize, usize)| {
                let from_zero = |n: usize| u32::try_from(n.saturating_sub(1)).unwrap_or(u32::MAX);
                lsp::Position::new(from_zero(line), from_zero(column))
            };
            lsp::Location::new(uri.to_lsp(), lsp::Range::new(at(*start), at(*end)))
        }
    };
    Some(lsp::DiagnosticRelatedInformation {
        location,
        message: related.message.clone(),
    })
}
