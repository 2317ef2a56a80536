//! `"win" in sys.platform`: a question that only Windows answers with yes.

use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::{Site, Use};
use crate::rules::Context;
use crate::text::Edit;

/// `sys.platform == "win32"`
pub(in crate::rules) fn fix(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let Site::Substring { platform, negated } = &usage.site else {
        return None;
    };
    let platform = context.text(platform.span.at(usage.base));
    let operator = match negated {
        true => "!=",
        false => "==",
    };
    let content = format!("{platform} {operator} \"win32\"");
    (platform == "sys.platform").then(|| {
        Fix::new(
            Applicability::Unsafe,
            format!("Ask `{content}` (changes macOS)"),
            vec![Edit {
                range: usage.range.clone(),
                content,
            }],
        )
    })
}
