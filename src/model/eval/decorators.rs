//! Decorators: what they make of a function or class, and the tests that they skip.

use crate::facts;
use crate::facts::lists;
use crate::facts::spawns::command;
use crate::model::eval::classes::TESTS;
use crate::model::eval::condition_words::is_about_platforms;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::fixtures::{is_fixture, is_for_all};
use crate::model::eval::platform_words::words;
use crate::model::eval::scopes::Environment;
use crate::model::eval::undecided_guards::Unclear;
use crate::model::link::other_modules::is_outside;
use crate::model::objects::class_ancestors::is_static;
use crate::model::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Expr, ExprKind};
use crate::world::Worlds;

/// What the decorators of a function or class do.
#[derive(Default)]
pub(in crate::model) struct Decorators {
    /// One that may do anything with the function.
    pub(in crate::model) unknown: bool,
    /// One that puts a command in its place: which, and what that is.
    pub(in crate::model) command: Option<(usize, &'static str)>,
    pub(in crate::model) property: bool,
    /// It adds to a property that has the name already: `@uid.setter`.
    pub(in crate::model) adds_to_property: bool,
    /// It makes a fixture of pytest.
    pub(in crate::model) fixture: bool,
    /// Which every test gets.
    pub(in crate::model) for_all_tests: bool,
    /// Worlds in which the test is skipped, or the function is not kept.
    pub(in crate::model) skipped: Worlds,
    /// Those that may skip it, by their words.
    pub(in crate::model) unclear: Vec<Unclear>,
}

impl Evaluator<'_> {
    pub(in crate::model) fn decorators(&mut self, decorators: &[Expr]) -> Decorators {
        let mut result = Decorators::default();
        for (at, decorator) in decorators.iter().enumerate() {
            let value = self.eval(decorator);
            self.note_decoration(decorator, &value);
            let made = self.decorated(&value);
            let skipped = self.skips(&made, self.reach);
            result.skipped |= skipped;
            let undecided = made.worlds(self.reach, |made| !decides(made));
            if !undecided.is_empty() {
                let unclear = Unclear::new(decorator, undecided);
                if is_about_platforms(decorator) {
                    result.unclear.push(unclear);
                } else if demands(decorator) {
                    result.unclear.push(unclear.about_platforms());
                }
            }
            let callee = match &decorator.kind {
                ExprKind::Call { function, .. } => self.quietly(|this| this.eval(function)),
                _ => value,
            };
            match callee.single(self.reach) {
                Some(Value::Symbol(name)) if lists::TRANSPARENT_DECORATORS.has(name) => {
                    result.property |= name.ends_with("property");
                }
                Some(Value::Symbol(name)) if is_fixture(name) => {
                    result.fixture = true;
                    result.for_all_tests |= is_for_all(decorator);
                }
                Some(Value::Symbol(name)) if command(name).is_some() => {
                    result.command = command(name).map(|class| (at, class));
                    result.unknown = true;
                }
                // `@timer(3)`: its context is entered around every call.
                Some(Value::Function(id)) if self.manages_context(*id) => {}
                // Marks of pytest leave the function what it is.
                Some(Value::Symbol(name)) if name.starts_with("pytest.mark.") => {}
                _ if !skipped.is_empty() => {}
                // What becomes of the function here is known, and may be something else.
                Some(Value::Class(_) | Value::Function(_)) => result.unknown = true,
                _ if remembers(decorator) => {}
                _ => {
                    let adds = matches!(&decorator.kind, ExprKind::Attribute { name, .. }
                        if matches!(&**name, "setter" | "getter" | "deleter"));
                    result.unknown |= !adds;
                    result.adds_to_property |= matches!(&decorator.kind, ExprKind::Attribute { name, .. }
                        if matches!(&**name, "setter" | "deleter"));
                }
            }
        }
        result
    }

    /// Notes that a decorator is called with what stands below it.
    fn note_decoration(&mut self, decorator: &Expr, value: &Partition) {
        let name = match &decorator.kind {
            ExprKind::Name(name) | ExprKind::Attribute { name, .. } => name,
            _ => "",
        };
        let value = self.known(value.clone());
        self.note_function_use(&value, true, name);
    }

    /// Whether a function of the document gives context managers, which are decorators too.
    fn manages_context(&mut self, id: FunctionId) -> bool {
        let function = self.function_of(id);
        function.decorators.iter().any(|decorator| {
            let value = self.aside(decorator);
            matches!(value.single(self.reach), Some(Value::Symbol(name))
                if &**name == "contextlib.contextmanager")
        })
    }

