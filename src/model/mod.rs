//! What the names of a document mean, in which worlds, and which worlds reach which place.

pub(crate) mod children;
pub(crate) mod eval;
pub(crate) mod incremental;
pub(crate) mod limits;
pub(crate) mod link;
pub(crate) mod objects;
pub(crate) mod summary;
pub mod surroundings;
pub mod value;

use std::ops::Range;

use foldhash::{HashMap, HashSet, HashSetExt};

use self::children::records::{Count, MadeObject, Raise, Spawn, Thread, ThreadEnd};
use self::children::spawn_index::SpawnIndex;
use self::children::start_methods::{Defaults, Methods, StartMethodCall};
use self::eval::classes::{ClassInfo, process_methods};
use self::eval::evaluator::{Evaluator, TopLevelStatement};
use self::eval::functions::FunctionInfo;
use self::eval::globals::{GlobalUse, SelfUse};
use self::incremental::EvaluationMode;
use self::link::call_sites::FunctionUse;
use self::link::function_uses::FunctionUses;
use self::link::import_sites::ImportSite;
use self::link::other_module_uses::OutermostDefinitions;
use self::link::other_modules::ModulePlaces;
use self::link::rebinding::bound_again;
use self::objects::class_ancestors::extending;
use self::objects::constructed_objects::ConstructedObjects;
use self::objects::event_index::EventIndex;
use self::objects::events::{AddedAttribute, ObjectEvent};
use self::objects::replayed_bodies::ReplayedBodies;
use self::summary::uses::{Mention, Reached, Use};
use self::surroundings::Surroundings;
use self::value::shared_collections::Digest;
use self::value::{ClassId, FunctionId, Partition, Value};
use crate::syntax::ast::{Block, Name, Stmt, StmtKind};
use crate::syntax::{Document, Mark};
use crate::work_counts;
use crate::world::Worlds;

/// Calls `visit` with every statement of the block and of all blocks in it.
pub(crate) fn each_statement<'s>(block: &'s Block, visit: &mut dyn FnMut(&'s Stmt)) {
    eval::bound_names::each_statement(block, true, visit);
}

/// The same, each with the byte from which its spans count: those of the block count from `base`.
pub(crate) fn each_placed_statement<'s>(
    block: &'s Block,
    base: usize,
    visit: &mut dyn FnMut(usize, &'s Stmt),
) {
    eval::bound_names::each_statement(block, false, &mut |statement| {
        visit(base, statement);
        match &statement.kind {
            StmtKind::Function(function) => {
                let start = statement.span.at(base).start;
                each_placed_statement(&function.body, start, visit);
            }
            StmtKind::Class(class) => each_placed_statement(&class.body, base, visit),
            _ => {}
        }
    });
}

/// What the evaluation of a document found.
#[derive(Debug)]
pub(crate) struct Model {
    /// Uses that fail somewhere, in the order of the text.
    pub(crate) uses: Vec<Use>,
    /// Names that there are facts about.
    pub(crate) mentions: Vec<Mention>,
    /// Places where child processes start, or something is handed to one.
    pub(crate) spawns: Vec<Spawn>,
    /// Calls that hand over something to a child that a function starts.
    pub(crate) lifted: Vec<Spawn>,
    /// Children that functions of other modules start.
    pub(crate) outside: Vec<Spawn>,
    /// What places in other modules are.
    pub(crate) places: ModulePlaces,
    /// The calls of `spawns` and `outside`, by place.
    spawn_index: SpawnIndex,
    /// Places where threads start.
    pub(crate) threads: Vec<Thread>,
    thread_ends: Vec<ThreadEnd>,
    /// Calls that make another program of the process.
    execs: Vec<(Option<FunctionId>, Range<usize>)>,
    /// Words in the code that turn on something for all of the module, and those in others.
    words: HashSet<Name>,
    words_outside: HashSet<Name>,
    /// Processes whose `run` is called in place of `start`.
    run_here: Vec<Range<usize>>,
    /// Exceptions that functions raise.
    raises: Vec<Raise>,
    /// Calls at the top level that come back only when the program ends.
    loops: Vec<(Range<usize>, Worlds, Option<FunctionId>)>,
    /// Places that fork without `multiprocessing`.
    pub(crate) forks: Vec<Thread>,
    /// Statements that end the module, whichever process runs it.
    pub(crate) ends: Vec<(Range<usize>, Worlds)>,
    /// Numbers of workers that nothing bounds.
    pub(crate) counts: Vec<Count>,
    /// Calls of `set_start_method`.
    pub(crate) settings: Vec<StartMethodCall>,
    /// Places that read, set or change a part of a module's state.
    globals: Vec<GlobalUse>,
    /// What methods do with the attributes of their objects.
    self_uses: Vec<SelfUse>,
    /// Names of the module that are `True` in these worlds and `False` in all others.
    pub(crate) flags: Vec<(Name, Worlds)>,
    /// What is imported and where that is used, if somebody asked for it.
    pub(crate) importing: Vec<ImportSite>,
    /// Functions and classes of the top level in which something fails where they are used.
    pub(crate) failing_inside: Vec<Name>,
    /// The worlds in which other modules use functions and classes of this one.
    pub(crate) used_elsewhere: Vec<(Name, Worlds)>,
    /// The functions and classes of the top level.
    pub(crate) outermost: OutermostDefinitions,
    /// Which function uses which, and where.
    function_uses: FunctionUses,
    /// What modules that import the document use of it and of each other.
    importer_uses: FunctionUses,
    /// What happens to objects of the document's classes, by the function that does it.
    events: Vec<ObjectEvent>,
    /// What is set of things that keep what they are made with.
    added: Vec<AddedAttribute>,
    /// The classes that extend each class of the document.
    extending: HashMap<ClassId, Vec<ClassId>>,
    /// The functions whose name means something else in the end.
    bound_again: Vec<bool>,
    /// The worlds in which each function's body runs.
    runs: Vec<Worlds>,
    /// Those in which it runs while the module is imported, whichever process does that.
    unguarded: Vec<Worlds>,
    /// What the default start method does, as it is set.
    defaults: Defaults,
    makes: Vec<MadeObject>,
    constructed: ConstructedObjects,
    replayed: ReplayedBodies,
    event_index: EventIndex,
    /// Methods that are called more than once on one object.
    repeated: HashSet<FunctionId>,
    functions: Vec<FunctionInfo>,
    classes: Vec<ClassInfo>,
    worlds: Worlds,
    reached: Vec<Reached>,
    values: Vec<(Range<usize>, Partition)>,
}

