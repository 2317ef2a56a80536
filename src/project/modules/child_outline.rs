//! Which names of a module lead to which, by its top-level statements: no parse.

use foldhash::{HashMap, HashSet};

use super::bound_names::{BoundNames, bound_names};
use super::child_words::ChildWords;
use super::import_lines::each_import;
use crate::facts;
use crate::search::chains::attributes;
use crate::search::imports::import_ranges;
use crate::search::strings::{is_in, silent};
use crate::syntax::{Document, is_name_byte, words};

/// What the top-level statements of a module bind and use.
#[derive(Default)]
pub(super) struct Outline {
    /// What statements bind that use a word of child processes.
    pub(super) minding: Vec<Box<str>>,
    /// What each of the others binds.
    bound: Vec<Vec<Box<str>>>,
    /// The statements that use a name, or an attribute of one: `a`, `a.b`. Those that use something as a whole, and
    /// no attribute of it, are behind its name with a dot: `a.`.
    users: HashMap<Box<str>, Vec<usize>>,
}

impl Outline {
    pub(super) fn of(text: &str) -> Self {
        let text = without_silent(text);
        let imports = import_ranges(&text);
        let imported = imports.iter().map(|range| &text[range.clone()]);
        let document = Document::read_only(text.clone());
        let statements = document.statements().iter();
        let mut names: HashSet<&str> = imported.clone().flat_map(words).collect();
        let mut bound: Vec<BoundNames<'_>> = statements
            .clone()
            .map(|statement| bound_names(statement.chunk.text()))
            .collect();
        names.extend(bound.iter().flat_map(|bound| &bound.bound));
        let takes_all = imported.clone().any(|import| import.contains('*'));
        let library = from_library(&text);
        for BoundNames { bound, changed } in &mut bound {
            // What is bound nowhere is built in: `print(…)`.
            changed.retain(|name| names.contains(name) && !library.contains(*name) || takes_all);
            bound.append(changed);
        }
        let words = ChildWords::of(&text);
        let mut outline = Self::default();
        for (statement, BoundNames { bound, .. }) in statements.zip(&bound) {
            let text = statement.chunk.text();
            if is_for_main(text) {
                continue;
            }
            let chains = chains(text);
            if words.lead_in(text, &chains) {
                let bound = bound.iter().filter(|name| words.lead_as(text, name));
                outline.minding.extend(bound.map(|name| Box::from(*name)));
                continue;
            }
            let bound = bound.iter().map(|name| Box::from(*name));
            let at = outline.bound.len();
            outline.bound.push(bound.collect());
            for (start, chain) in chains {
                let is_known = || takes_all || names.contains(chain[0]);
                // What imports bring is known by itself.
                if is_known()
                    && !is_in(&imports, statement.start + start)
                    && !words.is_harmless(&chain)
                {
                    outline.note(&chain, at);
                }
            }
        }
        outline
    }

    fn note(&mut self, chain: &[&str], at: usize) {
        let mut key = String::new();
        for part in chain {
            key.push_str(part);
            self.note_key(&key, at);
            key.push('.');
        }
        self.note_key(&key, at);
    }

    fn note_key(&mut self, key: &str, at: usize) {
        match self.users.get_mut(key) {
            Some(users) if users.last() == Some(&at) => {}
            Some(users) => users.push(at),
            None => _ = self.users.insert(key.into(), vec![at]),
        }
    }

    /// Whether any statement uses this.
    pub(super) fn uses(&self, key: &str) -> bool {
        self.users.contains_key(key)
    }

    /// The names that are bound where this is used.
    pub(super) fn bound_with(&self, key: &str) -> impl Iterator<Item = &Box<str>> {
        let users = self.users.get(key).into_iter().flatten();
        users.flat_map(|at| &self.bound[*at])
    }
}

