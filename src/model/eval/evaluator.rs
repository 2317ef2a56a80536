//! The evaluation: one pass over the statements in source order, in all worlds at once.

use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::facts::Fact;
use crate::model::children::records::Spawning;
use crate::model::eval::attribute_assignments::attributes_set;
use crate::model::eval::bound_names::{Bound, Rebound, exports};
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::denied_conditions::Denied;
use crate::model::eval::function_bodies::CalledFunctions;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::journal::Journal;
use crate::model::eval::library_members::InstanceCheck;
use crate::model::eval::return_choices::Choices;
use crate::model::eval::scopes::{Scope, ScopeKind};
use crate::model::eval::stand_ins::brought_in;
use crate::model::eval::undecided_guards::{Answers, Undecided};
use crate::model::eval::user_options::Options;
use crate::model::link::call_sites::FunctionUse;
use crate::model::link::callables::Callables;
use crate::model::link::event_loops::LoopNote;
use crate::model::link::other_modules::Outside;
use crate::model::link::parameter_methods::ParameterMethod;
use crate::model::objects::events::ObjectEvent;
use crate::model::summary::uses::{Mention, Reached, Use};
use crate::model::surroundings::Surroundings;
use crate::model::value::exception::{Caught, Escapes};
use crate::model::value::{FunctionId, Partition};
use crate::syntax::ast::{Block, Expr, Name, Span};
use crate::work_counts;
use crate::world::Worlds;

/// A top-level statement's tree and where its chunk starts in the document.
pub(in crate::model) type TopLevelStatement<'t> = (usize, &'t Block);

#[derive(Clone)]
pub(in crate::model) struct Evaluator<'a> {
    pub(in crate::model) surroundings: &'a dyn Surroundings,
    /// The worlds that reach the statement being evaluated.
    pub(in crate::model) reach: Worlds,
    /// Where the chunk being evaluated starts.
    pub(in crate::model) base: usize,
    /// The innermost statement being evaluated.
    pub(in crate::model) statement: Span,
    /// The function whose body is being evaluated.
    pub(in crate::model) owner: Option<FunctionId>,
    /// What is being evaluated runs only when it is called.
    pub(in crate::model) called: bool,
    /// Above zero, nothing is recorded: a body is looked through for what it returns.
    pub(in crate::model) quiet: u32,
    /// How many statements may still be evaluated quietly.
    pub(in crate::model) fuel: u32,
    pub(in crate::model) scopes: Vec<Scope>,
    pub(in crate::model) next_scope: u32,
    pub(in crate::model) tries: Vec<TryFrame>,
    /// The handler whose body is being evaluated.
    pub(in crate::model) handling: Option<Handling>,
    pub(in crate::model) loops: Vec<Loop>,
    /// Guards around the current place that could not be decided.
    pub(in crate::model) unclear: Undecided,
    pub(in crate::model) answers: Answers,
    /// Worlds in which it is not certain that the current place is reached, guards aside.
    pub(in crate::model) doubt: Worlds,
    /// Worlds in which the current function, or the module, was left by an exception or an exit.
    pub(in crate::model) raised: Worlds,
    /// What failed for sure, and was not caught, in the current function or the module.
    pub(in crate::model) escaped: Escapes,
    pub(in crate::model) returned: Partition,
    pub(in crate::model) returned_worlds: Worlds,
    pub(in crate::model) returns: Vec<Partition>,
    /// What decides between them.
    pub(in crate::model) choices: Choices,
    /// What is taken for true of what the function is given.
    pub(in crate::model) assumed: Vec<CallCondition>,
    pub(in crate::model) functions: Vec<FunctionInfo>,
    pub(in crate::model) function_ids: HashMap<usize, FunctionId>,
    /// Those whose bodies are being looked through.
    pub(in crate::model) busy: Vec<FunctionId>,
    pub(in crate::model) journal: Journal,
    pub(in crate::model) classes: Vec<ClassInfo>,
    /// Module names that some function rebinds with `global`.
    pub(in crate::model) rebound: Rebound,
    /// The names that `__all__` offers to other modules.
    pub(in crate::model) exported: HashSet<Name>,
    /// Names in modules that the document itself assigns, such as `os.getuid`.
    pub(in crate::model) patched: HashSet<String>,
    pub(in crate::model) lazy_annotations: bool,
    pub(in crate::model) module_done: bool,
    /// Worlds in which every test of the module is skipped: `pytestmark`.
    pub(in crate::model) skipped: Worlds,
    /// Fixtures that every test of the module gets.
    pub(in crate::model) for_all_tests: Vec<FunctionId>,
    pub(in crate::model) uses: Vec<Use>,
    pub(in crate::model) mentions: Vec<Mention>,
    pub(in crate::model) reached: Vec<Reached>,
    pub(in crate::model) values: Vec<(Range<usize>, Partition)>,
    pub(in crate::model) trace: bool,
    /// What bodies change is kept, so that one can be run again.
    pub(in crate::model) remember: bool,
    pub(in crate::model) function_uses: Vec<FunctionUse>,
    pub(in crate::model) called_functions: CalledFunctions,
    pub(in crate::model) spawning: Spawning,
    /// What happens to objects of the document's classes.
    pub(in crate::model) events: Vec<ObjectEvent>,
    /// The expression whose value the statement binds.
    pub(in crate::model) source: Option<Expr>,
    pub(in crate::model) outside: Outside,
    /// Names of the module whose definitions were not evaluated.
    pub(in crate::model) left_out: HashSet<Name>,
    /// Only bodies that run while the module is imported are evaluated.
    pub(in crate::model) only_called: bool,
    /// What is named here is not used: an annotation, the class that `isinstance` asks for.
    pub(in crate::model) not_used: bool,
    /// What is around is for type checkers only.
    pub(in crate::model) for_type_checkers: bool,
    /// The worlds in which other modules use functions and classes of this one.
    pub(in crate::model) used_elsewhere: Vec<(Name, Worlds)>,
    /// The name of the module, where somebody asks what it imports.
    pub(in crate::model) importing: Option<Name>,
    /// Names that were bound by an import, if so.
    pub(in crate::model) import_names: HashSet<Name>,
    pub(in crate::model) options: Options,
    pub(in crate::model) callables: Callables,
    pub(in crate::model) event_loops: Vec<LoopNote>,
    /// Calls in functions that fail where a thread runs the function: handlers of signals.
    pub(in crate::model) signal_handlers: Vec<Use>,
    pub(in crate::model) parameter_methods: Vec<ParameterMethod>,
    /// What `isinstance` said of names around this place.
    pub(in crate::model) checked: Vec<InstanceCheck>,
    /// Conditions that do not hold any more in some worlds: whoever passed them there has left.
    pub(in crate::model) denied: Denied,
    /// What the statement binds first to the value that is evaluated.
    pub(in crate::model) bound_to: Option<Expr>,
    /// What the attribute belongs to that was evaluated last to be called.
    pub(in crate::model) receiver: Partition,
    /// The attribute that is evaluated is called.
    pub(in crate::model) is_called: bool,
    /// Attributes that are set on something else than `self`.
    pub(in crate::model) attributes_set: HashMap<Name, usize>,
    /// Modules of the standard library that come with others that are imported around here.
    pub(in crate::model) brought: Vec<&'static str>,
}

