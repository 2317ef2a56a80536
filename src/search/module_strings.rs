//! Whether anything may be found about modules that a text asks for by strings.

use super::TextSearch;
use super::strings::is_in;
use crate::syntax::{is_name_byte, whole_words};

/// What takes the name of a module.
const ASKING: [&str; 3] = ["import_module", "__import__", "importorskip"];

impl TextSearch<'_> {
    /// Whether something may be found about a module that is asked for by a string.
    pub(super) fn is_asked_for_by_text(&self) -> bool {
        let mut asking = ASKING.iter().filter(|name| self.words.has(name));
        asking.any(|name| self.is_asked_for(name))
    }

    fn is_asked_for(&self, asking: &str) -> bool {
        let is_renamed = self.imports.iter().any(|import| {
            let mut names = import.names.iter();
            names.any(|(name, alias)| name == asking && alias.is_some())
        });
        if is_renamed || self.words.may_ask_for(asking) {
            return self.telling.any_module(&self.words);
        }
        let mut calls = whole_words(self.text, asking).filter(|start| !is_in(&self.apart, *start));
        calls.any(|start| match self.literal_after(start + asking.len()) {
            Some(module) => self.is_found_in(module),
            None => self.telling.any_module(&self.words),
        })
    }

    /// The name of a module in the parentheses that open behind this byte, if it is one literal.
    fn literal_after(&self, end: usize) -> Option<&str> {
        let inside = self.text.get(end..)?.trim_start().strip_prefix('(')?;
        let inside = inside.trim_start();
        let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (name, rest) = inside[1..].split_once(quote)?;
        let is_name = |byte: u8| is_name_byte(byte) || byte == b'.';
        let is_whole = rest.trim_start().starts_with([')', ',']);
        (is_whole && !name.is_empty() && name.bytes().all(is_name)).then_some(name)
    }

    fn is_found_in(&self, module: &str) -> bool {
        let top = module.split('.').next().unwrap_or(module);
        self.is_lacking(module)
            || self
                .telling
                .is_enough(&self.telling.place(top), &self.words)
    }
}
