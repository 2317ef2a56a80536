//! Which top-level statements of a module need no parse, because nothing in them can matter.

use foldhash::{HashMap, HashMapExt, HashSet};

use super::platform_mentions::PlatformMentions;
use crate::model::eval::platform_words::says_platform;
use crate::syntax::{Document, Statement, is_identifier, words};

/// The functions and classes that are the same in all worlds and in which nothing is imported, by
/// where they start.
pub(super) fn left_out(document: &Document, mentions: &PlatformMentions) -> HashMap<usize, String> {
    let definitions: Vec<OutlinedDefinition<'_>> = document
        .statements()
        .iter()
        .filter_map(definition)
        .collect();
    let flags = flags(document, mentions);
    let names: HashSet<&str> = definitions
        .iter()
        .map(|definition| definition.name)
        .chain(flags.iter().copied())
        .collect();
    // The definitions that use each name.
    let mut users: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut left = vec![true; definitions.len()];
    let mut next = flags;
    for (at, definition) in definitions.iter().enumerate() {
        if definition.reaches_out(mentions) {
            left[at] = false;
            next.push(definition.name);
            continue;
        }
        for word in words(definition.text).filter(|word| names.contains(word)) {
            users.entry(word).or_default().push(at);
        }
    }
    // What uses one that matters may matter itself.
    while let Some(name) = next.pop() {
        for at in users.remove(name).unwrap_or_default() {
            if std::mem::take(&mut left[at]) {
                next.push(definitions[at].name);
            }
        }
    }
    let left = definitions.iter().zip(left).filter(|(_, left)| *left);
    left.map(|(definition, _)| (definition.start, definition.name.to_owned()))
        .collect()
}

/// The names that a module binds beside its functions and classes to what may not be the same in all worlds:
/// `WIN = sys.platform == "win32"`, `from .compat import IS_WINDOWS`.
fn flags<'d>(document: &'d Document, mentions: &PlatformMentions) -> Vec<&'d str> {
    let mut found = Vec::new();
    let statements = document.statements().iter();
    for statement in statements.filter(|statement| definition(statement).is_none()) {
        let text = statement.chunk.text();
        let lines = text.lines().map(str::trim_start);
        if ["import ", "from "]
            .iter()
            .any(|word| text.trim_start().starts_with(word))
        {
            found.extend(words(text).filter(|word| says_platform(word)));
        } else if mentions.anywhere(text) {
            found.extend(lines.filter_map(bound_by_line));
        }
    }
    found
}

/// The name that a line binds, if it binds one.
fn bound_by_line(line: &str) -> Option<&str> {
    let (before, after) = line.split_once('=')?;
    let name = before.split(':').next().unwrap_or_default().trim_end();
    (is_identifier(name) && !after.starts_with('=')).then_some(name)
}

struct OutlinedDefinition<'t> {
    start: usize,
    name: &'t str,
    text: &'t str,
}

fn definition(statement: &Statement) -> Option<OutlinedDefinition<'_>> {
    let text = statement.chunk.text();
    let begin = text
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
    let name = ["def ", "async def ", "class "]
        .iter()
        .find_map(|start| begin.strip_prefix(start))
        .and_then(|rest| words(rest).next())?;
    Some(OutlinedDefinition {
        start: statement.start,
        name,
        text,
    })
}

impl OutlinedDefinition<'_> {
    fn reaches_out(&self, mentions: &PlatformMentions) -> bool {
        let has = |word: &str| memchr::memmem::find(self.text.as_bytes(), word.as_bytes());
        ["import ", "global "]
            .into_iter()
            .any(|word| has(word).is_some())
            || mentions.anywhere(self.text)
    }
}
