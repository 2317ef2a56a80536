//! What the names of a document mean, in which worlds, and which worlds reach which place.

mod arguments;
mod calls;
mod classes;
mod conditions;
mod entries;
mod evaluate;
pub(crate) mod exception;
mod expressions;
mod flags;
mod functions;
pub(crate) mod globals;
pub(crate) mod guards;
mod handed;
mod imports;
mod known;
mod leaving;
mod methods;
mod mutations;
mod named;
mod names;
mod pending;
pub(crate) mod pickling;
mod scope;
mod spawn_calls;
pub(crate) mod spawns;
pub(crate) mod start_methods;
mod statements;
mod subscripts;
mod summary;
pub mod surroundings;
mod tries;
mod unclear;
pub(crate) mod uses;
pub mod value;

use std::ops::Range;

use self::classes::ClassInfo;
use self::entries::Entries;
use self::evaluate::{Evaluator, Piece};
use self::functions::{FunctionInfo, Used};
use self::globals::GlobalUse;
use self::guards::Guard;
use self::spawns::{Make, Spawn, Thread};
use self::start_methods::{Methods, Setting, surely};
use self::surroundings::Surroundings;
use self::uses::{Mention, Reached, Use};
use self::value::{ClassId, FunctionId, Partition, Value};
use crate::facts::StartMethod;
use crate::syntax::Document;
use crate::syntax::ast::{Block, Name, Stmt};
use crate::world::Worlds;

/// Calls `visit` with every statement of the block and of all blocks in it.
pub(crate) fn each_statement<'s>(block: &'s Block, visit: &mut dyn FnMut(&'s Stmt)) {
    names::each_statement(block, true, visit);
}

/// What the evaluation of a document found.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    /// Uses that fail somewhere, in the order of the text.
    pub(crate) uses: Vec<Use<'a>>,
    /// Names that there are facts about.
    pub(crate) mentions: Vec<Mention>,
    /// Places where child processes start, or something is handed to one.
    pub(crate) spawns: Vec<Spawn<'a>>,
    /// Places where threads start.
    pub(crate) threads: Vec<Thread>,
    /// Calls of `set_start_method`.
    pub(crate) settings: Vec<Setting>,
    /// Places that read, set or change a name of the module.
    pub(crate) globals: Vec<GlobalUse>,
    /// Names of the module that are `True` in these worlds and `False` in all others.
    pub(crate) flags: Vec<(Name, Worlds)>,
    /// Which function uses which.
    calls: Vec<(FunctionId, FunctionId)>,
    makes: Vec<Make<'a>>,
    functions: Vec<FunctionInfo<'a>>,
    classes: Vec<ClassInfo<'a>>,
    worlds: Worlds,
    reached: Vec<Reached>,
    values: Vec<(Range<usize>, Partition)>,
}

impl<'a> Model<'a> {
    /// Evaluates a document in these worlds.
    pub(crate) fn of(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
    ) -> Self {
        Self::evaluate(document, surroundings, worlds, false)
    }

    /// Evaluates a document and keeps the value of every expression.
    pub(crate) fn traced(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
    ) -> Self {
        Self::evaluate(document, surroundings, worlds, true)
    }

    fn evaluate(
        document: &'a Document,
        surroundings: &'a dyn Surroundings,
        worlds: Worlds,
        trace: bool,
    ) -> Self {
        let mut evaluator = Evaluator::new(surroundings, worlds, trace);
        evaluator.module(&pieces(document));
        Self::settled(evaluator, worlds)
    }

    /// What is found, once it is known which functions run where.
    fn settled(evaluator: Evaluator<'a>, worlds: Worlds) -> Self {
        let entries = Entries::of(&evaluator);
        let calls = evaluator
            .function_uses
            .iter()
            .filter_map(|one| match (one.owner, &one.used) {
                (Some(owner), Used::Function(id)) => Some((owner, *id)),
                _ => None,
            })
            .collect();
        let flags = evaluator.flags(worlds);
        let mut model = Self {
            flags,
            uses: evaluator.uses,
            mentions: evaluator.mentions,
            spawns: evaluator.spawning.spawns,
            threads: evaluator.spawning.threads,
            settings: evaluator.spawning.settings,
            globals: evaluator.spawning.globals,
            calls,
            makes: evaluator.spawning.makes,
            functions: evaluator.functions,
            classes: evaluator.classes,
            worlds,
            reached: evaluator.reached,
            values: evaluator.values,
        };
        for one in &mut model.uses {
            if let Some(owner) = one.owner {
                one.worlds &= entries.uncaught(owner, one.exception);
                one.certain &= entries.surely(owner, one.exception);
                one.called = !entries.at_import(owner).overlaps(one.worlds);
            }
        }
        for statement in &mut model.reached {
            if let Some(owner) = statement.owner {
                statement.worlds &= entries.runs(owner);
            }
        }
        model.place_spawns(&entries);
        model.uses.retain(|one| !one.worlds.is_empty());
        for one in &mut model.uses {
            one.certain &= one.worlds;
        }
        model
            .uses
            .sort_by_key(|one| (one.range.start, one.range.end));
        model
            .reached
            .sort_by_key(|reached| (reached.range.start, reached.range.end));
        model
    }

