//! What several fixes of a document look up, found once for all of them.

use std::cell::{OnceCell, RefCell};
use std::hash::Hash;
use std::ops::Range;
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::class_methods::ClassMethods;
use super::document_node::DocumentNode;
use super::fixes_of_many::MAX_SHOWN_AGAIN;
use super::guard_condition::{Flag, find_flags};
use super::identifiers::Identifiers;
use super::import_bindings::find_future_annotations;
use super::scopes::ScopedBindings;
use crate::finding::Fix;
use crate::model::summary::uses::Mention;
use crate::rules::Context;
use crate::syntax::ast::StmtKind;
use crate::world::Worlds;

/// What was looked up so far.
#[derive(Default)]
pub(in crate::rules) struct FixCache<'a> {
    future_annotations: OnceCell<bool>,
    has_importers: OnceCell<bool>,
    plain_imports: OnceCell<HashMap<&'a str, usize>>,
    renamed_imports: OnceCell<HashMap<&'a str, (usize, &'a str)>>,
    quoted: OnceCell<HashSet<&'a str>>,
    flags: OnceCell<Vec<Flag>>,
    unnoticed: RefCell<HashMap<Worlds, Rc<UnreportedUses>>>,
    /// The statements that end a function and fail in the same worlds, by where the function starts.
    tails: RefCell<HashMap<(usize, Worlds), Option<FailingTail<'a>>>>,
    /// Which statements bind something that is missed where they fail in these worlds.
    missed: RefCell<HashMap<(Range<usize>, Worlds), bool>>,
    /// Where each name is bound, by scope.
    bindings: RefCell<HashMap<String, Rc<ScopedBindings<'a>>>>,
    /// Where the last statement of a block starts that notes something as done, by the bytes of the block.
    notes: RefCell<HashMap<Range<usize>, Option<usize>>>,
    /// Whether a name is read by nothing but tests that only keep something from running, by its scope.
    keeping: RefCell<HashMap<(String, usize), bool>>,
    /// From which byte on what a name means is something else than what it was made.
    changed: RefCell<HashMap<String, Option<usize>>>,
    /// The names that fixes give to what they define, by what they are made of and what they are for.
    given_names: RefCell<HashMap<(String, usize, String), String>>,
    /// Where the first of those that need it puts a function, by what its name is made of and what it says.
    first_places: RefCell<HashMap<(String, String), usize>>,
    /// How many of them are made of a name.
    name_counts: RefCell<HashMap<String, usize>>,
    methods: ClassMethods<'a>,
    identifiers: OnceCell<Identifiers<'a>>,
    /// Fixes of the whole document, and how often each was shown.
    of_document: RefCell<HashMap<&'static str, (Option<Fix>, usize)>>,
    /// What was asked about a node that many findings are in, by its bytes.
    traits: RefCell<HashMap<(Range<usize>, &'static str), bool>>,
    /// The words of the text with two underscores in them, in strings and comments, too.
    dunders: OnceCell<HashSet<&'a str>>,
}

/// Names for what does not exist in some worlds that are no findings there: where something reaches them, and where
/// nothing does. Both are in the order of the text.
#[derive(Default)]
pub(super) struct UnreportedUses {
    pub(super) reached: Vec<Range<usize>>,
    pub(super) unreached: Vec<Range<usize>>,
}

/// The last statements of a function's body, of which each fails.
#[derive(Clone, Copy)]
pub(super) struct FailingTail<'a> {
    pub(super) first: DocumentNode<'a>,
    pub(super) last: DocumentNode<'a>,
    /// Where the body ends.
    pub(super) end: usize,
    /// What is missed when they do not run.
    pub(super) harm: Option<&'static str>,
}

impl<'a> FixCache<'a> {
    /// Whether `from __future__ import annotations` is there.
    pub(super) fn has_future_annotations(&self, context: &Context<'a>) -> bool {
        let found = &self.future_annotations;
        *found.get_or_init(|| find_future_annotations(context))
    }