    /// What a decorator makes of a function, as far as that tells where the function runs: a
    /// function of the document may leave nothing of it in some worlds.
    fn decorated(&mut self, decorator: &Partition) -> Partition {
        let made = match decorator.single(self.reach) {
            Some(Value::Function(id)) => self.outcome(*id).value,
            Some(Value::Returns(made)) => (**made).clone(),
            _ => return decorator.clone(),
        };
        let nothing = made.worlds(self.reach, |made| *made == Value::None);
        if nothing == self.reach {
            // It keeps the function somewhere else.
            return Partition::UNKNOWN;
        }
        let mut made = made;
        made.set(nothing, &Partition::always(Value::Skip));
        made
    }

    /// The worlds in which a decorator, or a list of marks, skips a test.
    pub(in crate::model) fn skips(&self, value: &Partition, within: Worlds) -> Worlds {
        value.worlds(within, Value::skips)
    }

    /// The worlds in which a method does not run because the class's `setUp` skips or fails.
    pub(in crate::model) fn skipped_by_set_up(&mut self, id: FunctionId) -> Worlds {
        let info = &self.functions[id.0 as usize];
        match info.class {
            Some(class) if !lists::SET_UP_METHODS.has(&info.function.name) => {
                self.left_by_set_up(class)
            }
            _ => Worlds::NONE,
        }
    }

    /// The worlds in which a method does not run because the constructor of its class lets nobody make an object.
    pub(in crate::model) fn refused_by_constructor(&mut self, id: FunctionId) -> Worlds {
        let info = &self.functions[id.0 as usize];
        let constructs = matches!(&*info.function.name, "__init__" | "__new__");
        let Some(class) = info.class.filter(|_| !is_static(&info.function)) else {
            return Worlds::NONE;
        };
        match constructs {
            true => self.classes[class.0 as usize].refused_by_flag,
            false => self.classes[class.0 as usize].refused_by_flag | self.refused_by_init(class),
        }
    }

    /// The worlds in which the tests of a class are skipped: `pytestmark`, and `skip = "not for Windows"` as trial has it.
    pub(in crate::model) fn skipped_by_attributes(&self, attributes: &Environment) -> Worlds {
        let mark = attributes.get("pytestmark");
        let marked = mark.map_or(Worlds::NONE, |mark| self.skips(mark, self.reach));
        let mut names = attributes.keys();
        let reason = attributes
            .get("skip")
            .filter(|_| names.any(|name| name.starts_with("test")));
        let says = |value: &Value| matches!(value, Value::Str(_)) || value.is_open();
        marked | reason.map_or(Worlds::NONE, |reason| reason.worlds(self.reach, says))
    }

    fn refused_by_init(&mut self, class: ClassId) -> Worlds {
        let constructor = self.classes[class.0 as usize].attributes.get("__init__");
        let constructor = constructor.and_then(|found| functions(found).next());
        constructor.map_or(Worlds::NONE, |constructor| {
            !self.outcome(constructor).comes_back
        })
    }

    fn left_by_set_up(&mut self, class: ClassId) -> Worlds {
        let info = &self.classes[class.0 as usize];
        if let Some(left) = info.left_by_set_up {
            return left;
        }
        let own = lists::SET_UP_METHODS
            .names()
            .iter()
            .filter_map(|name| info.attributes.get(*name));
        let own: Vec<FunctionId> = own.flat_map(functions).collect();
        let bases = info.bases.clone();
        // Until it is known: a class that seems to extend itself.
        self.class_mut(class).left_by_set_up = Some(Worlds::NONE);
        let mut left = Worlds::NONE;
        for id in own {
            left |= !self.outcome(id).comes_back;
        }
        for base in bases {
            left |= self.left_by_set_up(base);
        }
        self.class_mut(class).left_by_set_up = Some(left);
        left
    }

    /// The worlds in which every test of a test module is skipped: what stands beside them is there for them.
    pub(in crate::model) fn left_by_all_tests(&self) -> Worlds {
        let last = self
            .surroundings
            .module_name()
            .and_then(|name| name.rsplit('.').next());
        let is_test_module =
            last.is_some_and(|last| last.starts_with("test_") || last.ends_with("_test"));
        let tests = self.functions.iter().filter(|info| {
            is_test_module
                && info.function.name.starts_with("test")
                && !is_outside(&info.name_range())
        });
        let run = tests.map(|info| info.defined - info.unclear.doubtful());
        let run = run.reduce(|all, worlds| all | worlds);
        run.map_or(Worlds::NONE, |run| !run)
    }

