//! Inside `# spawnsafe: …`: what it can do, and the rules it can name.

use tower_lsp::lsp_types::CompletionItemKind;

use super::CompletionCandidate;
use crate::ignore::DirectiveVerb;
use crate::rules::RULES;
use crate::server::methods::hover::about_rule;

/// What can be written behind this text; nothing outside of our comments.
pub(super) fn candidates(before: &str) -> Option<Vec<CompletionCandidate>> {
    let line = before.rsplit(['\n', '\r']).next()?;
    let (comment, directive) = line.rsplit_once("spawnsafe:")?;
    comment.trim_end().strip_suffix('#')?;
    let Some((verb, list)) = directive.split_once('[') else {
        return Some(verbs(directive.trim_start()));
    };
    let known = DirectiveVerb::ALL
        .iter()
        .any(|known| known.name() == verb.trim());
    if !known || list.contains(']') {
        return None;
    }
    let (named, _) = list.rsplit_once(',').unwrap_or_default();
    let named: Vec<&str> = named.split(',').map(str::trim).collect();
    let rules = RULES.iter().filter(|rule| !named.contains(&rule.code));
    let rules = rules.map(|rule| CompletionCandidate {
        label: rule.code.to_owned(),
        insert: None,
        kind: CompletionItemKind::ENUM_MEMBER,
        documentation: about_rule(rule),
    });
    Some(rules.collect())
}

fn verbs(start: &str) -> Vec<CompletionCandidate> {
    let meaning = |verb| match verb {
        DirectiveVerb::Ignore => "Ignores findings of the statement, or of the next one.",
        DirectiveVerb::FileIgnore => "Ignores findings of the file.",
        DirectiveVerb::Disable => "Ignores findings from here on, until `enable`.",
        DirectiveVerb::Enable => "Reports findings again from here on.",
    };
    let verbs = DirectiveVerb::ALL
        .into_iter()
        .filter(|verb| verb.name().starts_with(start));
    let candidates = verbs.map(|verb| CompletionCandidate {
        label: verb.name().to_owned(),
        insert: Some(format!("{}[", verb.name())),
        kind: CompletionItemKind::KEYWORD,
        documentation: meaning(verb).to_owned(),
    });
    candidates.collect()
}
