//! Where child processes start, and what is handed to them.

use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use crate::facts::spawns::SpawnRole;
use crate::model::children::start_methods::{Methods, StartMethodCall};
use crate::model::eval::call_conditions::CallCondition;
use crate::model::eval::globals::{GlobalUse, SelfUse};
use crate::model::eval::guards::Guard;
use crate::model::link::registries::StoredItem;
use crate::model::objects::events::AddedAttribute;
use crate::model::summary::calls::{Call, ImportedCall};
use crate::model::value::shift::{Shift, Shiftable, shiftable};
use crate::model::value::{ClassId, FunctionId, MakeId, Partition, Value};
use crate::syntax::ast::{Argument, Expr, Name};
use crate::world::Worlds;

/// A call that starts a child process, or hands something to one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spawn {
    pub(crate) role: &'static SpawnRole,
    /// The bytes of the call.
    pub(crate) range: Range<usize>,
    /// The bytes of the innermost statement around it.
    pub(crate) statement: Range<usize>,
    /// The worlds that reach it.
    pub(crate) worlds: Worlds,
    /// Its start method, world by world.
    pub(crate) methods: Methods,
    /// The callable that the child runs.
    pub(crate) worker: Option<HandedValue>,
    /// What else goes to the child.
    pub(crate) given: Vec<HandedValue>,
    /// What the method is called on.
    pub(crate) subject: Partition,
    /// The function whose body it is in.
    pub(crate) owner: Option<FunctionId>,
    /// It runs only when something is called.
    pub(crate) called: bool,
    pub(crate) guard: Guard,
    /// An exception that it raises is caught.
    pub(crate) caught: bool,
    /// Something that is not known decides whether it starts anything.
    pub(crate) doubtful: bool,
    /// The worlds in which it runs while the module is imported, outside any main guard.
    pub(crate) imported: Worlds,
    /// Those in which it runs while the fork server imports it.
    pub(crate) served: Worlds,
    /// The bytes of the top-level statement that leads here then.
    pub(crate) entry: Option<Range<usize>>,
    /// How many workers are asked for, where nothing starts without.
    pub(crate) needs: Option<Partition>,
    /// What the worker returns here or there, if that is sent back.
    pub(in crate::model) results: Vec<Partition>,
    /// What the method is called on, as long as that is not known to be what the role is about.
    pub(in crate::model) receiver: Option<Partition>,
    /// Where the child starts, if this is a call that leads there: the innermost place first.
    pub(crate) through: Vec<Range<usize>>,
    /// Nothing in its body decides whether control comes to it.
    pub(in crate::model) settled: bool,
    /// What callers decide about it, where that is all that guards it.
    pub(in crate::model) conditions: Vec<CallCondition>,
    /// The call of a method by which control comes there, if the object of that goes along.
    pub(crate) entered: Option<EnteredMethod>,
    /// The calls through which it is seen lead to it, and decide whether it starts.
    pub(crate) started_by_calls: bool,
}

/// A call of a method of the object that goes to a child.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EnteredMethod {
    /// The method that is called, from which control comes to the child.
    pub(in crate::model) method: FunctionId,
    /// The class of `self` where the child starts.
    pub(in crate::model) class: ClassId,
    /// The function in whose body the child starts.
    pub(in crate::model) owner: Option<FunctionId>,
    /// The bytes of the call that starts it.
    pub(in crate::model) place: Range<usize>,
}

/// A call that starts a thread, or forks by itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Thread {
    /// What starts threads there, if not the document.
    pub(crate) by: Option<&'static str>,
    /// The bytes of the call.
    pub(crate) range: Range<usize>,
    pub(crate) worlds: Worlds,
    /// The function whose body it is in.
    pub(crate) owner: Option<FunctionId>,
    pub(crate) guard: Guard,
    /// What is started, if anybody holds it.
    pub(in crate::model) subject: Option<Value>,
}

/// A place that raises an exception of the document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raise {
    /// A class, or the name of one in another module.
    pub(in crate::model) class: Value,
    pub(in crate::model) owner: FunctionId,
    pub(crate) range: Range<usize>,
}

/// A call that may end threads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ThreadEnd {
    pub(in crate::model) range: Range<usize>,
    /// The function whose body it is in.
    pub(in crate::model) owner: Option<FunctionId>,
    /// What is ended, or what ends what it has started.
    pub(in crate::model) subject: Value,
}

/// How many workers somebody asks for, where nothing bounds it: `max_workers=os.cpu_count()`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Count {
    pub(crate) role: &'static SpawnRole,
    /// The bytes of the argument.
    pub(crate) range: Range<usize>,
    pub(crate) worlds: Worlds,
    pub(crate) owner: Option<FunctionId>,
}

