//! Whether anything can be found in a file, from its words alone: most need no parse.
//!
//! Whatever a rule finds begins with a name that a file imports, or gets from a module that it imports, or that is
//! built in. A file in which no such name leads to something that some target world lacks, that differs there, or
//! that starts a child process, has no findings. The answer "maybe" costs a parse; the answer "nothing" is certain.

pub(crate) mod chains;
mod dataclass_defaults;
pub(crate) mod imports;
mod instances;
mod module_strings;
mod needed_words;
mod other_modules;
mod relevant_names;
pub(crate) mod strings;
mod words;

use std::ops::Range;

use chains::Use;
use dataclass_defaults::may_have_object_default;
use imports::ImportText;
use other_modules::ImportedModules;
use relevant_names::RelevantNames;
use words::Words;

use crate::config::Config;
use crate::facts::lists;
use crate::ignore;
use crate::model::surroundings::Surroundings;
use crate::rules::{Needs, RULES};
use crate::syntax::with_packages;

/// Whether a check of this text with these settings may find anything.
pub fn may_find(text: &str, surroundings: &dyn Surroundings, config: &Config) -> bool {
    if ignore::occurs_in(text) || has_strange_blanks(text) {
        return true;
    }
    let is_on = |needs: &Needs| {
        let mut rules = RULES.iter().filter(|rule| rule.is_on(config));
        rules.any(|rule| rule.needs == *needs)
    };
    if is_on(&Needs::Anything) {
        return true;
    }
    if is_on(&Needs::Setup) && may_claim(text) {
        return true;
    }
    if !is_on(&Needs::Names) {
        return false;
    }
    let silent = strings::silent(text);
    let imports = imports::imports(text, &silent);
    let mut apart = silent;
    apart.extend(imports.iter().map(|import| import.range.clone()));
    apart.sort_unstable_by_key(|range| range.start);
    let search = TextSearch {
        text,
        telling: &RelevantNames::of(config.targets),
        words: Words::of(text),
        apart,
        imports,
    };
    search.in_own_text() || ImportedModules::new(&search, surroundings).may_be_found()
}

/// Whether a call of `setup` may claim versions or platforms.
fn may_claim(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("setup(") && (has("classifiers") || has("python_requires"))
}

/// Whether words may be parted by what does not look like it.
fn has_strange_blanks(text: &str) -> bool {
    let is_strange = |c: char| match c.is_ascii() {
        true => c == '\x0b',
        false => c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}'),
    };
    match text.is_ascii() {
        true => memchr::memchr(0x0b, text.as_bytes()).is_some(),
        false => text.chars().any(is_strange),
    }
}

struct TextSearch<'t> {
    text: &'t str,
    telling: &'t RelevantNames,
    words: Words<'t>,
    imports: Vec<ImportText>,
    /// The imports, the comments and the strings: no use of a name is looked for in them.
    apart: Vec<Range<usize>>,
}

impl TextSearch<'_> {
    /// Whether what Python's library, a package with facts, or the built-in names bring may be found.
    fn in_own_text(&self) -> bool {
        let mut names: Vec<(&str, String)> = Vec::new();
        for import in self.imports.iter().filter(|import| import.level == 0) {
            if self.is_found_by(import, &mut names) {
                return true;
            }
        }
        for name in self.telling.built_in() {
            if self.words.has(name) {
                names.push((name, format!("builtins.{name}")));
            }
        }
        names.sort_unstable();
        names.dedup();
        let leads = |(name, dotted): &(&str, String)| self.leads(name, dotted);
        names.iter().any(leads)
            || names
                .iter()
                .any(|(name, dotted)| self.has_dataclasses(name, dotted))
            || self.words.has("SelectorEventLoop")
            || self.is_found_unnamed()
            || self.is_asked_for_by_text()
    }

    /// Whether the import itself, or a name that it brings, may be found; what needs a look at how it is used is
    /// added to `names`.
    fn is_found_by<'i>(&self, import: &'i ImportText, names: &mut Vec<(&'i str, String)>) -> bool {
        let Some(module) = &import.module else {
            return import.names.iter().any(|(module, alias)| {
                let top = module.split('.').next().unwrap_or(module);
                match alias {
                    Some(alias) => names.push((alias, module.clone())),
                    None => names.push((top, top.to_owned())),
                }
                self.is_lacking(module)
            });
        };
        if self.is_lacking(module) {
            return true;
        }
        if import.is_star {
            let place = self.telling.place(module);
            return self.telling.is_enough(&place, &self.words.as_members());
        }
        import.names.iter().any(|(name, alias)| {
            let dotted = format!("{module}.{name}");
            let place = self.telling.place(&dotted);
            names.push((alias.as_ref().unwrap_or(name), dotted));
            self.telling.is_lacking(&place)
        })
    }

    /// Whether some world lacks the module, or a package around it.
    fn is_lacking(&self, module: &str) -> bool {
        with_packages(module).any(|name| self.telling.is_lacking(&self.telling.place(name)))
    }

    /// Whether the text uses a name, which stands for this, so that something may be found.
    fn leads(&self, name: &str, dotted: &str) -> bool {
        let start = self.telling.place(dotted);
        if start.is_nowhere() || !self.telling.is_enough(&start, &self.words) {
            return false;
        }
        chains::uses(self.text, name, &self.apart).any(|found| match found {
            Use::Binding => false,
            Use::Raised => self.telling.is_enough_to_raise(&start, &self.words),
            Use::Chain {
                parts,
                is_called,
                arguments,
            } => {
                let mut place = start.clone();
                for part in parts {
                    place = self.telling.member(&place, part);
                    // Whatever follows it.
                    if self.telling.is_lacking(&place) {
                        return true;
                    }
                }
                if !is_called {
                    return self.telling.is_enough(&place, &self.words);
                }
                let inside = arguments.map(Words::of);
                let arguments = inside.as_ref().unwrap_or(&self.words);
                self.telling
                    .is_enough_to_call(&place, &self.words, arguments)
            }
        })
    }

    /// Whether there may be several dataclasses, of which one may be what a field of another is by default; or one, and
    /// something else that has no hash.
    fn has_dataclasses(&self, name: &str, dotted: &str) -> bool {
        if !matches!(dotted, "dataclasses" | "dataclasses.dataclass") {
            return false;
        }
        let last = |maker: &&'static str| maker.rsplit('.').next().unwrap_or(maker);
        let mut makers = lists::UNHASHABLE_MAKERS.names().iter().map(last);
        let is_enough = self.words.has("__eq__") || makers.any(|maker| self.words.has(maker));
        let least = usize::from(!is_enough);
        chains::uses(self.text, name, &self.apart)
            .nth(least)
            .is_some()
            && may_have_object_default(self.text)
    }
}
