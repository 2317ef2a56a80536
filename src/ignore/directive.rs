//! Reading a comment: which findings it ignores.

use std::ops::Range;

use super::Layout;
use crate::syntax::Mark;

/// One `# spawnsafe: …` in a comment, of which it may be a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The bytes of the whole comment.
    pub comment: Range<usize>,
    /// The bytes of this part, from its `#` to the next one or the end.
    pub range: Range<usize>,
    /// Whether nothing but the comment is on the line.
    pub own_line: bool,
    /// What it says.
    pub form: Result<DirectiveForm, DirectiveError>,
}

/// A directive that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectiveForm {
    /// What it does.
    pub verb: DirectiveVerb,
    /// The bytes between the brackets.
    pub list: Range<usize>,
    /// The rules, each with the bytes of its name.
    pub rules: Vec<(String, Range<usize>)>,
}

/// What a directive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveVerb {
    /// For a line or a statement.
    Ignore,
    /// For the file.
    FileIgnore,
    /// From here on.
    Disable,
    /// Until here.
    Enable,
}

/// Why a directive cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveError {
    /// It has no such verb.
    Verb,
    /// It names no rule.
    Blanket,
    /// Its bracket is not closed.
    Open,
}

impl DirectiveVerb {
    /// Every verb.
    pub const ALL: [Self; 4] = [Self::Ignore, Self::FileIgnore, Self::Disable, Self::Enable];

    /// How it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::FileIgnore => "file-ignore",
            Self::Disable => "disable",
            Self::Enable => "enable",
        }
    }
}

/// Whether a text can have directives at all.
pub(crate) fn occurs_in(text: &str) -> bool {
    Mark::Directive.is_in(text)
}

/// The directives of all comments, in the order of the text.
pub fn directives(text: &str, layout: &Layout) -> Vec<Directive> {
    let mut all = Vec::new();
    for comment in layout.comments() {
        let Some(content) = text.get(comment.clone()).filter(|text| occurs_in(text)) else {
            continue;
        };
        let before = text[..comment.start].rsplit(['\n', '\r']).next();
        let own_line = before.is_some_and(|before| before.trim().is_empty());
        for part in parts(content) {
            let Some(form) = read(content, &part, comment.start) else {
                continue;
            };
            all.push(Directive {
                comment: comment.clone(),
                range: comment.start + part.start..comment.start + part.end,
                own_line,
                form,
            });
        }
    }
    all
}

/// The parts of a comment, each from a `#` that starts a pragma; `#12` in a sentence starts none.
fn parts(comment: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = comment
        .match_indices('#')
        .map(|(at, _)| at)
        .filter(|&at| {
            let after = comment[at + 1..].trim_start_matches(' ');
            at == 0
                || comment[..at].ends_with([' ', '\t'])
                    && after.starts_with(|c: char| c.is_ascii_alphabetic())
        })
        .collect();
    starts.push(comment.len());
    starts
        .windows(2)
        .map(|pair| {
            let part = &comment[pair[0]..pair[1]];
            pair[0]..pair[0] + part.trim_end().len()
        })
        .collect()
}

/// What a part says; `None` when it is not for us.
fn read(
    comment: &str,
    part: &Range<usize>,
    base: usize,
) -> Option<Result<DirectiveForm, DirectiveError>> {
    let text = &comment[part.clone()];
    let rest = text.trim_start_matches(['#', ' ', '\t']);
    let rest = rest.strip_prefix(Mark::Directive.word())?.trim_start();
    let word = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .map_or(rest, |end| &rest[..end]);
    let Some(verb) = DirectiveVerb::ALL
        .into_iter()
        .find(|verb| verb.name() == word)
    else {
        return Some(Err(DirectiveError::Verb));
    };
    let Some(list) = rest[word.len()..].trim_start().strip_prefix('[') else {
        return Some(Err(DirectiveError::Blanket));
    };
    let Some(close) = list.find(']') else {
        return Some(Err(DirectiveError::Open));
    };
    // Everything is at the end of the part, so its place counts from there.
    let start = base + part.end - list.len();
    let mut rules = Vec::new();
    let mut at = start;
    for piece in list[..close].split(',') {
        let code = piece.trim();
        if !code.is_empty() {
            let from = at + (piece.len() - piece.trim_start().len());
            rules.push((code.to_owned(), from..from + code.len()));
        }
        at += piece.len() + 1;
    }
    if rules.is_empty() {
        return Some(Err(DirectiveError::Blanket));
    }
    Some(Ok(DirectiveForm {
        verb,
        list: start..start + close,
        rules,
    }))
}