    /// Where the first `import module` of the module itself starts.
    pub(super) fn plain_import(&self, context: &Context<'a>, module: &str) -> Option<usize> {
        let found = self.plain_imports.get_or_init(|| {
            let mut found = HashMap::new();
            for (range, statement) in context.statements() {
                if let StmtKind::Import(items) = &statement.kind {
                    for item in items.iter().filter(|item| item.alias.is_none()) {
                        found.entry(&*item.module).or_insert(range.start);
                    }
                }
            }
            found
        });
        found.get(module).copied()
    }

    /// Where the first `import module as alias` of the module itself starts, and the alias.
    pub(super) fn renamed_import(
        &self,
        context: &Context<'a>,
        module: &str,
    ) -> Option<(usize, &'a str)> {
        let found = self.renamed_imports.get_or_init(|| {
            let mut found = HashMap::new();
            for (range, statement) in context.statements() {
                if let StmtKind::Import(items) = &statement.kind {
                    for item in items {
                        if let Some(alias) = &item.alias {
                            found
                                .entry(&*item.module)
                                .or_insert((range.start, &**alias));
                        }
                    }
                }
            }
            found
        });
        found.get(module).copied()
    }

    /// Whether other modules of the project import the document.
    pub(super) fn has_importers(&self, context: &Context<'a>) -> bool {
        let found = &self.has_importers;
        *found.get_or_init(|| !context.surroundings.importers().is_empty())
    }

    /// Whether there is a string with just this name.
    pub(in crate::rules) fn is_quoted(&self, context: &Context<'a>, name: &str) -> bool {
        let found = self.quoted.get_or_init(|| {
            let text = context.document.text().as_str();
            let mut found = HashSet::new();
            for (at, quote) in text.match_indices(['"', '\'']) {
                let rest = &text[at + 1..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                if let Some(end) = end.filter(|end| rest[*end..].starts_with(quote)) {
                    found.insert(&rest[..end]);
                }
            }
            found
        });
        found.contains(name)
    }

    /// The names that the file has for its platforms.
    pub(super) fn flags(&self, context: &Context<'a>) -> &[Flag] {
        self.flags.get_or_init(|| find_flags(context))
    }

    /// The names for what does not exist in some of these worlds that are no findings there.
    pub(super) fn unnoticed(&self, context: &Context<'a>, failing: Worlds) -> Rc<UnreportedUses> {
        if let Some(known) = self.unnoticed.borrow().get(&failing) {
            return Rc::clone(known);
        }
        let mut found = UnreportedUses::default();
        let fails = |mention: &&Mention| failing.overlaps(!mention.fact.available);
        for mention in context.model.mentions.iter().filter(fails) {
            let range = &mention.range;
            let mut uses = context.model.uses_in(range.start..range.start + 1);
            if uses.any(|usage| usage.worlds.overlaps(failing)) {
                continue;
            }
            let statement =
                DocumentNode::of(context.document, range).and_then(DocumentNode::statement);
            match statement.is_none_or(|statement| is_reached(context, statement, failing)) {
                true => found.reached.push(range.clone()),
                false => found.unreached.push(range.clone()),
            }
        }
        found.reached.sort_by_key(|range| range.start);
        found.unreached.sort_by_key(|range| range.start);
        let found = Rc::new(found);
        self.unnoticed
            .borrow_mut()
            .insert(failing, Rc::clone(&found));
        found
    }

    /// The methods of the classes of the document.
    pub(super) fn methods(&self) -> &ClassMethods<'a> {
        &self.methods
    }

