//! Instances of classes that a text need not name, strings, numbers and exceptions: whether anything may be found there.

use super::TextSearch;
use super::chains::{Use, attribute_uses};
use super::relevant_names::NamePlaces;
use super::words::Words;

/// An attribute of instances of a class that a text need not name.
pub(super) struct UnnamedAttribute {
    pub(super) name: &'static str,
    pub(super) place: NamePlaces,
    /// It is called without arguments, as all that is known of numbers is.
    pub(super) is_bare: bool,
}

impl TextSearch<'_> {
    /// Whether something may be found about an attribute of such an object.
    pub(super) fn is_found_unnamed(&self) -> bool {
        let mut attributes = self.telling.unnamed(&self.words);
        attributes.any(|attribute| {
            self.telling.is_enough(&attribute.place, &self.words)
                && (self.words.may_ask_for(attribute.name) || self.is_used_unnamed(&attribute))
        })
    }

    fn is_used_unnamed(&self, attribute: &UnnamedAttribute) -> bool {
        attribute_uses(self.text, attribute.name, &self.apart).any(|found| match found {
            Use::Chain {
                parts,
                is_called: true,
                arguments: Some(arguments),
            } if parts.is_empty() => {
                let inside = Words::of(arguments);
                let place = &attribute.place;
                (!attribute.is_bare || arguments.trim_ascii().is_empty())
                    && self.telling.is_enough_to_call(place, &self.words, &inside)
            }
            _ => true,
        })
    }
}
