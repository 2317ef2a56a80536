//! The lists that an evaluation only adds to: how long each was at a moment, and what came after that.

use std::ops::Range;

use crate::facts::lists::{RENAMES, THREADS};
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
use crate::model::link::parameter_methods::ParameterMethod;
use crate::model::link::paths_to_failures::PathsToFailures;
use crate::model::link::registries::StoredItem;
use crate::model::objects::events::{AddedAttribute, ObjectEvent};
use crate::model::summary::calls::{Call, ImportedCall};
use crate::model::summary::uses::{Mention, Reached, Use};
use crate::model::value::shift::{Shift, Shiftable};
use crate::model::value::{ClassId, FunctionId, Partition};
use crate::syntax::ast::Name;
use crate::world::Worlds;

/// Names each list by who looks at it first, what is in it and where it is.
macro_rules! lists {
    (
        numbered { $($numbered:tt)* }
        seen_later { $($seen:tt)* }
        found { $($found:tt)* }
        for_options { $($options:tt)* }
        for_children { $($children:tt)* }
        for_fixes { $($fixes:tt)* }
    ) => {
        all_lists! { $($numbered)* $($seen)* $($found)* $($options)* $($children)* $($fixes)* }
        comparison! {
            /// Whether those who come later see no difference.
            pub(in crate::model) seen_alike { $($seen)* }
        }
        comparison! {
            /// Whether rules see no difference, those about child processes aside.
            found_alike { $($found)* }
        }
        comparison! {
            /// Whether calls tell parameters the same about the platform.
            tell_alike { $($options)* }
        }
        comparison! {
            /// Whether rules about child processes see none.
            alike_for_children { $($children)* }
        }
    };
}

