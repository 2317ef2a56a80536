//! `"win" in sys.platform`: meant for Windows, and true on macOS, whose platform is `darwin`.

use super::{Context, Needs, Rule};
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::model::summary::uses::Site;
use crate::text::Edit;

pub(super) static RULE: Rule = Rule {
    code: "win-in-darwin",
    page: include_str!("win-in-darwin.md"),
    level: Some(Severity::Warning),
    needs: Needs::Names,
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for one in &context.model.uses {
        let Site::Substring { platform, negated } = &one.site else {
            continue;
        };
        let platform = context.text(platform.span.at(one.base));
        let (said, operator) = match negated {
            true => ("is false", "!="),
            false => ("is true", "=="),
        };
        let mut fixes = Vec::new();
        if platform == "sys.platform" {
            let content = format!("{platform} {operator} \"win32\"");
            fixes.push(Fix {
                covers: Vec::new(),
                title: format!("Ask `{content}` (changes macOS)"),
                applicability: Applicability::Unsafe,
                edits: vec![Edit {
                    range: one.range.clone(),
                    content,
                }],
            });
        }
        findings.push(Finding {
            rule: RULE.code,
            severity: Severity::Warning,
            range: one.range.clone(),
            worlds: one.worlds,
            message: format!(
                "this {said} {} too: \"win\" is in \"darwin\"",
                one.worlds.in_english(context.targets),
            ),
            help: Some(
                "Ask `sys.platform == \"win32\"`, or whether it starts with \"win\".".to_owned(),
            ),
            fixes,
            patch: None,
            related: Vec::new(),
        });
    }
}
