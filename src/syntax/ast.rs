//! What a statement does, free of its spelling: the tree that the model evaluates.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Bytes from the start of a chunk, or of the statement of the innermost function around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// The bytes of the document, for a chunk that starts at `base`. What is left of a chunk of which the beginning was
    /// taken away may start before the document.
    pub(crate) fn at(self, base: usize) -> Range<usize> {
        base.wrapping_add(self.start as usize)..base.wrapping_add(self.end as usize)
    }
}

/// An identifier or a dotted name.
pub(crate) type Name = Arc<str>;

/// An expression, shared with whoever keeps it: what is noted about a place outlives the text that it was in.
#[derive(Clone, Debug)]
pub(crate) struct Expr(Arc<ExprNode>);

/// What an [`Expr`] is.
#[derive(Debug)]
pub(crate) struct ExprNode {
    pub(crate) span: Span,
    pub(crate) kind: ExprKind,
}

impl Expr {
    /// An expression at these bytes.
    pub(crate) fn new(span: Span, kind: ExprKind) -> Self {
        Self(Arc::new(ExprNode { span, kind }))
    }

    /// Tells it from all others that live.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// A name, or an attribute of one, as it is written: `asyncio.events.AbstractEventLoop`.
    pub(crate) fn dotted_name(&self) -> Option<String> {
        match &self.kind {
            ExprKind::Name(name) => Some(name.to_string()),
            ExprKind::Attribute { object, name } => {
                Some(format!("{}.{name}", object.dotted_name()?))
            }
            _ => None,
        }
    }
}

impl Deref for Expr {
    type Target = ExprNode;

    fn deref(&self) -> &ExprNode {
        &self.0
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum ExprKind {
    Name(Name),
    Attribute {
        object: Expr,
        name: Name,
    },
    Call {
        function: Expr,
        arguments: Vec<Argument>,
    },
    Subscript {
        object: Expr,
        indices: Vec<Expr>,
    },
    /// The bounds of a slice, where they are integers or absent.
    Slice(Option<i64>, Option<i64>),
    Str(Arc<str>),
    /// A literal of bytes, as text.
    Bytes(Arc<str>),
    Int(i64),
    Bool(bool),
    None,
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    /// `None` as a key is a `**` entry.
    Dict(Vec<(Option<Expr>, Expr)>),
    Not(Expr),
    And(Expr, Expr),
    Or(Expr, Expr),
    Compare {
        first: Expr,
        rest: Vec<(Comparison, Expr)>,
    },
    Conditional {
        test: Expr,
        then: Expr,
        otherwise: Expr,
    },
    Walrus {
        name: Name,
        value: Expr,
    },
    Lambda(Box<Lambda>),
    Comprehension {
        /// A generator expression runs when it is consumed, the others at once.
        generator: bool,
        elements: Vec<Expr>,
        clauses: Vec<Clause>,
    },
    Starred(Expr),
    /// `yield value`, without `from`.
    Yield(Expr),
    /// `a + b` and f-strings: the texts of the parts, one after the other.
    Joined(Vec<Expr>),
    /// Anything else that evaluates its parts in order and gives something unknown.
    Other(Vec<Expr>),
}

#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) span: Span,
    pub(crate) kind: ArgumentKind,
    pub(crate) value: Expr,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ArgumentKind {
    Positional,
    Keyword(Name),
    Star,
    DoubleStar,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Lambda {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Expr,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Clause {
    For { target: Expr, iterable: Expr },
    If(Expr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Is,
    IsNot,
}

#[derive(Debug)]
pub(crate) struct Stmt {
    pub(crate) span: Span,
    pub(crate) kind: StmtKind,
}

pub(crate) type Block = Vec<Stmt>;

#[derive(Debug, PartialEq)]
pub(crate) enum StmtKind {
    Expr(Expr),
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    /// `target: annotation = value`.
    Annotated {
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
    },
    Augmented {
        target: Expr,
        value: Expr,
    },
    Import(Vec<ImportItem>),
    ImportFrom(Arc<ImportFrom>),
    If {
        branches: Vec<(Expr, Block)>,
        otherwise: Block,
    },
    While {
        test: Expr,
        body: Block,
        otherwise: Block,
    },
    For {
        target: Expr,
        iterable: Expr,
        body: Block,
        otherwise: Block,
    },
    Try(Box<Try>),
    With {
        items: Vec<(Expr, Option<Expr>)>,
        body: Block,
    },
    Match {
        subject: Expr,
        cases: Vec<Case>,
    },
    Function(Arc<Function>),
    Class(Arc<Class>),
    Return(Option<Expr>),
    Raise {
        exception: Option<Expr>,
        cause: Option<Expr>,
    },
    Assert {
        test: Expr,
        message: Option<Expr>,
    },
    Delete(Vec<Expr>),
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    Break,
    Continue,
    Pass,
    /// Not understood: broken while it is being typed, or nested too deeply.
    Opaque,
}

impl StmtKind {
    /// A text alone: a docstring, or a comment of some age.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Expr(expr) if matches!(expr.kind, ExprKind::Str(_)))
    }
}

/// `a.b as c` of an `import` statement.
#[derive(Clone, Debug)]
pub(crate) struct ImportItem {
    pub(crate) span: Span,
    pub(crate) module: Name,
    pub(crate) module_span: Span,
    pub(crate) alias: Option<Name>,
}

#[derive(Debug)]
pub(crate) struct ImportFrom {
    /// How many dots stand before the module.
    pub(crate) level: u32,
    /// The module; empty in `from . import x`.
    pub(crate) module: Name,
    pub(crate) module_span: Span,
    pub(crate) names: Vec<ImportedName>,
    /// `from m import *`.
    pub(crate) star: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ImportedName {
    pub(crate) span: Span,
    pub(crate) name: Name,
    pub(crate) name_span: Span,
    pub(crate) alias: Option<Name>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Try {
    pub(crate) body: Block,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) otherwise: Block,
    pub(crate) finally: Block,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Handler {
    /// The exception classes; empty for a bare `except`.
    pub(crate) classes: Vec<Expr>,
    pub(crate) bare: bool,
    pub(crate) name: Option<Name>,
    pub(crate) body: Block,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Case {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Block,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Pattern {
    /// A constant, or a dotted name.
    Value(Expr),
    Any(Vec<Pattern>),
    /// Matches everything; binds the name if there is one.
    Wildcard(Option<Name>),
    /// May match; binds these names.
    Unknown(Vec<Name>),
}

/// A function. The spans in it count from where its statement starts, so that it stays what it is where only what stands
/// above it is another one.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) name_span: Span,
    /// Calling it runs nothing yet: `async def`, or there is a `yield` in it.
    pub(crate) lazy: bool,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) returns: Option<Expr>,
    pub(crate) body: Block,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: Name,
    pub(crate) annotation: Option<Expr>,
    pub(crate) default: Option<Expr>,
    /// `*args` or `**kwargs`.
    pub(crate) variadic: bool,
    /// `**kwargs`.
    pub(crate) keywords: bool,
    /// It is passed by its name only: it stands behind a `*`.
    pub(crate) keyword_only: bool,
}

#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: Name,
    pub(crate) name_span: Span,
    pub(crate) decorators: Vec<Expr>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) body: Block,
}