    /// Every identifier of the document.
    pub(super) fn identifiers(&self, context: &Context<'a>) -> &Identifiers<'a> {
        self.identifiers.get_or_init(|| Identifiers::of(context))
    }

    /// A fix that mends all findings of its kind, as it was made before or as `make` makes it; the first of them show it.
    pub(super) fn of_document(
        &self,
        kind: &'static str,
        make: impl FnOnce() -> Option<Fix>,
    ) -> Option<Fix> {
        let mut known = self.of_document.borrow_mut();
        let (fix, shown) = known.entry(kind).or_insert_with(|| (make(), 0));
        *shown += 1;
        match *shown <= MAX_SHOWN_AGAIN {
            true => fix.clone(),
            false => None,
        }
    }

    /// The answer to a question about a node that many findings are in, as it was found before or as `find` finds it.
    pub(super) fn asked(
        &self,
        node: DocumentNode<'_>,
        question: &'static str,
        find: impl FnOnce() -> bool,
    ) -> bool {
        once(&self.traits, (node.range(), question), find)
    }

    /// Whether the text has this word, which has two underscores in it, anywhere.
    pub(super) fn has_dunder(&self, context: &Context<'a>, word: &str) -> bool {
        let found = self.dunders.get_or_init(|| {
            let text = context.document.text().as_str();
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.filter(|word| word.contains("__")).collect()
        });
        found.contains(word)
    }

    /// The tail of a function, as it was found before or as `find` finds it.
    pub(super) fn tail(
        &self,
        function: DocumentNode<'a>,
        failing: Worlds,
        find: impl FnOnce() -> Option<FailingTail<'a>>,
    ) -> Option<FailingTail<'a>> {
        once(&self.tails, (function.range().start, failing), find)
    }

    /// Whether only such tests read a name, as it was found before or as `find` finds it.
    pub(super) fn keeps_only(
        &self,
        name: String,
        scope: usize,
        find: impl FnOnce() -> bool,
    ) -> bool {
        once(&self.keeping, (name, scope), find)
    }

    /// From which byte on what a name means is changed, as it was found before or as `find` finds it.
    pub(super) fn changed(
        &self,
        name: &str,
        find: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        once(&self.changed, name.to_owned(), find)
    }

    /// A name made of this one that nothing has, and that no fix was given for other bytes or for other content.
    pub(super) fn free_name(
        &self,
        name: &str,
        because_of: usize,
        content: &str,
        is_free: impl Fn(&str) -> bool,
    ) -> String {
        let find = || {
            let mut counts = self.name_counts.borrow_mut();
            let count = counts.entry(name.to_owned()).or_default();
            loop {
                *count += 1;
                let found = match *count {
                    1 => name.to_owned(),
                    number => format!("{name}_{number}"),
                };
                if is_free(&found) {
                    return found;
                }
            }
        };
        let key = (name.to_owned(), because_of, content.to_owned());
        once(&self.given_names, key, find)
    }

    /// Where a function with this content goes that has to stand before this byte: where it was to go before, if that is
    /// further up.
    pub(super) fn first_place(&self, name: &str, content: &str, before: usize) -> usize {
        let mut known = self.first_places.borrow_mut();
        let key = (name.to_owned(), content.to_owned());
        let first = *known.entry(key).or_insert(before);
        first.min(before)
    }

    /// Whether somebody misses what a statement binds, as it was found before or as `find` finds it.
    pub(super) fn is_missed(
        &self,
        statement: Range<usize>,
        failing: Worlds,
        find: impl FnOnce() -> bool,
    ) -> bool {
        once(&self.missed, (statement, failing), find)
    }

    /// Where this name is bound, by scope.
    pub(super) fn bindings(&self, context: &Context<'a>, name: &str) -> Rc<ScopedBindings<'a>> {
        let find = || Rc::new(ScopedBindings::of(context, name));
        once(&self.bindings, name.to_owned(), find)
    }

    /// Where the last statement of a block starts that notes something as done, as it was found before or as `find` finds
    /// it.
    pub(super) fn last_note(
        &self,
        block: Range<usize>,
        find: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        once(&self.notes, block, find)
    }
}

/// What is known by a key; found now, unless that was done before.
fn once<K: Eq + Hash, V: Clone>(
    known: &RefCell<HashMap<K, V>>,
    key: K,
    find: impl FnOnce() -> V,
) -> V {
    if let Some(known) = known.borrow().get(&key) {
        return known.clone();
    }
    let found = find();
    known.borrow_mut().insert(key, found.clone());
    found
}

/// Whether some of these worlds come to a statement.
pub(super) fn is_reached(context: &Context<'_>, place: DocumentNode<'_>, failing: Worlds) -> bool {
    let worlds = context.model.reaching(&place.range());
    worlds.is_none_or(|worlds| worlds.overlaps(failing))
}
