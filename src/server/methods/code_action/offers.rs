//! Which actions are offered where.

use std::collections::BTreeMap;
use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::finding::{Applicability, Finding, Fix};
use crate::server::analysis::Checked;
use crate::server::diagnostics;
use crate::server::peer::Peer;

use super::deed::Deed;
use super::kinds::{FIX_ALL, NOTEBOOK_FIX_ALL, wants};

type Offer = (lsp::CodeAction, Deed);

/// The actions for the findings that the range touches, then those for the document.
pub(super) fn offers(
    checked: &Checked,
    range: &Range<usize>,
    only: &[lsp::CodeActionKind],
    is_cell: bool,
    has_file: bool,
    peer: &Peer,
) -> Vec<Offer> {
    let mut offers = Vec::new();
    if wants(only, &lsp::CodeActionKind::QUICKFIX) {
        let touched = checked
            .findings
            .iter()
            .filter(|finding| finding.range.start <= range.end && range.start <= finding.range.end);
        let touched: Vec<_> = touched
            .filter_map(|finding| {
                let (_, diagnostic) = diagnostics::to_lsp(finding, &checked.source, peer)?;
                Some((finding, diagnostic))
            })
            .collect();
        for (finding, diagnostic) in &touched {
            offers.extend(fixes(finding, diagnostic, peer));
        }
        offers.extend(whole_rules(&touched, checked));
        for (finding, diagnostic) in &touched {
            // What is said of metadata is seldom said twice in a file.
            let places = if checked.python { 2 } else { 1 };
            offers.extend(ignores(finding, diagnostic).into_iter().take(places));
        }
        if has_file {
            offers.extend(touched.iter().map(|(finding, diagnostic)| {
                let title = format!("spawnsafe: Turn {} off for the project", finding.rule);
                let rule = finding.rule.to_owned();
                let diagnostics = vec![diagnostic.clone()];
                let action = action(title, lsp::CodeActionKind::QUICKFIX, diagnostics);
                (action, Deed::TurnOff { rule })
            }));
        }
    }
    let fix_all = if is_cell { NOTEBOOK_FIX_ALL } else { FIX_ALL };
    // In a cell, only what was asked for by its full name: else every cell would fix them all.
    let asked = if is_cell {
        only.iter()
            .any(|kind| kind.as_str().starts_with("notebook"))
            && wants(only, &fix_all)
    } else {
        wants(only, &fix_all)
    };
    if asked && checked.findings.iter().any(has_safe_fix) {
        let title = "spawnsafe: Fix everything that is safe to fix".to_owned();
        offers.push((action(title, fix_all, Vec::new()), Deed::FixAll));
    }
    offers
}

fn fixes(finding: &Finding, diagnostic: &lsp::Diagnostic, peer: &Peer) -> Vec<Offer> {
    let preferred = finding.fixes.iter().position(is_safe);
    let fixes = finding.fixes.iter().enumerate().map(|(index, fix)| {
        let title = format!("spawnsafe: {}", fix.title);
        let mut action = action(
            title,
            lsp::CodeActionKind::QUICKFIX,
            vec![diagnostic.clone()],
        );
        action.is_preferred = (peer.preferred && preferred == Some(index)).then_some(true);
        let deed = Deed::Fix {
            rule: finding.rule.to_owned(),
            range: finding.range.clone(),
            fix: index,
        };
        (action, deed)
    });
    fixes.collect()
}

/// "Fix all …" for the rules that more findings than the one at hand have safe fixes for.
fn whole_rules(touched: &[(&Finding, lsp::Diagnostic)], checked: &Checked) -> Vec<Offer> {
    let mut by_rule: BTreeMap<&str, Vec<lsp::Diagnostic>> = BTreeMap::new();
    for (finding, diagnostic) in touched.iter().filter(|(finding, _)| has_safe_fix(finding)) {
        let diagnostics = by_rule.entry(finding.rule).or_default();
        diagnostics.push(diagnostic.clone());
    }
    let fixable = |rule: &str| {
        let findings = checked.findings.iter();
        findings
            .filter(|finding| finding.rule == rule && has_safe_fix(finding))
            .count()
    };
    let offers = by_rule
        .into_iter()
        .filter(|(rule, _)| fixable(rule) > 1)
        .map(|(rule, diagnostics)| {
            let title = format!("spawnsafe: Fix all {rule} in this file");
            let deed = Deed::FixRule {
                rule: rule.to_owned(),
            };
            (
                action(title, lsp::CodeActionKind::QUICKFIX, diagnostics),
                deed,
            )
        });
    offers.collect()
}

fn ignores(finding: &Finding, diagnostic: &lsp::Diagnostic) -> [Offer; 2] {
    let offer = |place: &str, deed| {
        let title = format!("spawnsafe: Ignore {} {place}", finding.rule);
        let diagnostics = vec![diagnostic.clone()];
        (
            action(title, lsp::CodeActionKind::QUICKFIX, diagnostics),
            deed,
        )
    };
    let rule = finding.rule.to_owned();
    let range = finding.range.clone();
    [
        offer(
            "on this line",
            Deed::IgnoreLine {
                rule: rule.clone(),
                range,
            },
        ),
        offer("in this file", Deed::IgnoreFile { rule }),
    ]
}

fn action(
    title: String,
    kind: lsp::CodeActionKind,
    diagnostics: Vec<lsp::Diagnostic>,
) -> lsp::CodeAction {
    lsp::CodeAction {
        title,
        kind: Some(kind),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        ..Default::default()
    }
}

fn is_safe(fix: &Fix) -> bool {
    fix.applicability == Applicability::Safe
}

fn has_safe_fix(finding: &Finding) -> bool {
    finding.fixes.iter().any(is_safe)
}
