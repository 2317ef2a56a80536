//! Findings: what a rule says about a place in the source, and how to mend it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{Edit, EditSet, printable, printable_line};
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
    /// What keeps something from being pickled, if it is about that: what its fixes ask.
    pub obstacle: Option<Box<PicklingObstacle>>,
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
            obstacle: None,
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

/// What keeps something from being pickled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicklingObstacle {
    /// What it is.
    pub kind: ObstacleKind,
    /// The class that it belongs to, or the function of the library that made it.
    pub name: Option<Arc<str>>,
    /// The attributes that lead to it: `inner.lock`; empty if it is sent itself.
    pub path: String,
    /// What takes it to the other process.
    pub sent: SentAs,
}

impl PicklingObstacle {
    /// Whether it is what is written there, and nothing that holds it.
    pub(crate) fn is_itself(&self) -> bool {
        self.sent == SentAs::Itself && self.path.is_empty()
    }

    /// Whether it is a view of a dictionary.
    pub(crate) fn is_view(&self) -> bool {
        let maker = self.name.as_deref();
        maker.is_some_and(|name| name.starts_with("builtins.dict."))
    }

    /// The first attribute on the way to it.
    pub(crate) fn attribute(&self) -> &str {
        self.path.split(['.', '[']).next().unwrap_or_default()
    }
}

/// What cannot be pickled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObstacleKind {
    /// A lambda.
    Lambda,
    /// A function in a function.
    Function,
    /// A method of a class that is defined in a function.
    Method,
    /// A class that is defined in a function, or an object of it.
    Class,
    /// A class that a call has made, and that is not found by its name.
    MadeClass,
    /// An object of one.
    ObjectOfMadeClass,
    /// What a decorator returned without `functools.wraps`.
    Undecorated,
    /// A function that another one has taken the name of.
    Renamed,
    /// Anything else.
    Other,
}

/// What takes it to the other process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentAs {
    /// It goes there itself, or in an attribute of what does.
    Itself,
    /// What holds it, as people call that: "a `partial`".
    Held(&'static str),
    /// The object of a method.
    BoundObject,
    /// The process object.
    Process,
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
    pub fn new(
        applicability: Applicability,
        title: impl Into<String>,
        mut edits: Vec<Edit>,
    ) -> Self {
        // A long file may have a fix for each line.
        edits.shrink_to_fit();
        Self {
            title: title.into(),
            applicability,
            edits,
            covers: Vec::new(),
        }
    }

    /// The functions and classes that an edit defines at the top of a file.
    pub(crate) fn defined_by(edit: &Edit) -> impl Iterator<Item = &str> {
        let words = ["def ", "async def ", "class "];
        let lines = edit.content.lines();
        lines.filter_map(move |line| {
            let name = words.iter().find_map(|word| line.strip_prefix(word))?;
            name.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .next()
        })
    }

    /// Whether an edit is in the way of one of these. Which of two functions at the same byte is defined first is all the
    /// same.
    pub(crate) fn is_in_the_way(edits: &EditSet, edit: &Edit) -> bool {
        edits.collides_unless(edit, |other| defines_only(other) && defines_only(edit))
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

/// Whether it adds a function or a class, with blank lines behind it, and nothing before that.
fn defines_only(edit: &Edit) -> bool {
    let is_apart = edit.content.ends_with("\n\n\n") || edit.content.ends_with("\r\n\r\n\r\n");
    let starts = ["def ", "async def ", "class "];
    let is_definition = starts.iter().any(|word| edit.content.starts_with(word));
    edit.range.is_empty() && is_definition && is_apart
}

fn make_printable(text: &mut String) {
    if let Cow::Owned(printable) = printable_line(text) {
        *text = printable;
    }
}
