//! `"win" in sys.platform`: meant for Windows, and true on macOS, whose platform is `darwin`.

use super::fix::{Remedy, windows_test};
use super::{Check, Context, Needs, Rule, message_words};
use crate::finding::{Finding, Severity};
use crate::model::summary::uses::Site;

pub(super) static RULE: Rule = Rule {
    code: "win-in-darwin",
    page: include_str!("win-in-darwin.md"),
    level: Some(Severity::Warning),
    needs: Needs::Names,
    check: Check::Document(check),
    fixes: &[Remedy::of_use(windows_test::fix)],
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for usage in &context.model.uses {
        let Site::Substring { negated, .. } = &usage.site else {
            continue;
        };
        let said = match negated {
            true => "is false",
            false => "is true",
        };
        let message = format!(
            "this {said} {} too: \"win\" is in \"darwin\"",
            usage.worlds.in_english(context.targets),
        );
        let help = "Ask `sys.platform == \"win32\"`, or whether it starts with \"win\".";
        findings.push(Finding {
            severity: Severity::Warning,
            ..message_words::finding(RULE.code, context, usage, message, help.to_owned())
        });
    }
}
