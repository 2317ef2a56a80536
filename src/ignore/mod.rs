//! Comments that ignore findings: `# spawnsafe: ignore[rule] reason`.
//!
//! `ignore` behind code is for its line, or for the statement when it stands behind the first or
//! the last line of one; alone on a line it is for the next statement. `file-ignore` above the
//! first statement is for the file, `disable` is for what follows until `enable`.

mod add;
mod directive;
mod directive_scope;
mod statement_lines;

pub use add::{add_ignore, add_ignores};
pub use directive::{Directive, DirectiveForm, DirectiveVerb, directives};
pub(crate) use directive::{DirectiveError, occurs_in};
pub use statement_lines::Layout;

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

/// The comments of a document that ignore findings, once it is known which of them did.
pub(crate) struct Ignores<'i> {
    /// The text of the document.
    pub(crate) text: &'i str,
    pub(crate) directives: &'i [Directive],
    scope: &'i DirectiveScope<'i>,
}

impl Ignores<'_> {
    /// For each rule of a directive, in order: whether it was of use.
    pub(crate) fn used(&self, directive: usize) -> impl Iterator<Item = bool> {
        self.scope.used(directive)
    }

    /// Whether a directive stands where it is for something.
    pub(crate) fn is_placed(&self, directive: usize) -> bool {
        self.scope.is_placed(directive)
    }
}

/// Takes out the findings that comments ignore, and adds what is wrong with the comments themselves, unless others
/// ignore that.
pub(crate) fn apply(
    document: &Document,
    findings: Vec<Finding>,
    of_comments: impl FnOnce(&Ignores<'_>) -> Vec<Finding>,
) -> Vec<Finding> {
    if !document.has(Mark::Directive) {
        return findings;
    }
    let layout = Layout::of(document);
    let directives = directives(document.text().as_str(), &layout);
    let mut scope = DirectiveScope::new(document.text(), &layout, &directives);
    let mut left: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| !scope.ignores(finding.rule, finding.range.start))
        .collect();
    let found = of_comments(&Ignores {
        text: document.text().as_str(),
        directives: &directives,
        scope: &scope,
    });
    left.extend(
        found
            .into_iter()
            .filter(|finding| !scope.ignores(finding.rule, finding.range.start)),
    );
    left
}