/// A `try` whose body is being evaluated.
#[derive(Clone)]
pub(in crate::model) struct TryFrame {
    pub(in crate::model) catches: Caught,
    /// What is caught and not raised again.
    pub(in crate::model) rescues: Caught,
    /// One of its handlers may catch more than we know.
    pub(in crate::model) open: bool,
    /// What failed for sure in it, and where.
    pub(in crate::model) failed: Escapes,
}

/// A loop whose body is being evaluated.
#[derive(Clone)]
pub(in crate::model) struct Loop {
    /// The worlds in which `break` leaves it.
    pub(in crate::model) breaks: Worlds,
    /// The bytes of the statement.
    pub(in crate::model) range: Range<usize>,
}

/// A handler whose body is being evaluated.
#[derive(Clone)]
pub(in crate::model) struct Handling {
    /// How many guards there were where it starts.
    pub(in crate::model) mark: usize,
    /// What it caught for sure, and where.
    pub(in crate::model) caught: Escapes,
    /// Names that the body imports, and the worlds in which that may have worked.
    pub(in crate::model) imported: Arc<HashSet<Name>>,
    pub(in crate::model) perhaps: Worlds,
}

impl<'a> Evaluator<'a> {
    pub(in crate::model) fn new(surroundings: &'a dyn Surroundings, targets: Worlds) -> Self {
        Self {
            surroundings,
            reach: targets,
            base: 0,
            statement: Span { start: 0, end: 0 },
            owner: None,
            called: false,
            quiet: 0,
            fuel: 100_000,
            scopes: Vec::new(),
            next_scope: 0,
            tries: Vec::new(),
            handling: None,
            loops: Vec::new(),
            unclear: Undecided::default(),
            answers: Answers::default(),
            doubt: Worlds::NONE,
            raised: Worlds::NONE,
            escaped: Escapes::default(),
            returned: Partition::UNKNOWN,
            returned_worlds: Worlds::NONE,
            returns: Vec::new(),
            choices: Choices::default(),
            assumed: Vec::new(),
            functions: Vec::new(),
            function_ids: HashMap::new(),
            busy: Vec::new(),
            journal: Journal::default(),
            classes: Vec::new(),
            rebound: Rebound::default(),
            exported: HashSet::new(),
            patched: HashSet::new(),
            lazy_annotations: false,
            module_done: false,
            skipped: Worlds::NONE,
            for_all_tests: Vec::new(),
            uses: Vec::new(),
            mentions: Vec::new(),
            reached: Vec::new(),
            values: Vec::new(),
            trace: false,
            remember: false,
            function_uses: Vec::new(),
            called_functions: CalledFunctions::default(),
            spawning: Spawning::default(),
            events: Vec::new(),
            source: None,
            outside: Outside::default(),
            left_out: HashSet::new(),
            only_called: false,
            not_used: false,
            for_type_checkers: false,
            used_elsewhere: Vec::new(),
            importing: None,
            import_names: HashSet::new(),
            options: Options::default(),
            callables: Callables::default(),
            event_loops: Vec::new(),
            signal_handlers: Vec::new(),
            parameter_methods: Vec::new(),
            checked: Vec::new(),
            denied: Denied::default(),
            bound_to: None,
            receiver: Partition::UNKNOWN,
            is_called: false,
            attributes_set: HashMap::new(),
            brought: Vec::new(),
        }
    }

