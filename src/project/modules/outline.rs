//! Which top-level statements of a module need no parse, because nothing in them can matter.

use std::collections::{HashMap, HashSet};

use super::mentions::Mentions;
use crate::syntax::{Document, Statement, words};

/// The functions and classes that are the same in all worlds and in which nothing is imported, by
/// where they start.
pub(super) fn left_out(document: &Document, mentions: &Mentions) -> HashMap<usize, String> {
    let mut left_out: Vec<Definition<'_>> = Vec::new();
    let mut new: HashSet<&str> = HashSet::new();
    for definition in document.statements().iter().filter_map(definition) {
        match definition.reaches_out(mentions) {
            true => _ = new.insert(definition.name),
            false => left_out.push(definition),
        }
    }
    // What uses one that matters may matter itself.
    while !new.is_empty() {
        let mut next = HashSet::new();
        left_out.retain(|one| {
            let matters = words(one.text).any(|word| new.contains(word));
            if matters {
                next.insert(one.name);
            }
            !matters
        });
        new = next;
    }
    left_out
        .into_iter()
        .map(|one| (one.start, one.name.to_owned()))
        .collect()
}

struct Definition<'t> {
    start: usize,
    name: &'t str,
    text: &'t str,
}

fn definition(statement: &Statement) -> Option<Definition<'_>> {
    let text = statement.chunk.text();
    let begin = text
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))?;
    let name = ["def ", "async def ", "class "]
        .iter()
        .find_map(|start| begin.strip_prefix(start))
        .and_then(|rest| words(rest).next())?;
    Some(Definition {
        start: statement.start,
        name,
        text,
    })
}

impl Definition<'_> {
    fn reaches_out(&self, mentions: &Mentions) -> bool {
        let has = |word: &str| memchr::memmem::find(self.text.as_bytes(), word.as_bytes());
        ["import ", "global "]
            .into_iter()
            .any(|word| has(word).is_some())
            || mentions.anywhere(self.text)
    }
}