impl Model {
    /// Evaluates a document in these worlds.
    pub(crate) fn of(document: &Document, surroundings: &dyn Surroundings, worlds: Worlds) -> Self {
        Self::of_pass(document, surroundings, &EvaluationMode::First(worlds))
    }

    /// What is found, once what bodies do is put together.
    pub(in crate::model) fn linked(mut evaluator: Evaluator<'_>, worlds: Worlds) -> Self {
        if !evaluator.surroundings.cancelled() {
            evaluator.put_together();
        }
        Self::settled(evaluator, worlds)
    }

    /// What is found, once it is known which functions run where.
    fn settled(mut evaluator: Evaluator<'_>, worlds: Worlds) -> Self {
        work_counts::count(|work| work.links += 1);
        evaluator.complete_uses();
        let mut entries = evaluator.entries();
        let importing = match evaluator.importing {
            Some(_) => ImportSite::all(&evaluator, &mut entries),
            None => Vec::new(),
        };
        let outermost = OutermostDefinitions::of(&evaluator);
        let (leading, parameters) = evaluator.leading_to_failures();
        let names = evaluator.scopes.first().map(|scope| &scope.environment);
        let bound_again = names.map(|names| bound_again(&evaluator.functions, names, worlds));
        let flags = evaluator.flags(worlds);
        let mut declined = std::mem::take(&mut evaluator.options.declined);
        let mut events = evaluator.events;
        events.sort_by_key(|event| event.owner.map(|owner| owner.0));
        evaluator.spawning.raises.sort_by_key(|raised| raised.owner);
        let mut model = Self {
            events,
            added: evaluator.spawning.added,
            places: evaluator.outside.places(),
            spawn_index: SpawnIndex::default(),
            words_outside: evaluator.outside.words(),
            outside: evaluator.outside.spawns,
            flags,
            importing,
            failing_inside: Vec::new(),
            outermost,
            used_elsewhere: std::mem::take(&mut evaluator.used_elsewhere),
            uses: evaluator.uses,
            mentions: evaluator.mentions,
            spawns: evaluator.spawning.spawns,
            lifted: evaluator.spawning.lifted,
            threads: evaluator.spawning.threads,
            thread_ends: evaluator.spawning.thread_ends,
            execs: evaluator.spawning.execs,
            words: evaluator.spawning.words.into_iter().collect(),
            importer_uses: FunctionUses::new(
                evaluator.outside.importer_uses,
                evaluator.functions.len(),
            ),
            run_here: evaluator.spawning.run_here,
            raises: evaluator.spawning.raises,
            loops: evaluator.spawning.loops,
            settings: evaluator.spawning.settings,
            globals: evaluator.spawning.globals,
            self_uses: evaluator.spawning.self_uses,
            forks: evaluator.spawning.forks,
            ends: evaluator.spawning.ends,
            counts: evaluator.spawning.counts,
            extending: extending(&evaluator.classes),
            bound_again: bound_again.unwrap_or_default(),
            function_uses: FunctionUses::new(evaluator.function_uses, evaluator.functions.len()),
            runs: entries.all_runs(),
            unguarded: entries.all_unguarded(),
            defaults: Defaults::default(),
            makes: evaluator.spawning.makes,
            constructed: ConstructedObjects::default(),
            replayed: ReplayedBodies::default(),
            event_index: EventIndex::default(),
            repeated: evaluator.spawning.repeated,
            functions: evaluator.functions,
            classes: evaluator.classes,
            worlds,
            reached: evaluator.reached,
            values: evaluator.values,
        };
        model.failing_inside = model.outermost.around_all(leading.into_iter());
        model.failing_inside.extend(parameters);
        model.failing_inside.append(&mut declined);
        for usage in &mut model.uses {
            if let Some(owner) = usage.owner {
                usage.worlds &= entries.uncaught(owner, usage.exception);
                usage.certain &= entries.surely(owner, usage.exception);
                usage.called = !entries.at_import(owner).overlaps(usage.worlds);
            }
        }
        for statement in &mut model.reached {
            if let Some(owner) = statement.owner {
                statement.worlds &= entries.runs(owner);
            }
        }
        model.place_spawns(&entries);
        model.spawn_index = SpawnIndex::of(model.spawns.iter().chain(&model.outside), &model.makes);
        model.uses.retain(|usage| !usage.worlds.is_empty());
        for usage in &mut model.uses {
            usage.certain &= usage.worlds;
        }
        model
            .uses
            .sort_by_key(|usage| (usage.range.start, usage.range.end));
        model
            .reached
            .sort_by_key(|reached| (reached.range.start, reached.range.end));
        model
    }

