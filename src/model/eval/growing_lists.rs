//! The lists that an evaluation only adds to: how long each was at a moment, and what came after that.

use std::ops::Range;

use crate::model::children::records::{
    Count, HandedValue, MadeObject, Raise, Spawn, Thread, ThreadEnd,
};
use crate::model::children::start_methods::StartMethodCall;
use crate::model::eval::classes::ClassInfo;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::functions::FunctionInfo;
use crate::model::eval::globals::{GlobalUse, SelfUse};
use crate::model::eval::user_options::Told;
use crate::model::link::call_sites::FunctionUse;
use crate::model::link::event_loops::LoopNote;
use crate::model::link::other_modules::Module;
use crate::model::objects::events::{AddedAttribute, ObjectEvent};
use crate::model::summary::calls::{Call, ImportedCall};
use crate::model::summary::uses::{Mention, Reached, Use};
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{ClassId, FunctionId, Partition};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// Names each list, what is in it and where it is.
macro_rules! lists {
    ($($name:ident: $item:ty = $($path:ident).+;)*) => {
        /// How long each list is.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(in crate::model) struct Lengths {
            $(pub(in crate::model) $name: usize,)*
        }

        /// What was cut off each list.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(in crate::model) struct Lists {
            $(pub(in crate::model) $name: Vec<$item>,)*
        }

        impl Lengths {
            /// Those of now.
            pub(in crate::model) fn of(evaluator: &Evaluator<'_>) -> Self {
                Self { $($name: evaluator.$($path).+.len(),)* }
            }

            /// Those where what came before has another length.
            pub(in crate::model) fn moved(&self, old: &Self, new: &Self) -> Self {
                Self { $($name: self.$name + new.$name - old.$name,)* }
            }
        }

        impl Lists {
            /// Cuts off all that came after this moment.
            pub(in crate::model) fn cut(evaluator: &mut Evaluator<'_>, from: &Lengths) -> Self {
                Self { $($name: evaluator.$($path).+.split_off(from.$name),)* }
            }

            /// Copies all that came after this moment.
            pub(in crate::model) fn copy(evaluator: &Evaluator<'_>, from: &Lengths) -> Self {
                Self { $($name: evaluator.$($path).+[from.$name..].to_vec(),)* }
            }

            /// Adds it again.
            pub(in crate::model) fn append(self, evaluator: &mut Evaluator<'_>) {
                $(evaluator.$($path).+.extend(self.$name);)*
            }
        }

        impl Shiftable for Lists {
            fn shift(&mut self, shift: &Shift) {
                $(self.$name.shift(shift);)*
            }
        }

        /// Moves every list of an evaluation.
        pub(in crate::model) fn shift_all(evaluator: &mut Evaluator<'_>, shift: &Shift) {
            $(evaluator.$($path).+.shift(shift);)*
        }
    };
}

impl Lists {
    /// Whether one of the places that a message may show in the words of the text touches these bytes, child processes
    /// aside.
    pub(in crate::model) fn quotes(&self, bytes: &Range<usize>) -> bool {
        let touches = |range: &Range<usize>| range.start <= bytes.end && bytes.start <= range.end;
        self.uses.iter().any(|usage| touches(&usage.statement))
    }

    /// The same for messages about child processes.
    pub(in crate::model) fn quotes_for_children(&self, bytes: &Range<usize>) -> bool {
        let touches = |range: &Range<usize>| range.start <= bytes.end && bytes.start <= range.end;
        let spawns = self.spawns.iter().chain(&self.awaiting);
        spawns.into_iter().any(|spawn| touches(&spawn.statement))
            || self.calls.iter().any(|call| touches(&call.statement))
            || self
                .imported_calls
                .iter()
                .any(|call| touches(&call.call.statement))
            || self.makes.iter().any(|made| touches(&made.range))
            || self.settings.iter().any(|setting| touches(&setting.range))
            || self.counts.iter().any(|count| touches(&count.range))
            || self.globals.iter().any(|global| touches(&global.range))
    }

    /// Whether a child process is started, about which rules look at the loops around it themselves.
    pub(in crate::model) fn starts_children(&self) -> bool {
        !self.spawns.is_empty()
    }

