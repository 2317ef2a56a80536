//! A function of the module that a fix has called in place of what is there: fixes that need the same one share it.

use super::document_node::DocumentNode;
use super::names::Role;
use super::top_level::above;
use crate::rules::Context;
use crate::text::Edit;

/// A function that is, or will be, in this file.
pub(super) struct HelperFunction {
    pub(super) name: String,
    /// What defines it, unless it is there.
    definition: Option<Edit>,
    /// Where it is defined.
    start: usize,
}

impl HelperFunction {
    /// The function that `definition` writes for a name made of this one, above the top-level statement that the place is
    /// in, or further up.
    pub(super) fn above(
        context: &Context<'_>,
        place: DocumentNode<'_>,
        name: &str,
        definition: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let own = above(context, place, String::new())?.range.start;
        let content = definition(name);
        if let Some((name, start)) = there(context, name, &definition)
            && start < own
        {
            return Some(Self {
                name,
                definition: None,
                start,
            });
        }
        // Whoever needs it further down takes it from where the first one that needs it puts it.
        let start = context.memory.first_place(name, &content, own);
        let is_free = |name: &str| context.names().of_name(name).is_empty();
        let name = context.memory.free_name(name, start, &content, is_free);
        Some(Self {
            definition: Some(Edit::insertion(start, definition(&name))),
            name,
            start,
        })
    }

    /// The byte before which what it needs has to be imported.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// The edits that define it.
    pub(super) fn edits(&self) -> Vec<Edit> {
        self.definition.iter().cloned().collect()
    }
}

/// A function of the module that says just this, by the first of the names that a fix may have given it; and its start.
fn there(
    context: &Context<'_>,
    name: &str,
    definition: &impl Fn(&str) -> String,
) -> Option<(String, usize)> {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    for name in std::iter::once(name.to_owned()).chain(numbered) {
        let occurrences = context.names().of_name(&name);
        if occurrences.is_empty() {
            return None;
        }
        let mut bound = occurrences
            .iter()
            .filter(|occurrence| occurrence.role != Role::Read);
        let function = bound.next().and_then(|first| first.place.parent());
        let is_this = |function: &DocumentNode<'_>| {
            context.text(function.range()) == definition(&name).trim_end()
        };
        if let (Some(function), None) = (function.filter(is_this), bound.next()) {
            return Some((name, function.range().start));
        }
    }
    None
}
