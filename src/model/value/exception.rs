//! The exceptions that a missing name or start method raises, and which handlers catch them.

use crate::world::Worlds;

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
    const ALL: [Self; 11] = [
        Self::ModuleNotFound,
        Self::Import,
        Self::Attribute,
        Self::Value,
        Self::Os,
        Self::NotImplemented,
        Self::Runtime,
        Self::Type,
        Self::Name,
        Self::Other,
        Self::Divergence,
    ];

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
        if matches!(name, "FileExistsError" | "PermissionError") {
            return Self::Os;
        }
        Self::ALL
            .into_iter()
            .find(|exception| exception.name() == name)
            .unwrap_or(Self::Other)
    }
}

/// The worlds in which each exception is raised.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Escapes {
    worlds: [Worlds; Exception::ALL.len()],
}

impl Escapes {
    /// An exception in these worlds, and nothing else.
    pub(in crate::model) fn only(exception: Exception, worlds: Worlds) -> Self {
        let mut escapes = Self::default();
        escapes.add(exception, worlds);
        escapes
    }

    /// Adds an exception in these worlds.
    pub(in crate::model) fn add(&mut self, exception: Exception, worlds: Worlds) {
        self.worlds[exception as usize] |= worlds;
    }

    /// What is raised somewhere, with the worlds.
    pub(in crate::model) fn iter(&self) -> impl Iterator<Item = (Exception, Worlds)> {
        let all = Exception::ALL.into_iter().zip(self.worlds);
        all.filter(|(_, worlds)| !worlds.is_empty())
    }

    /// The worlds in which anything is raised.
    pub(in crate::model) fn anywhere(&self) -> Worlds {
        let all = self.worlds.iter();
        all.fold(Worlds::NONE, |all, worlds| all | *worlds)
    }

    /// Takes away what a handler catches.
    pub(in crate::model) fn take(&mut self, caught: Caught) -> Self {
        let mut taken = Self::default();
        for exception in Exception::ALL {
            if caught.contains(exception) {
                let worlds = std::mem::take(&mut self.worlds[exception as usize]);
                taken.add(exception, worlds);
            }
        }
        taken
    }
}

/// A set of exceptions that a handler catches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caught {
    bits: u16,
}

impl Caught {
    /// What `except:` and `except Exception:` catch.
    pub(in crate::model) const ALL: Self = Self {
        bits: !(1 << Exception::Divergence as u16),
    };

    /// What a handler for this built-in class catches; nothing for a class that we do not know.
    pub(crate) fn by(class: &str) -> Self {
        let of = |exceptions: &[Exception]| Self {
            bits: exceptions
                .iter()
                .fold(0, |bits, exception| bits | 1 << *exception as u16),
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

    pub(crate) fn contains(self, exception: Exception) -> bool {
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
