//! Words that make a text a special one, looked for once in each statement.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::text::difference;

/// What a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The name that comments for us begin with.
    Directive,
    /// The beginning of a script's metadata.
    Script,
    /// Words of code that has to do with child processes.
    Children,
    /// A word of such code where there is `torch` as well.
    DataLoader,
    /// The name of what has a `DataLoader` that starts children.
    Torch,
    /// A call that may describe a package.
    Setup,
}

impl Mark {
    const ALL: [Self; 6] = [
        Self::Directive,
        Self::Script,
        Self::Children,
        Self::DataLoader,
        Self::Torch,
        Self::Setup,
    ];
    /// Those that tell together whether a text has to do with child processes.
    pub(crate) const OF_CHILDREN: [Self; 3] = [Self::Children, Self::DataLoader, Self::Torch];

    /// The words, one of which it takes.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Directive => &["spawnsafe:"],
            Self::Script => &["# /// script"],
            Self::Children => &[
                "multiprocessing",
                "ProcessPool",
                "billiard",
                "joblib",
                "process_map",
                "pqdm",
                "os.fork",
            ],
            Self::DataLoader => &["DataLoader"],
            Self::Torch => &["torch"],
            Self::Setup => &["setup("],
        }
    }

    /// The first of its words.
    pub const fn word(self) -> &'static str {
        self.words()[0]
    }

    /// Whether a text that has these marks has to do with child processes.
    pub(crate) fn tell_of_children(has: impl Fn(Self) -> bool) -> bool {
        has(Self::Children) || has(Self::DataLoader) && has(Self::Torch)
    }

    /// Whether a text has it.
    pub fn is_in(self, text: &str) -> bool {
        self.is_in_bytes(text.as_bytes())
    }

    fn is_in_bytes(self, text: &[u8]) -> bool {
        let has = |word: &&str| memmem::find(text, word.as_bytes()).is_some();
        self.words().iter().any(has)
    }

    /// Whether a text has one of its words that these bytes are a part of.
    fn is_around(self, text: &str, bytes: &Range<usize>) -> bool {
        let longest = self.words().iter().map(|word| word.len()).max();
        let beside = longest.unwrap_or(0);
        let end = text.len().min(bytes.end + beside);
        self.is_in_bytes(&text.as_bytes()[bytes.start.saturating_sub(beside)..end])
    }
}

/// Which of them a statement has, once somebody has asked.
#[derive(Default)]
pub(super) struct Marks([OnceLock<bool>; Mark::ALL.len()]);

impl Marks {
    pub(super) fn has(&self, mark: Mark, text: &str) -> bool {
        *self.0[mark as usize].get_or_init(|| mark.is_in(text))
    }

    /// Those of the text that an edit makes of the old one, as far as its neighbourhood tells.
    pub(super) fn edited(&self, old: &str, new: &str) -> Self {
        let (removed, inserted) = difference(old.as_bytes(), new.as_bytes());
        let known = Mark::ALL.map(|mark| match self.0[mark as usize].get() {
            Some(true) if !mark.is_around(old, &removed) => Some(true),
            Some(false) => Some(mark.is_around(new, &inserted)),
            _ => None,
        });
        Self(known.map(|known| known.map_or_else(OnceLock::new, OnceLock::from)))
    }
}