    /// Says of each place where a process starts in which worlds it runs, and how it comes there.
    fn place_spawns(&mut self, entries: &Entries) {
        for spawn in &mut self.spawns {
            match spawn.owner {
                Some(owner) => {
                    spawn.worlds &= entries.runs(owner);
                    spawn.called = !entries.at_import(owner).overlaps(spawn.worlds);
                    if spawn.guard == Guard::Absent {
                        spawn.imported = spawn.worlds & entries.unguarded(owner);
                        spawn.entry = entries.entry(owner);
                    }
                }
                None if spawn.guard == Guard::Absent && !spawn.called => {
                    spawn.imported = spawn.worlds;
                    spawn.entry = Some(spawn.statement.clone());
                }
                None => {}
            }
        }
        self.spawns.retain(|spawn| !spawn.worlds.is_empty());
        for setting in &mut self.settings {
            match setting.owner {
                Some(owner) => {
                    setting.worlds &= entries.runs(owner);
                    setting.remote = !entries.at_import(owner).overlaps(setting.worlds);
                    if setting.guard == Guard::Absent {
                        setting.imported = setting.worlds & entries.unguarded(owner);
                    }
                }
                None if setting.guard == Guard::Absent && !setting.called => {
                    setting.imported = setting.worlds;
                }
                None => setting.remote = setting.called,
            }
        }
    }

    /// What is known of a function.
    pub(crate) fn function_info(&self, id: FunctionId) -> &FunctionInfo<'a> {
        &self.functions[id.0 as usize]
    }

    /// The functions that a function's body uses.
    pub(crate) fn called_by(&self, id: FunctionId) -> impl Iterator<Item = FunctionId> {
        let uses = self.calls.iter().filter(move |(owner, _)| *owner == id);
        uses.map(|(_, used)| *used)
    }

    /// The classes that extend `Process`, with their start methods.
    pub(crate) fn process_classes(&self) -> impl Iterator<Item = (ClassId, Methods)> {
        self.classes.iter().enumerate().filter_map(|(at, _)| {
            let id = ClassId(u32::try_from(at).ok()?);
            Some((id, self.process_methods(id)?))
        })
    }

    fn process_methods(&self, class: ClassId) -> Option<Methods> {
        let mut next = Some(class);
        for _ in 0..8 {
            let info = &self.classes[next?.0 as usize];
            if info.process.is_some() {
                return info.process.clone();
            }
            next = info.bases.first().copied();
        }
        None
    }

    /// A lock, queue or the like that belongs to a context.
    pub(crate) fn shared(&self, value: &Value) -> Option<&Make<'a>> {
        match value {
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                let limit = crate::facts::spawns::limit(&make.name)?;
                limit.while_starting.then_some(make)
            }
            Value::Items(items) => items.iter().find_map(|item| self.shared(item)),
            _ => None,
        }
    }

    /// The worlds, of these, in which a child starts by spawn or forkserver for sure.
    pub(crate) fn spawning(&self, methods: &Methods, within: Worlds) -> Worlds {
        let spawns = |method| method != StartMethod::Fork;
        surely(methods, &self.settings, within, spawns)
    }

    /// The worlds, of these, in which a child starts by fork for sure.
    pub(crate) fn forking(&self, methods: &Methods, within: Worlds) -> Worlds {
        let forks = |method| method == StartMethod::Fork;
        surely(methods, &self.settings, within, forks)
    }

    /// The worlds that reach the statement with exactly these bytes.
    pub(crate) fn reaching(&self, range: &Range<usize>) -> Option<Worlds> {
        let key = (range.start, range.end);
        let first = self
            .reached
            .partition_point(|reached| (reached.range.start, reached.range.end) < key);
        self.reached[first..]
            .iter()
            .take_while(|reached| reached.range == *range)
            .map(|reached| reached.worlds)
            .reduce(|all, worlds| all | worlds)
    }

    /// What the expression with exactly these bytes is, if the document was traced.
    pub(crate) fn value(&self, range: &Range<usize>) -> Option<&Partition> {
        let found = self.values.iter().find(|(known, _)| known == range)?;
        Some(&found.1)
    }
}

/// The top-level statements, as they are evaluated.
fn pieces(document: &Document) -> Vec<Piece<'_>> {
    document
        .statements()
        .iter()
        .map(|statement| (statement.start, statement.chunk.block()))
        .collect()
}
