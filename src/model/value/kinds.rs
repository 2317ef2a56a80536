//! Values: what an expression may be.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::facts::StartMethod;
use crate::model::value::partition::Partition;
use crate::model::value::shared_collections::Shared;
use crate::world::Worlds;

/// What an expression is, as far as it is known.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// Nothing is known.
    Unknown,
    /// The name is not bound; reaching it raises `NameError`.
    Unbound,
    /// Something failed earlier and was reported there.
    Poisoned,
    /// `None`.
    None,
    /// Something that counts as false.
    Falsy,
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A string.
    Str(Arc<str>),
    /// Bytes, as text.
    Bytes(Arc<str>),
    /// A string of which only the beginning is known.
    Prefix(Arc<str>),
    /// A tuple, list or set.
    Items(Shared<Box<[Value]>>),
    /// A dictionary with known keys.
    Dict(Shared<Box<[(Value, Partition)]>>),
    /// `sys.version_info`, or its first so many items.
    Version(Option<usize>),
    /// A module, by its dotted name.
    Module(Arc<str>),
    /// Something in a module, by its dotted name: `os.fork`.
    Symbol(Arc<str>),
    /// An instance of a class with facts, by the class's dotted name.
    Instance(Arc<str>),
    /// Such an instance, or something else of which nothing is known.
    Perhaps(Arc<str>),
    /// The context object of a start method.
    Context(StartMethod),
    /// A member of a context object, which is one of `multiprocessing`: `Process`.
    ContextMember(StartMethod, Arc<str>),
    /// A method of a known value, such as `"".startswith`.
    Method(Arc<(Value, Arc<str>)>),
    /// A function of the document.
    #[serde(skip)]
    Function(FunctionId),
    /// A class of the document.
    #[serde(skip)]
    Class(ClassId),
    /// An instance of a class of the document, and the call that makes it, where one is known.
    #[serde(skip)]
    Object(ClassId, Option<MakeId>),
    /// One of these functions, classes and objects; it is not known which.
    #[serde(skip)]
    Any(Shared<Box<[Value]>>),
    /// A function of another module that returns this, whatever it is given.
    Returns(Arc<Partition>),
    /// Something that the document makes at a place worth knowing, and its class's dotted name.
    #[serde(skip)]
    Made(MakeId, Arc<str>),
    /// A name of another module, whatever it stands for there: the module, and the name.
    #[serde(skip)]
    Imported(Arc<(Arc<str>, Arc<str>)>),
    /// What a function of the document is given as its parameter at this place.
    #[serde(skip)]
    Parameter(FunctionId, u16),
    /// An attribute, or an item, of something that is not known yet: of a parameter.
    #[serde(skip)]
    Member(Arc<(Value, Arc<str>)>),
    /// A collection of unknown length whose items are all like this.
    Each(Arc<Value>),
    /// What a call gives that does not come back.
    Never,
    /// A decorator that skips the test.
    Skip,
    /// The name of the module under check: `__name__`.
    ModuleName,
}

/// A function of the document, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub(in crate::model) u32);

/// A class of the document, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClassId(pub(in crate::model) u32);

/// What a call or an expression makes, by its place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MakeId(pub(in crate::model) u32);

impl MakeId {
    /// What is not made any more after an edit.
    pub(in crate::model) const GONE: Self = Self(u32::MAX);
}

/// The class of a string of which nothing else is known.
pub(in crate::model) const TEXT: &str = "builtins.str";
/// The class of a set of which nothing else is known.
pub(in crate::model) const SET: &str = "builtins.set";
/// The name of a member that is what a loop goes through.
pub(in crate::model) const ITEM: &str = "[]";
/// The name of a member that is what a call gives.
pub(in crate::model) const CALLED: &str = "()";
/// The name of a member that is the first of two things, or the second where that is missing.
pub(in crate::model) const OR: &str = "or";
/// The name of a member that is what the first of two things holds under the second.
pub(in crate::model) const AT: &str = "in";
/// The name of a member that is what a `with` block gets.
pub(in crate::model) const ENTERED: &str = "with";

impl Value {
    /// A collection of such things, where that is worth knowing.
    pub(in crate::model) fn each(&self) -> Partition {
        match self {
            Self::Made(..)
            | Self::Object(..)
            | Self::Function(_)
            | Self::Parameter(..)
            | Self::Member(_) => Partition::always(Self::Each(Arc::new(self.clone()))),
            // `[(server, number) for number in range(3)]`
            Self::Items(items) if items.iter().any(Self::is_worth_knowing) => {
                Partition::always(Self::Each(Arc::new(self.clone())))
            }
            // `[{"server": server, "number": number} for number in range(3)]`
            Self::Dict(entries)
                if entries.iter().any(|(_, value)| {
                    let mut parts = value.parts(Worlds::ALL);
                    parts.any(|(_, value)| value.is_worth_knowing())
                }) =>
            {
                Partition::always(Self::Each(Arc::new(self.clone())))
            }
            _ => Partition::UNKNOWN,
        }
    }

