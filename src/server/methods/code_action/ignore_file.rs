//! The comment that ignores a rule in a whole file.

use crate::ignore::{DirectiveVerb, Layout, directives};
use crate::syntax::Document;
use crate::text::{Edit, PositionEncoding};

/// The edit that makes a comment at the top ignore a rule in the file; none when one does already.
pub(super) fn ignore_in_file(document: &Document, rule: &str) -> Vec<Edit> {
    let text = document.text();
    let layout = Layout::of(document);
    let directives = directives(text.as_str(), &layout);
    let existing = directives.iter().find_map(|directive| {
        let line = text
            .position(directive.range.start, PositionEncoding::Utf8)
            .line;
        // One that stands below the first statement is for nothing.
        if !layout.is_above_code(line as usize) {
            return None;
        }
        directive
            .form
            .as_ref()
            .ok()
            .filter(|form| form.verb == DirectiveVerb::FileIgnore)
    });
    let edit = match existing {
        Some(form) if form.rules.iter().any(|(code, _)| code == rule) => return Vec::new(),
        Some(form) => Edit::insertion(form.list.end, format!(", {rule}")),
        None => {
            let at = top(text.as_str());
            let line_break = if text.as_str().contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            Edit::insertion(at, format!("# spawnsafe: file-ignore[{rule}]{line_break}"))
        }
    };
    vec![edit]
}

/// Behind the lines that must stay first: `#!` and the encoding.
fn top(text: &str) -> usize {
    let special = |(at, line): &(usize, &str)| {
        *at == 0 && line.starts_with("#!") || line.starts_with('#') && line.contains("coding")
    };
    let lines = text.split_inclusive('\n').enumerate().take(2);
    lines.take_while(special).map(|(_, line)| line.len()).sum()
}