    /// The uses that start in these bytes.
    pub(crate) fn uses_in(&self, range: Range<usize>) -> impl Iterator<Item = &Use> {
        let first = self
            .uses
            .partition_point(|usage| usage.range.start < range.start);
        self.uses[first..]
            .iter()
            .take_while(move |usage| usage.range.start < range.end)
    }

    /// The uses with exactly these bytes.
    pub(crate) fn uses_at(&self, range: &Range<usize>) -> impl Iterator<Item = &Use> {
        let key = (range.start, range.end);
        let first = self
            .uses
            .partition_point(|usage| (usage.range.start, usage.range.end) < key);
        let after = self.uses[first..].iter();
        after.take_while(move |usage| (usage.range.start, usage.range.end) == key)
    }

    /// Which of the uses with its bytes this one is.
    pub(crate) fn turn(&self, usage: &Use) -> Option<usize> {
        let mut same = self.uses_at(&usage.range);
        same.position(|same| std::ptr::eq(same, usage))
    }

    /// The worlds in which a function's body, or the module, runs.
    pub(crate) fn runs(&self, owner: Option<FunctionId>) -> Worlds {
        owner.map_or(self.worlds, |owner| self.runs[owner.0 as usize])
    }

    /// Whether the function with its name at exactly these bytes runs while the module is imported.
    pub(crate) fn runs_at_import(&self, name: &Range<usize>) -> bool {
        let functions = self.functions.iter().zip(&self.unguarded);
        let mut running = functions.filter(|(_, worlds)| !worlds.is_empty());
        running.any(|(info, _)| info.function.name_span.at(info.base) == *name)
    }

    /// What is known of a class.
    pub(crate) fn class_info(&self, id: ClassId) -> &ClassInfo {
        &self.classes[id.0 as usize]
    }

    /// What is known of a function.
    pub(crate) fn function_info(&self, id: FunctionId) -> &FunctionInfo {
        &self.functions[id.0 as usize]
    }

    /// The functions that a function's body uses.
    pub(crate) fn called_by(&self, id: FunctionId) -> impl Iterator<Item = FunctionId> {
        let uses = self.function_uses.inside(Some(id));
        uses.filter_map(FunctionUse::function)
    }

    /// The classes that extend `Process`, with their start methods.
    pub(crate) fn process_classes(&self) -> impl Iterator<Item = (ClassId, Methods)> {
        self.classes.iter().enumerate().filter_map(|(at, _)| {
            let id = ClassId(u32::try_from(at).ok()?);
            Some((id, process_methods(&self.classes, id)?))
        })
    }

    /// The bytes of the call or expression that makes this.
    pub(crate) fn made_at(&self, value: &Value) -> Option<&Range<usize>> {
        let make = self.makes.get(value.made_by()?.0 as usize)?;
        Some(&make.range)
    }

    /// What made this value, if that is worth knowing.
    pub(crate) fn make(&self, value: &Value) -> Option<&MadeObject> {
        match value {
            Value::Made(id, _) => self.makes.get(id.0 as usize),
            _ => None,
        }
    }

    /// A lock, queue or the like that belongs to a context.
    pub(crate) fn shared(&self, value: &Value) -> Option<&MadeObject> {
        self.shared_in(value, &mut HashSet::new())
    }

    /// `searched` are the collections without one.
    fn shared_in(&self, value: &Value, searched: &mut HashSet<Digest>) -> Option<&MadeObject> {
        match value {
            Value::Made(id, _) => {
                let make = &self.makes[id.0 as usize];
                let limit = crate::facts::spawns::limit(&make.name)?;
                limit.while_starting.then_some(make)
            }
            Value::Items(items) if searched.insert(items.digest()) => {
                items.iter().find_map(|item| self.shared_in(item, searched))
            }
            _ => None,
        }
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

/// Whether a text may have to do with child processes.
pub(crate) fn minds_children(text: &str) -> bool {
    Mark::tell_of_children(|mark| mark.is_in(text))
}

/// The top-level statements, as they are evaluated.
fn pieces(document: &Document) -> Vec<TopLevelStatement<'_>> {
    let statements = document.statements().iter();
    statements
        .map(|statement| (statement.start, statement.chunk.block()))
        .collect()
}