/// Something that goes to a child process.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HandedValue {
    pub(crate) expr: Expr,
    pub(crate) range: Range<usize>,
    pub(crate) value: Partition,
    /// What a method is bound to.
    pub(crate) bound: Option<Partition>,
    /// That, as it is written: `self.server`.
    pub(crate) along: Option<String>,
    /// Only its items go there.
    pub(crate) items: bool,
}

/// Something that a call or an expression makes, and that it matters to know later.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MadeObject {
    /// The dotted name of the callable, or one of `lambda`, `generator`.
    pub(crate) name: Arc<str>,
    pub(crate) range: Range<usize>,
    pub(crate) arguments: Vec<(Argument, Partition)>,
    /// The objects that methods among the arguments take along.
    pub(crate) along: Vec<Partition>,
    /// The start method that it belongs to.
    pub(crate) methods: Methods,
    /// Something that is not known decides whether it starts anything.
    pub(crate) doubtful: bool,
}

/// What the evaluation notes about child processes.
#[derive(Clone, Default)]
pub(in crate::model) struct Spawning {
    pub(in crate::model) makes: Vec<MadeObject>,
    pub(in crate::model) ids: HashMap<usize, MakeId>,
    pub(in crate::model) spawns: Vec<Spawn>,
    /// Calls that hand over something to a child that a function starts.
    pub(in crate::model) lifted: Vec<Spawn>,
    /// Methods of what a function is given, which start a child if it is a pool or the like.
    pub(in crate::model) awaiting: Vec<Spawn>,
    pub(in crate::model) calls: Vec<Call>,
    pub(in crate::model) imported_calls: Vec<ImportedCall>,
    /// Methods that are called more than once on one object.
    pub(in crate::model) repeated: HashSet<FunctionId>,
    /// What a call makes of something that the called function makes, by the call's first byte.
    pub(in crate::model) derived: HashMap<(MakeId, usize), MakeId>,
    pub(in crate::model) settings: Vec<StartMethodCall>,
    pub(in crate::model) threads: Vec<Thread>,
    pub(in crate::model) thread_ends: Vec<ThreadEnd>,
    /// Calls of `os.fork` and its like.
    pub(in crate::model) forks: Vec<Thread>,
    /// Statements that end the module, whichever process runs it.
    pub(in crate::model) ends: Vec<(Range<usize>, Worlds)>,
    pub(in crate::model) counts: Vec<Count>,
    /// Places that fix the default start method, with the function that they are in.
    pub(in crate::model) fixed: Vec<(Option<FunctionId>, Worlds, Range<usize>)>,
    /// Places that read, set or change a part of a module's state.
    pub(in crate::model) globals: Vec<GlobalUse>,
    /// What methods do with the attributes of their objects.
    pub(in crate::model) self_uses: Vec<SelfUse>,
    /// What functions put into collections of modules.
    pub(in crate::model) stored: Vec<StoredItem>,
    /// Words in the code that turn on something for all of the module.
    pub(in crate::model) words: Vec<Name>,
    /// Exceptions that functions raise.
    pub(in crate::model) raises: Vec<Raise>,
    /// What managers are told to run in their servers, by the class that is told.
    pub(in crate::model) registered: Vec<(Option<ClassId>, HandedValue)>,
    /// Calls at the top level that come back only when the program ends.
    pub(in crate::model) loops: Vec<(Range<usize>, Worlds, Option<FunctionId>)>,
    /// Processes whose `run` is called here: nothing is started then.
    pub(in crate::model) run_here: Vec<Range<usize>>,
    /// Calls that make another program of the process.
    pub(in crate::model) execs: Vec<(Option<FunctionId>, Range<usize>)>,
    /// What attributes of things are set to that keep what they are made with.
    pub(in crate::model) added: Vec<AddedAttribute>,
    /// Names of the module that its main block binds.
    pub(in crate::model) under_guard: HashSet<Name>,
    /// How many tests that expect an exception are around.
    pub(in crate::model) expecting: u32,
}

shiftable!(Raise { moves class, owner, range; keeps });
shiftable!(ThreadEnd { moves range, owner, subject; keeps });
shiftable!(Spawn {
    moves range, statement, worker, given, subject, owner, entry, needs, results, receiver, through, conditions, entered;
    keeps role, worlds, methods, called, guard, caught, doubtful, imported, served, settled, started_by_calls
});
shiftable!(EnteredMethod { moves method, class, owner, place; keeps });
shiftable!(Thread { moves range, owner, subject; keeps by, worlds, guard });
shiftable!(Count { moves range, owner; keeps role, worlds });
shiftable!(HandedValue { moves range, value, bound; keeps expr, along, items });

impl Shiftable for MadeObject {
    fn shift(&mut self, shift: &Shift) {
        let Self {
            name: _,
            range,
            arguments,
            along,
            methods: _,
            doubtful: _,
        } = self;
        range.shift(shift);
        along.shift(shift);
        arguments
            .iter_mut()
            .for_each(|(_, value)| value.shift(shift));
    }
}