/// Compares some of the lists.
macro_rules! comparison {
    (
        $(#[$text:meta])* $visibility:vis $compare:ident
        { $($name:ident: $item:ty = $($path:ident).+;)* }
    ) => {
        impl Lists {
            $(#[$text])*
            $visibility fn $compare(&self, other: &Self) -> bool {
                $(self.$name == other.$name)&&*
            }
        }
    };
}

macro_rules! all_lists {
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

        /// What is left of what was cut off each list.
        pub(in crate::model) struct LaterLists {
            $($name: std::vec::IntoIter<$item>,)*
        }

        impl From<Lists> for LaterLists {
            fn from(lists: Lists) -> Self {
                Self { $($name: lists.$name.into_iter(),)* }
            }
        }

        impl LaterLists {
            /// Takes what came between two moments.
            pub(in crate::model) fn take(&mut self, from: &Lengths, to: &Lengths) -> Lists {
                Lists {
                    $($name: self.$name.by_ref().take(to.$name - from.$name).collect(),)*
                }
            }
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

            /// How long each is.
            pub(in crate::model) fn lengths(&self) -> Lengths {
                Lengths { $($name: self.$name.len(),)* }
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

/// Whether two ranges overlap, or one ends where the other begins.
fn touch(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

impl Lists {
    /// Whether one of the places that a message may show in the words of the text touches these bytes, child processes
    /// aside.
    pub(in crate::model) fn quotes(&self, bytes: &Range<usize>) -> bool {
        let mut uses = self.uses.iter();
        uses.any(|usage| touch(&usage.statement, bytes))
    }

    /// The same for messages about child processes.
    pub(in crate::model) fn quotes_for_children(&self, bytes: &Range<usize>) -> bool {
        let touches = |range: &Range<usize>| touch(range, bytes);
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

    /// What is the same of what is found, where something that a message may quote touches these bytes or not.
    pub(in crate::model) fn quoted(&self, bytes: &Range<usize>) -> Likeness {
        if self.starts_children_or_threads() || self.renames() || self.quotes(bytes) {
            Likeness::Different
        } else if self.quotes_for_children(bytes) {
            Likeness::SameWithoutChildren
        } else {
            Likeness::Same
        }
    }

    /// Whether a thread is made: who runs in one is asked of all of them.
    fn makes_threads(&self) -> bool {
        let mut makes = self.makes.iter();
        makes.any(|make| THREADS.has(&make.name))
    }

    /// Whether a file is renamed: rules look at all that is done with it there.
    fn renames(&self) -> bool {
        let mut names = self.uses.iter().filter_map(|usage| usage.site.fact());
        names.any(|fact| RENAMES.has(fact.name))
    }

    /// Whether a child process or a thread is started: rules look at the statements around that themselves.
    fn starts_children_or_threads(&self) -> bool {
        !self.spawns.is_empty() || !self.threads.is_empty()
    }

    /// Whether the same is found from these lists, where those who come later see no difference; `changed`: which things
    /// are made is not the same.
    pub(in crate::model) fn likeness(
        &self,
        other: &Self,
        changed: bool,
        paths: &PathsToFailures,
    ) -> Likeness {
        let threads = changed && (self.makes_threads() || other.makes_threads());
        let leads_alike = self.leads_alike(other, paths) && self.given_alike(other, paths);
        match leads_alike && !threads && self.found_alike(other) {
            false => Likeness::Different,
            true if !changed && self.tell_alike(other) && self.alike_for_children(other) => {
                Likeness::Same
            }
            true => Likeness::SameWithoutChildren,
        }
    }

    /// Whether the functions that lead to a failure are given the same, where that decides whether it comes to that.
    fn given_alike(&self, other: &Self, paths: &PathsToFailures) -> bool {
        let of_call = |call: &&Call| paths.depend_on_arguments_of(call.callee);
        let of_told = |told: &&Told| paths.depend_on_arguments_of(told.to.0);
        let calls = self.calls.iter().filter(of_call);
        let told = self.told.iter().filter(of_told);
        calls.eq(other.calls.iter().filter(of_call)) && told.eq(other.told.iter().filter(of_told))
    }

    /// Whether the same functions are used of those that lead to a failure.
    fn leads_alike(&self, other: &Self, paths: &PathsToFailures) -> bool {
        let mut own = self
            .function_uses
            .iter()
            .filter(|usage| paths.include(usage));
        let mut others = other
            .function_uses
            .iter()
            .filter(|usage| paths.include(usage));
        let alike =
            |usage: &FunctionUse| others.next().is_some_and(|other| usage.leads_alike(other));
        own.all(alike) && others.next().is_none()
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
    numbered {
        makes: MadeObject = spawning.makes;
    }
    seen_later {
        functions: FunctionInfo = functions;
        classes: ClassInfo = classes;
        fixed: (Option<FunctionId>, Worlds, Range<usize>) = spawning.fixed;
        for_all_tests: FunctionId = for_all_tests;
        modules: Module = outside.modules;
        imports: Name = outside.imports;
        outside_spawns: Spawn = outside.spawns;
        outside_calls: ImportedCall = outside.calls;
        registered: (Option<ClassId>, HandedValue) = spawning.registered;
        answering: crate::syntax::ast::Name = options.answering;
        offered: (Name, Worlds) = options.offered;
    }
    found {
        uses: Use = uses;
        spawns: Spawn = spawning.spawns;
        awaiting: Spawn = spawning.awaiting;
        imported_calls: ImportedCall = spawning.imported_calls;
        settings: StartMethodCall = spawning.settings;
        threads: Thread = spawning.threads;
        forks: Thread = spawning.forks;
        ends: (Range<usize>, Worlds) = spawning.ends;
        counts: Count = spawning.counts;
        main_loops: (Range<usize>, Worlds, Option<FunctionId>) = spawning.loops;
        event_loops: LoopNote = event_loops;
        signal_handlers: Use = signal_handlers;
        parameter_methods: ParameterMethod = parameter_methods;
    }
    for_options {
        told: Told = options.told;
    }
    for_children {
        function_uses: FunctionUse = function_uses;
        events: ObjectEvent = events;
        calls: Call = spawning.calls;
        globals: GlobalUse = spawning.globals;
        self_uses: SelfUse = spawning.self_uses;
        stored: StoredItem = spawning.stored;
        words: Name = spawning.words;
        run_here: Range<usize> = spawning.run_here;
        execs: (Option<FunctionId>, Range<usize>) = spawning.execs;
        raises: Raise = spawning.raises;
        thread_ends: ThreadEnd = spawning.thread_ends;
        added: AddedAttribute = spawning.added;
    }
    for_fixes {
        mentions: Mention = mentions;
        reached: Reached = reached;
        values: (Range<usize>, Partition) = values;
    }
}