/// The names that only stand for what Python's library has: `sys`.
fn from_library(text: &str) -> HashSet<String> {
    let (mut library, mut others) = (HashSet::default(), HashSet::default());
    each_import(text, &mut |import, _| {
        let top = import.module.split('.').next().unwrap_or_default();
        let names = match import.level == 0 && facts::is_module(top) {
            true => &mut library,
            false => &mut others,
        };
        match import.takes {
            true => names.extend(import.names.into_iter().map(|(_, bound)| bound)),
            false => _ = names.insert(import.alias.unwrap_or_else(|| top.to_owned())),
        }
    });
    library.retain(|name| !others.contains(name));
    library
}

/// Whether a statement runs in the program alone, and for nobody who imports the module.
fn is_for_main(statement: &str) -> bool {
    let condition = statement.trim_start().strip_prefix("if ");
    condition.is_some_and(|rest| {
        let rest = rest.trim_start().strip_prefix("__name__");
        rest.is_some_and(|rest| rest.trim_start().starts_with("=="))
            && !statement.lines().any(|line| line.starts_with("el"))
    })
}

/// Every name with the attributes behind it, and where it stands; what is an attribute of something else was made by
/// a name that counts itself.
fn chains(text: &str) -> Vec<(usize, Vec<&str>)> {
    let bytes = text.as_bytes();
    let mut chains = Vec::new();
    let (mut at, mut last) = (0, b' ');
    while at < bytes.len() {
        let start = at;
        let rest = bytes[at..].iter();
        at += rest.take_while(|byte| is_name_byte(**byte)).count();
        if at == start {
            let is_blank = bytes[at].is_ascii_whitespace() || bytes[at] == b'\\';
            last = if is_blank { last } else { bytes[at] };
            at += 1;
            continue;
        }
        let mut chain = vec![&text[start..at]];
        let (behind, end) = attributes(text, at);
        chain.extend(behind);
        at = end;
        if last != b'.' {
            chains.push((start, chain));
        }
        last = b'a';
    }
    chains
}

/// A text with blanks for its comments and strings: what stands there names nothing.
fn without_silent(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for range in silent(text) {
        left.push_str(&text[at..range.start]);
        let quiet = text[range.clone()].chars();
        left.extend(quiet.map(|c| if c == '\n' { c } else { ' ' }));
        at = range.end;
    }
    left.push_str(&text[at..]);
    left
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn names_lead_to_those_that_are_bound_where_they_are_used() {
        let outline = Outline::of(
            "import a.b\nfrom c import d\n\
             def f():\n    a.b.run(1)\n\
             def g():\n    return d, d.stop()\n\
             def h(x):\n    x.run()\n    f . later()\n\
             import multiprocessing\ndef pool(): multiprocessing.Pool()\n",
        );
        let bound = |key: &str| {
            let names = outline.bound_with(key);
            names.map(|name| &**name).collect::<Vec<_>>()
        };
        assert_eq!(*outline.minding, ["multiprocessing".into(), "pool".into()]);
        assert_eq!(bound("a"), ["f"]);
        assert_eq!(bound("a.b.run"), ["f"]);
        assert_eq!(bound("a.b."), [""; 0]);
        assert_eq!(bound("d."), ["g"]);
        assert_eq!(bound("d.stop"), ["g"]);
        assert_eq!(bound("f"), ["f", "h"]);
        assert_eq!(bound("run"), [""; 0]);
    }

    #[test]
    fn what_starts_nothing_leads_nowhere() {
        let outline = Outline::of(
            "import multiprocessing as mp\n\
             from multiprocessing import cpu_count, current_process\n\
             def jobs():\n    return mp.cpu_count()\n\
             def more():\n    import multiprocessing\n    return multiprocessing.cpu_count()\n\
             def pool():\n    import multiprocessing\n    return multiprocessing.Pool()\n\
             def start():\n    return mp.Process()\n\
             def fork():\n    return os.fork()\n",
        );
        let minding = ["multiprocessing", "mp", "pool", "fork"].map(Box::from);
        assert_eq!(*outline.minding, minding);
        let bound: Vec<&str> = outline.bound_with("mp").map(|name| &**name).collect();
        assert_eq!(bound, ["start"]);
    }
}