    /// Whether it may be something that cannot be sent to a child.
    fn is_worth_knowing(&self) -> bool {
        matches!(self, Self::Made(..) | Self::Object(..) | Self::Function(_))
    }

    /// `value or default`, where nobody knows yet what a function is given as `value`; nothing if that is not so.
    pub(in crate::model) fn or(&self, default: &Self) -> Option<Self> {
        let is_worth_knowing = !matches!(default, Self::Unknown | Self::Unbound | Self::Poisoned);
        let either = || self.with(default, OR);
        (self.is_of_parameter() && is_worth_knowing).then(either)
    }

    /// A member of two things.
    pub(in crate::model) fn with(&self, other: &Self, member: &str) -> Self {
        let both = Self::Items([self.clone(), other.clone()].into());
        Self::Member(Arc::new((both, member.into())))
    }

    /// The one of two things that is meant, once the first of them is known.
    pub(in crate::model) fn first_given(&self) -> Partition {
        let Self::Items(both) = self else {
            return Partition::UNKNOWN;
        };
        let [value, default] = &both[..] else {
            return Partition::UNKNOWN;
        };
        match value.truth() {
            Some(false) => Partition::always(default.clone()),
            _ => value
                .or(default)
                .map_or_else(|| Partition::always(value.clone()), Partition::always),
        }
    }

    /// What a turn of a loop over it starts with.
    pub(in crate::model) fn item(&self) -> Partition {
        match self {
            Self::Each(item) => Partition::always((**item).clone()),
            Self::Parameter(..) | Self::Member(_) => {
                Partition::always(Self::Member(Arc::new((self.clone(), ITEM.into()))))
            }
            Self::Items(items) => match &items[..] {
                [first, rest @ ..] => {
                    let alike = rest
                        .iter()
                        .try_fold(first.clone(), |all, item| all.alike(item));
                    alike.map_or(Partition::UNKNOWN, Partition::always)
                }
                [] => Partition::UNKNOWN,
            },
            _ => Partition::UNKNOWN,
        }
    }

    /// How many values there are in it, as a tree.
    pub(in crate::model) fn weight(&self) -> u32 {
        match self {
            Self::Items(items) => items.weight(),
            Self::Dict(entries) => entries.weight(),
            Self::Returns(returns) => {
                let mut weight = 1;
                returns.each_value(&mut |value| weight = value.weight().saturating_add(weight));
                weight
            }
            _ => 1,
        }
    }

    /// What makes it, if that is known by its place.
    pub(in crate::model) fn made_by(&self) -> Option<MakeId> {
        match self {
            Self::Made(id, _) | Self::Object(_, Some(id)) => Some(*id),
            _ => None,
        }
    }

    /// Whether it is a constant that can be compared by what it is.
    pub(crate) fn is_constant(&self) -> bool {
        match self {
            Self::None | Self::Bool(_) | Self::Int(_) | Self::Str(_) | Self::Bytes(_) => true,
            Self::Items(items) => items.is_constant(),
            _ => false,
        }
    }

    /// Whether it is a mark that skips a test, or a list with one.
    pub(in crate::model) fn skips(&self) -> bool {
        match self {
            Self::Skip => true,
            Self::Items(items) => items.skips(),
            Self::Symbol(name) => matches!(
                &**name,
                "pytest.mark.skip" | "pytest.mark.xfail" | "unittest.skip"
            ),
            _ => false,
        }
    }

    /// Whether it counts as true, where that is known.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::None | Self::Falsy => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Int(value) => Some(*value != 0),
            Self::Str(value) | Self::Bytes(value) => Some(!value.is_empty()),
            Self::Items(items) => Some(!items.is_empty()),
            Self::Dict(entries) if entries.iter().any(|(key, _)| key.is_open()) => None,
            Self::Dict(entries) => Some(!entries.is_empty()),
            Self::Prefix(_)
            | Self::Version(_)
            | Self::Module(_)
            | Self::Context(_)
            | Self::ContextMember(..)
            | Self::Method(_)
            | Self::Function(_)
            | Self::Class(_)
            | Self::Returns(_)
            | Self::Skip
            | Self::ModuleName => Some(true),
            Self::Any(_) if self.is_callable() => Some(true),
            Self::Made(_, class) if &**class == "lambda" => Some(true),
            // An exception that was caught.
            Self::Instance(class)
                if class.starts_with("builtins.") && ![TEXT, SET].contains(&&**class) =>
            {
                Some(true)
            }
            // A constant may be zero, an instance may define `__bool__`.
            Self::Symbol(_)
            | Self::Instance(_)
            | Self::Perhaps(_)
            | Self::Made(..)
            | Self::Each(_)
            | Self::Any(_)
            | Self::Object(..)
            | Self::Imported(_)
            | Self::Parameter(..)
            | Self::Member(_)
            | Self::Unknown
            | Self::Unbound
            | Self::Never
            | Self::Poisoned => None,
        }
    }
}