    /// What is found from these lists where those say the same that are not here.
    pub(in crate::model) fn likeness(&self, other: &Self) -> Likeness {
        let Self {
            functions,
            classes,
            makes,
            fixed,
            for_all_tests,
            modules,
            imports,
            outside_spawns,
            outside_calls,
            uses,
            // What fixes and hovers look at.
            mentions: _,
            reached: _,
            values: _,
            function_uses,
            events,
            spawns,
            awaiting,
            calls,
            imported_calls,
            settings,
            threads,
            forks,
            ends,
            counts,
            globals,
            self_uses,
            words,
            run_here,
            execs,
            raises,
            registered,
            main_loops,
            thread_ends,
            added,
            event_loops,
            told,
            answering,
            offered,
        } = self;
        let leads_alike = |other: &[FunctionUse]| {
            let mut pairs = function_uses.iter().zip(other);
            function_uses.len() == other.len() && pairs.all(|(own, other)| own.leads_alike(other))
        };
        let is_found_alike = *functions == other.functions
            && *classes == other.classes
            && *makes == other.makes
            && *fixed == other.fixed
            && *for_all_tests == other.for_all_tests
            && *modules == other.modules
            && *imports == other.imports
            && *outside_spawns == other.outside_spawns
            && *outside_calls == other.outside_calls
            && *uses == other.uses
            && *spawns == other.spawns
            && *awaiting == other.awaiting
            && *imported_calls == other.imported_calls
            && *settings == other.settings
            && *threads == other.threads
            && *forks == other.forks
            && *ends == other.ends
            && *counts == other.counts
            && *registered == other.registered
            && *main_loops == other.main_loops
            && *event_loops == other.event_loops
            && *told == other.told
            && *answering == other.answering
            && *offered == other.offered
            && leads_alike(&other.function_uses);
        let is_alike_for_children = *function_uses == other.function_uses
            && *events == other.events
            && *calls == other.calls
            && *globals == other.globals
            && *self_uses == other.self_uses
            && *words == other.words
            && *run_here == other.run_here
            && *execs == other.execs
            && *raises == other.raises
            && *thread_ends == other.thread_ends
            && *added == other.added;
        match (is_found_alike, is_alike_for_children) {
            (true, true) => Likeness::Same,
            (true, false) => Likeness::SameWithoutChildren,
            (false, _) => Likeness::Different,
        }
    }

    /// Whether those who come later see no difference.
    pub(in crate::model) fn seen_alike(&self, other: &Self) -> bool {
        self.functions == other.functions
            && self.classes == other.classes
            && self.makes == other.makes
            && self.fixed == other.fixed
            && self.for_all_tests == other.for_all_tests
            && self.modules == other.modules
            && self.imports == other.imports
            && self.outside_spawns == other.outside_spawns
            && self.outside_calls == other.outside_calls
            && self.registered == other.registered
            && self.answering == other.answering
            && self.offered == other.offered
    }
}

/// Whether two evaluations of a body lead to the same findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::model) enum Likeness {
    /// They do.
    Same,
    /// They do where nothing starts a child process.
    SameWithoutChildren,
    /// They may not.
    Different,
}

lists! {
    functions: FunctionInfo = functions;
    classes: ClassInfo = classes;
    makes: MadeObject = spawning.makes;
    fixed: (Option<FunctionId>, Worlds, Range<usize>) = spawning.fixed;
    for_all_tests: FunctionId = for_all_tests;
    modules: Module = outside.modules;
    imports: Name = outside.imports;
    outside_spawns: Spawn = outside.spawns;
    outside_calls: ImportedCall = outside.calls;
    uses: Use = uses;
    mentions: Mention = mentions;
    reached: Reached = reached;
    values: (Range<usize>, Partition) = values;
    function_uses: FunctionUse = function_uses;
    events: ObjectEvent = events;
    spawns: Spawn = spawning.spawns;
    awaiting: Spawn = spawning.awaiting;
    calls: Call = spawning.calls;
    imported_calls: ImportedCall = spawning.imported_calls;
    settings: StartMethodCall = spawning.settings;
    threads: Thread = spawning.threads;
    forks: Thread = spawning.forks;
    ends: (Range<usize>, Worlds) = spawning.ends;
    counts: Count = spawning.counts;
    globals: GlobalUse = spawning.globals;
    self_uses: SelfUse = spawning.self_uses;
    words: Name = spawning.words;
    run_here: Range<usize> = spawning.run_here;
    execs: (Option<FunctionId>, Range<usize>) = spawning.execs;
    raises: Raise = spawning.raises;
    registered: (ClassId, HandedValue) = spawning.registered;
    main_loops: (Range<usize>, Worlds, Option<FunctionId>) = spawning.loops;
    thread_ends: ThreadEnd = spawning.thread_ends;
    added: AddedAttribute = spawning.added;
    event_loops: LoopNote = event_loops;
    told: Told = options.told;
    answering: crate::syntax::ast::Name = options.answering;
    offered: (Name, Worlds) = options.offered;
}