    /// Evaluates a module, and puts together what its bodies do.
    pub(in crate::model) fn module(&mut self, pieces: &[TopLevelStatement<'_>]) {
        self.run_module(pieces);
        match self.outside.alone {
            true => self.forget_classes_found(),
            false if self.surroundings.cancelled() => {}
            false => self.put_together(),
        }
    }

    /// Runs a module: its statements first, then the bodies of its functions.
    pub(in crate::model) fn run_module(&mut self, pieces: &[TopLevelStatement<'_>]) {
        let mut bound = Bound::default();
        for (_, block) in pieces {
            bound.block(block);
            self.rebound.add(block);
            exports(block, &mut self.exported);
            self.brought.extend(brought_in(block));
            attributes_set(block, &mut self.attributes_set);
        }
        self.push_scope(ScopeKind::Module, Arc::new(bound));
        if self.remember {
            self.journal.start();
            self.scopes[0].keep_history();
        }
        for (base, block) in pieces {
            if self.surroundings.cancelled() {
                return;
            }
            self.base = *base;
            work_counts::count(|work| work.statements += 1);
            self.block(block);
        }
        self.module_done = true;
        self.unclear.truncate(0);
        let skipped = self.left_by_set_up_module() | self.left_by_all_tests();
        self.skipped |= skipped;
        self.run_pending();
    }

    /// Evaluates statements one after the other.
    pub(in crate::model) fn block(&mut self, block: &Block) {
        let denied = self.denied.mark();
        self.straight_on(block);
        // Others come past the end who did not come through it.
        self.denied.go_back(denied);
    }

    /// The same, and who left in it is still known behind it.
    pub(in crate::model) fn straight_on(&mut self, block: &Block) {
        let around = self.statement;
        let checked = self.checked.len();
        for (at, statement) in block.iter().enumerate() {
            if self.reach.is_empty() {
                self.note_unreached(&block[at..]);
                break;
            }
            if self.quiet > 0 {
                self.fuel = self.fuel.saturating_sub(1);
            } else if self.trace {
                let range = statement.span.at(self.base);
                self.reached.push(Reached {
                    range,
                    worlds: self.reach,
                    owner: self.owner,
                });
            }
            self.statement = statement.span;
            self.denied.begin(self.unclear.len());
            self.statement(statement);
        }
        self.checked.truncate(checked);
        // What is evaluated next belongs to the statement that the block is in, or is called from.
        self.statement = around;
    }

    /// Binds a name in the worlds that reach this place.
    pub(in crate::model) fn bind(&mut self, name: &Name, value: &Partition) {
        let worlds = self.reach;
        self.note_set(name, value);
        if self.checked.iter().any(|(known, _)| known == name) {
            // Until the end of the block it stands for something else.
            self.checked.push((Name::clone(name), Vec::new()));
        }
        self.note_answer(name, value);
        self.forget_denied(name);
        let scope = self.scope();
        if scope.bound.globals.contains(name) {
            return;
        }
        scope.set(name, worlds, value);
    }

    /// In a module outside of `try` and loops, whoever does not come past a guard has failed.
    pub(in crate::model) fn passed(&mut self, mark: usize) {
        if self.owner.is_none() && self.tries.is_empty() && self.loops.is_empty() {
            self.unclear.passed(mark);
        }
    }

    /// Notes that the source names something that there is a fact about.
    pub(in crate::model) fn mention(&mut self, span: Span, fact: &'static Fact) {
        if self.quiet == 0 {
            self.mentions.push(Mention {
                range: span.at(self.base),
                fact,
            });
        }
    }
}
