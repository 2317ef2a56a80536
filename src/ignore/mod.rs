//! Comments that ignore findings: `# spawnsafe: ignore[rule] reason`.
//!
//! `ignore` behind code is for its line, or for the statement when it stands behind the first or
//! the last line of one; alone on a line it is for the next statement. `file-ignore` above the
//! first statement is for the file, `disable` is for what follows until `enable`.

mod add;
mod directive;
mod directive_scope;
mod statement_lines;
mod unused_ignore;

pub use add::{add_ignore, add_ignores};
pub(crate) use directive::occurs_in;
pub use directive::{Directive, DirectiveForm, DirectiveVerb, directives};
pub use statement_lines::Layout;
pub use unused_ignore::UNUSED;

use crate::config::Config;
use crate::finding::Finding;
use crate::syntax::{Document, Mark};
use crate::text::Text;
use directive_scope::DirectiveScope;

/// Takes out the findings that comments ignore, in a text that is not Python.
pub fn without_ignored(text: &Text, layout: &Layout, mut findings: Vec<Finding>) -> Vec<Finding> {
    if occurs_in(text.as_str()) {
        let directives = directives(text.as_str(), layout);
        let mut reach = DirectiveScope::new(text, layout, &directives);
        findings.retain(|finding| !reach.ignores(finding.rule, finding.range.start));
    }
    findings
}

/// Takes out the findings that comments ignore, and says which comments ignore nothing.
pub fn apply(document: &Document, findings: Vec<Finding>, config: &Config) -> Vec<Finding> {
    if !document.has(Mark::Directive) {
        return findings;
    }
    let layout = Layout::of(document);
    let directives = directives(document.text().as_str(), &layout);
    let mut reach = DirectiveScope::new(document.text(), &layout, &directives);
    let mut left: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| !reach.ignores(finding.rule, finding.range.start))
        .collect();
    let unused = unused_ignore::findings(document.text().as_str(), &directives, &reach, config);
    left.extend(
        unused
            .into_iter()
            .filter(|finding| !reach.ignores(finding.rule, finding.range.start)),
    );
    left
}
