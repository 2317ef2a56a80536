//! Words that make a text a special one, looked for once in each statement.

use std::sync::OnceLock;

/// What a line may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The name that comments for us begin with.
    Directive,
    /// The beginning of a script's metadata.
    Script,
}

impl Mark {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Directive => "spawnsafe:",
            Self::Script => "# /// script",
        }
    }

    /// Whether a text has it.
    pub fn is_in(self, text: &str) -> bool {
        memchr::memmem::find(text.as_bytes(), self.word().as_bytes()).is_some()
    }
}

/// Which of them a statement has, once somebody has asked.
#[derive(Default)]
pub(super) struct Marks {
    directive: OnceLock<bool>,
    script: OnceLock<bool>,
}

impl Marks {
    pub(super) fn has(&self, mark: Mark, text: &str) -> bool {
        let known = match mark {
            Mark::Directive => &self.directive,
            Mark::Script => &self.script,
        };
        *known.get_or_init(|| mark.is_in(text))
    }
}
