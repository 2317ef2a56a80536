//! Whether a piece of code names something that is not the same in all worlds.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts;
use crate::facts::lists;
use crate::project::import_lines::ImportLine;
use crate::syntax::{with_packages, words};
use crate::world::Worlds;

/// What reaches something by a name in a string.
const INDIRECT: [&str; 5] = [
    "\"fork",
    "'fork",
    "__import__(",
    "find_spec(",
    "import_module(",
];

/// What the names of a file stand for, as far as they are of Python's library.
#[derive(Clone, Debug)]
pub(crate) struct PlatformMentions {
    worlds: Worlds,
    aliases: HashMap<String, String>,
}

impl PlatformMentions {
    pub(super) fn new(worlds: Worlds) -> Self {
        Self {
            worlds,
            aliases: HashMap::new(),
        }
    }

    /// Notes what an import binds; whether it may fail, or bind something different, in some world.
    pub(super) fn import(&mut self, import: &ImportLine) -> bool {
        let top = import.module.split('.').next().unwrap_or("");
        if import.level > 0 || !facts::is_module(top) {
            return false;
        }
        let mut matters = self.is_restricted(&import.module);
        if let Some(alias) = &import.alias {
            self.aliases.insert(alias.clone(), import.module.clone());
        } else if !import.takes {
            self.aliases.insert(top.to_owned(), top.to_owned());
        }
        for (name, alias) in &import.names {
            let dotted = format!("{}.{name}", import.module);
            matters |= name == "*" || self.is_restricted(&dotted);
            self.aliases.insert(alias.clone(), dotted);
        }
        matters
    }

    /// Whether a text names something that is not the same in all worlds.
    pub(crate) fn anywhere(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
        // Names that came out of a module are used without a dot.
        let tells =
            |(alias, dotted): (&String, &String)| lists::TELLING_NAMES.has(dotted) && has(alias);
        INDIRECT.iter().any(|start| has(start))
            || self.aliases.iter().any(tells)
            || self.reaches(text)
            || self.asks(text)
    }

    /// Whether it asks something of Python's library for an attribute: `hasattr(os, "fork")`.
    fn asks(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        memchr::memmem::find_iter(bytes, "attr(").any(|at| {
            let rest = text.get(at + "attr(".len()..).unwrap_or_default();
            let asked = words(rest).next().unwrap_or_default();
            self.aliases.contains_key(asked) || facts::is_about_built_in(asked)
        })
    }

    /// Whether a chain of attributes does.
    fn reaches(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let mut behind = 0;
        // The same few chains come again and again.
        let mut seen: HashSet<&str> = HashSet::new();
        for dot in memchr::memchr_iter(b'.', bytes) {
            if dot < behind {
                continue;
            }
            let before = bytes[behind..dot].iter().rev();
            let start = dot - before.take_while(|byte| is_part(byte)).count();
            let end = dot + bytes[dot..].iter().take_while(|byte| is_part(byte)).count();
            behind = end;
            // Dots and letters are whole characters.
            let chain = text.get(start..end).unwrap_or("").trim_end_matches('.');
            let Some((root, rest)) = chain.split_once('.') else {
                continue;
            };
            if let Some(root) = self.aliases.get(root)
                && seen.insert(chain)
                && self.is_worldly(&format!("{root}.{rest}"))
            {
                return true;
            }
        }
        false
    }

    /// Whether the dotted name, or what it goes through, is not the same in all worlds.
    fn is_worldly(&self, dotted: &str) -> bool {
        with_packages(dotted).any(|name| lists::TELLING_NAMES.has(name) || self.has_fact(name))
    }

    fn is_restricted(&self, module: &str) -> bool {
        with_packages(module).any(|name| self.has_fact(name)) || lists::TELLING_NAMES.has(module)
    }

    fn has_fact(&self, name: &str) -> bool {
        facts::fact(name).is_some_and(|fact| !fact.available.contains(self.worlds))
    }
}
