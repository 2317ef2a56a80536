//! Findings: what a rule says about a place in the source, and how to mend it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{Edit, printable, printable_line};
use crate::world::Worlds;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; nothing fails for sure.
    Info,
    /// Fails where a call reaches it.
    Warning,
    /// Fails while the module is imported or the script is run.
    Error,
}

impl Severity {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What is wrong, where, in which worlds, and what to do. Ranges are bytes of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes to underline.
    pub range: Range<usize>,
    /// The target worlds in which it happens.
    pub worlds: Worlds,
    /// What is wrong and where, in English.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Which of the uses with these bytes it is about, if it is about a use: so its fixes find it again.
    pub site: Option<usize>,
    /// The ways to mend it, the preferred one first. A check gives those alone that follow from what was
    /// found; the others are made for whoever asks: see [`crate::check::EvaluatedDocument`].
    pub fixes: Vec<Fix>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// How an installed package would have to change, as a unified diff. Nobody applies it.
    pub patch: Option<Arc<str>>,
}

impl Finding {
    /// A finding without help, fixes, and other places.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        range: Range<usize>,
        worlds: Worlds,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            range,
            worlds,
            message: message.into(),
            help: None,
            site: None,
            fixes: Vec::new(),
            related: Vec::new(),
            patch: None,
        }
    }

    /// Writes out what the source has put into its words to steer whoever shows them.
    pub(crate) fn make_printable(&mut self) {
        make_printable(&mut self.message);
        self.help.iter_mut().for_each(make_printable);
        self.fixes.iter_mut().for_each(Fix::make_printable);
        let related = self.related.iter_mut();
        related.for_each(|related| make_printable(&mut related.message));
        if let Some(Cow::Owned(patch)) = self.patch.as_deref().map(printable) {
            self.patch = Some(patch.into());
        }
    }

    /// Its own bytes, then those of the places in the document that help to understand it.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Range<usize>> {
        let related = self.related.iter();
        let related = related.filter_map(|related| match &related.place {
            Location::Here(range) => Some(range),
            Location::Elsewhere { .. } => None,
        });
        std::iter::once(&self.range).chain(related)
    }

    /// The first place in the document that helps to understand it.
    pub fn first_related(&self) -> Option<&Range<usize>> {
        self.places().nth(1)
    }
}

/// A place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where it is.
    pub place: Location,
    /// What is to be seen there.
    pub message: String,
}

/// A place in the document itself or in another file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Location {
    /// Bytes of the document.
    Here(Range<usize>),
    /// Another file, as its path and 1-based lines and columns (in characters).
    Elsewhere {
        /// The path of the file.
        path: String,
        /// Line and column of the first character.
        start: (usize, usize),
        /// Line and column after the last character.
        end: (usize, usize),
    },
}

/// Whether a fix may be applied without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Applicability {
    /// The behaviour is unchanged in every world where the code worked.
    Safe,
    /// Something changes; the title says what.
    Unsafe,
}

impl Applicability {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A change to the document that clears a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as an order: "Import Process from multiprocessing".
    pub title: String,
    /// Whether it may be applied without looking.
    pub applicability: Applicability,
    /// Replacements, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// What is not evaluated any more where it failed: other findings there may be gone with it.
    pub covers: Vec<Range<usize>>,
}

impl Fix {
    /// A fix; the edits are in order and do not overlap.
    pub fn new(applicability: Applicability, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            applicability,
            edits,
            covers: Vec::new(),
        }
    }

    /// The same, where these bytes are no longer evaluated in worlds in which something in them failed.
    pub(crate) fn covering(self, covers: Vec<Range<usize>>) -> Self {
        Self { covers, ..self }
    }

    /// Writes out what the source has put into its title to steer whoever shows it.
    pub(crate) fn make_printable(&mut self) {
        make_printable(&mut self.title);
    }
}

fn make_printable(text: &mut String) {
    if let Cow::Owned(printable) = printable_line(text) {
        *text = printable;
    }
}
