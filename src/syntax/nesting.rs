//! What is open around a byte: brackets, and the replacement fields of f-strings.

use super::strings::QuoteKind;

/// A kind of bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
}

/// A replacement field of an f-string in single quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// The quote of the string.
    pub(super) quote: u8,
    /// How much is open around the string.
    pub(super) outside: usize,
    /// In which kind of part of the string it stands.
    pub(super) kind: QuoteKind,
}

#[derive(Debug)]
enum OpenConstruct {
    Bracket(Bracket),
    /// A field, with how many brackets of each kind are open around it since the field around it.
    Field(Field, [u32; 3]),
}

/// What is open, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<OpenConstruct>,
    /// How many brackets of each kind are open since the innermost field.
    counts: [u32; 3],
    fields: usize,
    is_broken: bool,
}

impl Nesting {
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there was a mistake inside what is open, so that it may never be closed.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken && !self.is_empty()
    }

    /// The field that is the innermost of all that is open.
    pub(super) fn field(&self) -> Option<Field> {
        match self.open.last() {
            Some(&OpenConstruct::Field(field, _)) => Some(field),
            _ => None,
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn open(&mut self, bracket: Bracket) {
        self.is_broken = self.is_broken();
        self.open.push(OpenConstruct::Bracket(bracket));
        self.counts[bracket as usize] += 1;
    }

    pub(super) fn enter(&mut self, field: Field) {
        self.is_broken = self.is_broken();
        let counts = std::mem::take(&mut self.counts);
        self.open.push(OpenConstruct::Field(field, counts));
        self.fields += 1;
    }

    /// Closes a bracket, or else the field that a `}` ends, and what is open inside; ignores one that was not opened.
    pub(super) fn close(&mut self, bracket: Bracket) -> Option<Field> {
        let ends_field = bracket == Bracket::Curly && self.fields > 0;
        if self.counts[bracket as usize] == 0 && !ends_field {
            self.is_broken = true;
            return None;
        }
        loop {
            match self.pop()? {
                OpenConstruct::Bracket(innermost) if innermost == bracket => return None,
                OpenConstruct::Bracket(_) => self.is_broken = true,
                OpenConstruct::Field(field, _) => return Some(field),
            }
        }
    }

    /// Closes all that is open inside a string, at its closing quote.
    pub(super) fn leave_string(&mut self, outside: usize) {
        while self.open.len() > outside {
            self.pop();
        }
    }

    /// Closes all that is open inside strings, at the end of a line that should have closed them.
    pub(super) fn break_string(&mut self) {
        while self.fields > 0 {
            self.pop();
        }
        self.is_broken = true;
    }

    fn pop(&mut self) -> Option<OpenConstruct> {
        let innermost = self.open.pop()?;
        match innermost {
            OpenConstruct::Bracket(bracket) => self.counts[bracket as usize] -= 1,
            OpenConstruct::Field(_, counts) => {
                self.counts = counts;
                self.fields -= 1;
            }
        }
        Some(innermost)
    }
}