    /// The worlds in which no test of the module runs because `setUpModule` skips or fails.
    pub(in crate::model) fn left_by_set_up_module(&mut self) -> Worlds {
        let module = self.scopes.first();
        let found = lists::SET_UP_FUNCTIONS
            .names()
            .iter()
            .filter_map(|name| module?.environment.get(*name));
        let ids: Vec<FunctionId> = found.flat_map(functions).collect();
        ids.into_iter()
            .fold(Worlds::NONE, |left, id| left | !self.outcome(id).comes_back)
    }
}

/// Whether the name of a class's attribute asks whether the class works here, and nothing more special.
fn says_whether_it_works(name: &str) -> bool {
    const WORDS: &[&str] = &["available", "enabled", "is", "supported", "usable", "works"];
    let said = words(name.trim_start_matches('_'));
    said.iter().all(|word| WORDS.contains(&word.as_str())) && name.len() > "is".len()
}

/// Whether a decorator says in its name that the test needs what only some platforms have: `@require.proc`,
/// `@needs_fork`.
fn demands(decorator: &Expr) -> bool {
    const DEMANDS: &[&str] = &[
        "need", "needs", "only", "require", "required", "requires", "skip",
    ];
    let mut said = Vec::new();
    let mut names_module = false;
    let mut next = match &decorator.kind {
        ExprKind::Call {
            function,
            arguments,
        } => {
            // `@require_module("win32con")`
            names_module = arguments.iter().any(|argument| match &argument.value.kind {
                ExprKind::Str(text) => facts::is_module(text) && facts::fact(text).is_some(),
                _ => false,
            });
            Some(function)
        }
        _ => Some(decorator),
    };
    while let Some(expr) = next {
        next = None;
        if let ExprKind::Name(name) = &expr.kind {
            said.extend(words(name));
        } else if let ExprKind::Attribute { object, name } = &expr.kind {
            said.extend(words(name));
            next = Some(object);
        }
    }
    let is_it = |word: &String| {
        lists::PLATFORM_MECHANISMS.has(word)
            || lists::PLATFORM_FEATURES.has(word)
            || is_version_of_python(word)
    };
    said.iter().any(|word| DEMANDS.contains(&&**word)) && (names_module || said.iter().any(is_it))
}

/// `python312`, `py310`
fn is_version_of_python(word: &str) -> bool {
    let digits = word.strip_prefix("python").or(word.strip_prefix("py"));
    digits.is_some_and(|digits| digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether it is a mark that skips the test, or one whose condition does not hold.
fn decides(made: &Value) -> bool {
    match made {
        Value::Skip => true,
        Value::Symbol(name) => &**name == "pytest.mark.none",
        _ => false,
    }
}

/// The worlds in which a class extends nothing, and has no tests then: `Base = TestCase if has_kqueue() else object`.
pub(super) fn left_by_base(base: &Partition, within: Worlds) -> Worlds {
    let is_test = |base: &Value| matches!(base, Value::Symbol(name) if TESTS.contains(&&**name));
    let is_plain =
        |base: &Value| matches!(base, Value::Symbol(name) if &**name == "builtins.object");
    match base.worlds(within, is_test).is_empty() {
        true => Worlds::NONE,
        false => base.worlds(within, is_plain),
    }
}

fn functions(value: &Partition) -> impl Iterator<Item = FunctionId> {
    value
        .parts(Worlds::ALL)
        .filter_map(|(_, value)| match value {
            Value::Function(id) => Some(*id),
            _ => None,
        })
}

/// The worlds in which a class with these attributes says of itself that it does not work:
/// `SUPPORTED = hasattr(select, "kqueue")`.
pub(in crate::model) fn refused_by_flag(attributes: &Environment) -> Worlds {
    let attributes = attributes.iter();
    let flags = attributes.filter(|(name, _)| says_whether_it_works(name));
    flags.fold(Worlds::NONE, |refused, (_, value)| {
        let (when_true, when_false) = value.split(Worlds::ALL);
        // One that is the same everywhere says nothing about platforms.
        match (when_true - when_false).is_empty() {
            true => refused,
            false => refused | (when_false - when_true),
        }
    })
}

/// Whether a decorator, by its name, keeps what the function gave once: `@memoize`.
fn remembers(decorator: &Expr) -> bool {
    let called = match &decorator.kind {
        ExprKind::Call { function, .. } => function,
        _ => decorator,
    };
    let (ExprKind::Name(name) | ExprKind::Attribute { name, .. }) = &called.kind else {
        return false;
    };
    name.contains("memoi") || matches!(&**name, "cache" | "cached" | "lru_cache" | "run_once")
}
