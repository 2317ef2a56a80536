//! Which words of a module lead to child processes, and which uses of `multiprocessing` start nothing.

use foldhash::HashSet;

use crate::facts::lists;
use crate::syntax::{Mark, words};

/// How a module names what starts child processes.
pub(super) struct ChildWords<'t> {
    /// It has to do with `torch`, whose `DataLoader` starts children.
    has_torch: bool,
    /// What it calls `multiprocessing`.
    names: HashSet<&'t str>,
}

const LIBRARY: &str = "multiprocessing";

impl<'t> ChildWords<'t> {
    /// Of a text without comments and strings.
    pub(super) fn of(text: &'t str) -> Self {
        let mut names = HashSet::from_iter([LIBRARY]);
        for (at, _) in text.match_indices(LIBRARY) {
            let line = text[at..].lines().next().unwrap_or_default();
            let mut after = words(&line[LIBRARY.len()..]);
            if line[LIBRARY.len()..].trim_start().starts_with("as ")
                && let Some(alias) = after.nth(1)
            {
                names.insert(alias);
            }
        }
        Self {
            has_torch: Mark::Torch.is_in(text),
            names,
        }
    }

    /// Whether a statement, which has these chains of names, may start children, or hand on what does.
    pub(super) fn lead_in(&self, statement: &str, chains: &[(usize, Vec<&str>)]) -> bool {
        let marks = self.marks(statement);
        if marks.is_empty() {
            return false;
        }
        // A mark may be more than one name: `os.fork`.
        let is_marked = |chain: &[&str]| {
            let dotted = chain.join(".");
            marks.iter().any(|mark| mark.is_in(&dotted))
        };
        // What a function imports for itself is told by what it does with it.
        let is_local = is_definition(statement) && !statement.contains("global");
        let is_import = |start: usize| {
            let before = statement[..start].trim_end_matches([' ', '\t']);
            let is_first = before.strip_suffix("import").is_some_and(|before| {
                let line = before.rsplit(['\n', ';', ':']).next().unwrap_or_default();
                line.trim().is_empty()
            });
            let after = statement[start + LIBRARY.len()..].trim_start_matches([' ', '\t']);
            is_first && (after.is_empty() || after.starts_with(['\n', '\r', ';']))
        };
        chains.iter().any(|(start, chain)| {
            let is_inner = is_local && chain[..] == [LIBRARY] && is_import(*start);
            !is_inner && !self.is_harmless(chain) && is_marked(chain)
        })
    }

    /// Whether a name that such a statement binds may lead to children; `from multiprocessing import cpu_count` binds
    /// one that does not.
    pub(super) fn lead_as(&self, statement: &str, name: &str) -> bool {
        let takes = ["from", LIBRARY, "import"];
        let is_taken = words(statement).take(takes.len()).eq(takes)
            && !words(statement).any(|word| word == "as");
        !(is_taken && lists::CHILDLESS_NAMES.has(name))
    }

    /// Whether a chain of names asks `multiprocessing` for what starts nothing.
    pub(super) fn is_harmless(&self, chain: &[&str]) -> bool {
        matches!(chain, [first, member, ..]
            if self.names.contains(first) && lists::CHILDLESS_NAMES.has(member))
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let marks = [Mark::Children, Mark::DataLoader];
        let counts =
            |mark: &Mark| (*mark != Mark::DataLoader || self.has_torch) && mark.is_in(text);
        marks.into_iter().filter(counts).collect()
    }
}

fn is_definition(statement: &str) -> bool {
    let start = statement.trim_start();
    let definitions = ["@", "def ", "async ", "class "];
    definitions.iter().any(|word| start.starts_with(word))
}
