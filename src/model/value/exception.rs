//! The exceptions that a missing name or start method raises, and which handlers catch them.

/// What is raised where something is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Exception {
    /// A module is not there.
    ModuleNotFound,
    /// A module lacks the imported name.
    Import,
    /// An object lacks the attribute.
    Attribute,
    /// A start method or an argument is refused.
    Value,
    /// The operating system refuses.
    Os,
    /// Exists in name only.
    NotImplemented,
    /// Not now, or not like this.
    Runtime,
    /// An argument is not known.
    Type,
    /// A name is not defined.
    Name,
    /// Anything else.
    Other,
    /// Nothing is raised: something else is done.
    Divergence,
}

impl Exception {
    /// Python's name of the class.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ModuleNotFound => "ModuleNotFoundError",
            Self::Import => "ImportError",
            Self::Attribute => "AttributeError",
            Self::Value => "ValueError",
            Self::Os => "OSError",
            Self::NotImplemented => "NotImplementedError",
            Self::Runtime => "RuntimeError",
            Self::Type => "TypeError",
            Self::Name => "NameError",
            Self::Other => "an exception",
            Self::Divergence => "no exception",
        }
    }

    /// The exception with that name.
    pub(crate) fn named(name: &str) -> Self {
        [
            Self::ModuleNotFound,
            Self::Import,
            Self::Attribute,
            Self::Value,
            Self::Os,
            Self::NotImplemented,
            Self::Runtime,
            Self::Type,
            Self::Name,
        ]
        .into_iter()
        .find(|exception| exception.name() == name)
        .unwrap_or(Self::Other)
    }
}

/// A set of exceptions that a handler catches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Caught {
    bits: u16,
}

impl Caught {
    /// What `except:` and `except Exception:` catch.
    pub(in crate::model) const ALL: Self = Self {
        bits: !(1 << Exception::Divergence as u16),
    };

    /// What a handler for this built-in class catches; nothing for a class that we do not know.
    pub(in crate::model) fn by(class: &str) -> Self {
        let of = |exceptions: &[Exception]| Self {
            bits: exceptions
                .iter()
                .fold(0, |bits, one| bits | 1 << *one as u16),
        };
        match class {
            "Exception" | "BaseException" | "StandardError" => Self::ALL,
            "ImportError" => of(&[Exception::Import, Exception::ModuleNotFound]),
            "ModuleNotFoundError" => of(&[Exception::ModuleNotFound]),
            "AttributeError" => of(&[Exception::Attribute]),
            "ValueError" => of(&[Exception::Value]),
            "OSError" | "IOError" | "EnvironmentError" => of(&[Exception::Os]),
            "NotImplementedError" => of(&[Exception::NotImplemented]),
            "RuntimeError" => of(&[Exception::Runtime, Exception::NotImplemented]),
            "TypeError" => of(&[Exception::Type]),
            "NameError" => of(&[Exception::Name]),
            _ => Self::default(),
        }
    }

    pub(in crate::model) fn contains(self, exception: Exception) -> bool {
        self.bits & 1 << exception as u16 != 0
    }

    pub(in crate::model) fn and(self, other: Self) -> Self {
        Self {
            bits: self.bits | other.bits,
        }
    }

    pub(in crate::model) fn is_empty(self) -> bool {
        self.bits == 0
    }
}
