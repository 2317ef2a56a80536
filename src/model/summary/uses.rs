//! What the evaluation finds: uses of something that is not available everywhere.

use std::ops::Range;
use std::sync::Arc;

use crate::facts::{Fact, StartMethod};
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::platform_option::PlatformOption;
use crate::model::surroundings::ImportFailure;
use crate::model::value::FunctionId;
use crate::model::value::exception::Exception;
use crate::model::value::shift::{Shift, Shiftable, shiftable};
use crate::syntax::ast::{Expr, ImportFrom, ImportItem, ImportedName, Name};
use crate::world::Worlds;

/// A use of something that fails in some worlds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Use {
    pub(crate) site: Site,
    /// The bytes of the document to underline.
    pub(crate) range: Range<usize>,
    /// The bytes of the innermost statement around it.
    pub(crate) statement: Range<usize>,
    /// Where the chunk of the site starts in the document.
    pub(crate) base: usize,
    /// The worlds that reach it, in which it fails and nothing catches that.
    pub(crate) worlds: Worlds,
    /// Those of them in which it is certain that importing the module fails here.
    pub(crate) certain: Worlds,
    /// What a user decides about it.
    pub(crate) wanted: Option<PlatformOption>,
    /// A handler for everything does nothing but log it.
    pub(crate) logged: bool,
    /// What callers decide about it.
    pub(in crate::model) conditions: Vec<CallCondition>,
    pub(crate) exception: Exception,
    /// The bytes of the call that passes what is used, where that is known of a call only.
    pub(crate) passed_by: Option<Range<usize>>,
    /// The function whose body it is in.
    pub(crate) owner: Option<FunctionId>,
    /// The bytes of the lambda that it is in.
    pub(crate) lambda: Option<Range<usize>>,
    /// It runs only when something is called: the body of a function or lambda.
    pub(crate) called: bool,
}

/// What is used.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Site {
    /// `import fcntl`
    Import {
        item: ImportItem,
        fact: &'static Fact,
    },
    /// `from os import fork`, or `from fcntl import flock` (then `name` is the first of them).
    ImportFrom {
        statement: Arc<ImportFrom>,
        name: Option<ImportedName>,
        fact: &'static Fact,
    },
    /// `os.fork`
    Attribute { expr: Expr, fact: &'static Fact },
    /// `get_context("fork")`
    StartMethod {
        call: Expr,
        argument: Expr,
        function: &'static str,
        method: Result<StartMethod, String>,
    },
    /// A call, or an argument of a call, that raises or does something else.
    Call {
        call: Expr,
        fact: &'static Fact,
        /// What is called, where that only hands its arguments on to what the fact is about.
        through: Option<Name>,
    },
    /// `"win" in sys.platform`, which is true for `darwin` too.
    Substring {
        /// What is looked into: `sys.platform`.
        platform: Expr,
        /// `not in`.
        negated: bool,
    },
    /// `raise ImportError`, `sys.exit()`: noted only in a module that is imported.
    Leave { text: String },
    /// An import of a module whose import fails.
    FailingImport {
        failure: ImportFailure,
        module: String,
    },
}

impl Site {
    /// What is used, if there is a fact about it.
    pub(crate) fn fact(&self) -> Option<&'static Fact> {
        match self {
            Self::Import { fact, .. }
            | Self::ImportFrom { fact, .. }
            | Self::Attribute { fact, .. }
            | Self::Call { fact, .. } => Some(fact),
            _ => None,
        }
    }
}

/// A name in the source that there is a fact about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) fact: &'static Fact,
}

/// The worlds that reach a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reached {
    pub(crate) range: Range<usize>,
    pub(crate) worlds: Worlds,
    pub(in crate::model) owner: Option<FunctionId>,
}

impl Shiftable for Use {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            site: _,
            range,
            statement,
            base,
            worlds: _,
            certain: _,
            wanted,
            logged: _,
            conditions,
            exception: _,
            passed_by,
            owner,
            lambda,
            called: _,
        } = self;
        passed_by.shift(shift);
        wanted.shift(shift);
        conditions.shift(shift);
        lambda.shift(shift);
        *base = shift.base(*base, range.start);
        range.shift(shift);
        statement.shift(shift);
        owner.shift(shift);
    }
}
shiftable!(Mention { moves range; keeps fact });
shiftable!(Reached { moves range, owner; keeps worlds });
