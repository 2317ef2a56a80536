//! Which actions are offered where.

use std::collections::BTreeMap;
use std::ops::Range;

use tower_lsp::lsp_types as lsp;

use crate::finding::{Applicability, Finding, Fix};
use crate::server::analysis::{CheckedModule, FixesOf};
use crate::server::client_capabilities::ClientCapabilities;
use crate::server::diagnostics;

use super::action_data::ActionData;
use super::kinds::{FIX_ALL, NOTEBOOK_FIX_ALL, wants};

type OfferedAction = (lsp::CodeAction, ActionData);

/// The actions for the findings that the range touches, then those for the document.
pub(super) fn offers(
    (checked, fixes_of): (&CheckedModule, &FixesOf<'_, '_>),
    range: &Range<usize>,
    only: &[lsp::CodeActionKind],
    is_cell: bool,
    has_file: bool,
    abilities: &ClientCapabilities,
) -> Vec<OfferedAction> {
    let mut offers = Vec::new();
    if wants(only, &lsp::CodeActionKind::QUICKFIX) {
        let touched = checked.findings.iter().enumerate().filter(|(_, finding)| {
            finding.range.start <= range.end && range.start <= finding.range.end
        });
        let touched: Vec<FixableFinding<'_>> = touched
            .filter_map(|(at, finding)| {
                let (_, diagnostic) = diagnostics::to_lsp(finding, &checked.source, abilities)?;
                let fixes = fixes_of(at);
                Some(FixableFinding {
                    finding,
                    diagnostic,
                    fixes,
                })
            })
            .collect();
        for touched in &touched {
            offers.extend(fixes(touched, abilities));
        }
        offers.extend(whole_rules(&touched, (checked, fixes_of)));
        for touched in &touched {
            // What is reported about metadata is seldom said twice in a file.
            let places = if checked.python { 2 } else { 1 };
            offers.extend(ignores(touched).into_iter().take(places));
        }
        if has_file {
            offers.extend(touched.iter().map(|touched| {
                let title = format!(
                    "spawnsafe: Turn {} off for the project",
                    touched.finding.rule
                );
                let rule = touched.finding.rule.to_owned();
                let diagnostics = vec![touched.diagnostic.clone()];
                let action = action(title, lsp::CodeActionKind::QUICKFIX, diagnostics);
                (action, ActionData::TurnOff { rule })
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
    let mut all = 0..checked.findings.len();
    if asked && all.any(|at| checked.is_fixable(at, fixes_of)) {
        let title = "spawnsafe: Fix everything that is safe to fix".to_owned();
        offers.push((action(title, fix_all, Vec::new()), ActionData::FixAll));
    }
    offers
}

/// A finding in the range, as the client knows it, with its fixes.
struct FixableFinding<'c> {
    finding: &'c Finding,
    diagnostic: lsp::Diagnostic,
    fixes: &'c [Fix],
}

fn fixes(touched: &FixableFinding<'_>, abilities: &ClientCapabilities) -> Vec<OfferedAction> {
    let preferred = touched.fixes.iter().position(is_safe);
    let fixes = touched.fixes.iter().enumerate().map(|(index, fix)| {
        let title = format!("spawnsafe: {}", fix.title);
        let mut action = action(
            title,
            lsp::CodeActionKind::QUICKFIX,
            vec![touched.diagnostic.clone()],
        );
        action.is_preferred = (abilities.preferred && preferred == Some(index)).then_some(true);
        let data = ActionData::Fix {
            rule: touched.finding.rule.to_owned(),
            range: touched.finding.range.clone(),
            fix: index,
            title: fix.title.clone(),
        };
        (action, data)
    });
    fixes.collect()
}

/// "Fix all …" for the rules that more findings than the one at hand have safe fixes for.
fn whole_rules(
    touched: &[FixableFinding<'_>],
    (checked, fixes_of): (&CheckedModule, &FixesOf<'_, '_>),
) -> Vec<OfferedAction> {
    let mut by_rule: BTreeMap<&str, Vec<lsp::Diagnostic>> = BTreeMap::new();
    for finding in touched
        .iter()
        .filter(|finding| finding.fixes.iter().any(is_safe))
    {
        let diagnostics = by_rule.entry(finding.finding.rule).or_default();
        diagnostics.push(finding.diagnostic.clone());
    }
    // The second one is enough: fixes that nobody has asked for yet take time.
    let are_several = |rule: &str| {
        let findings = checked.findings.iter().enumerate();
        let of_rule = findings.filter(|(_, finding)| finding.rule == rule);
        let mut fixable = of_rule.filter(|(at, _)| fixes_of(*at).iter().any(is_safe));
        fixable.nth(1).is_some()
    };
    let offers = by_rule
        .into_iter()
        .filter(|(rule, _)| are_several(rule))
        .map(|(rule, diagnostics)| {
            let title = format!("spawnsafe: Fix all {rule} in this file");
            let data = ActionData::FixRule {
                rule: rule.to_owned(),
            };
            (
                action(title, lsp::CodeActionKind::QUICKFIX, diagnostics),
                data,
            )
        });
    offers.collect()
}

fn ignores(
    FixableFinding {
        finding,
        diagnostic,
        ..
    }: &FixableFinding<'_>,
) -> [OfferedAction; 2] {
    let offer = |place: &str, data| {
        let title = format!("spawnsafe: Ignore {} {place}", finding.rule);
        let diagnostics = vec![diagnostic.clone()];
        (
            action(title, lsp::CodeActionKind::QUICKFIX, diagnostics),
            data,
        )
    };
    let rule = finding.rule.to_owned();
    let range = finding.range.clone();
    [
        offer(
            "on this line",
            ActionData::IgnoreLine {
                rule: rule.clone(),
                range,
            },
        ),
        offer("in this file", ActionData::IgnoreFile { rule }),
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
