//! The names that something can be found about in some worlds: those of facts that do not hold there, of what starts
//! child processes, and of whatever leads to one of them.

use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::instances::UnnamedAttribute;
use super::needed_words::{holds_piece, needed_class, needed_fragment, needed_literal};
use super::words::{TextWords, Words};
use crate::facts::{self, ArgumentTest, Fact, Literal};
use crate::world::Worlds;

/// Names, as a tree of their parts.
#[derive(Default)]
pub(super) struct RelevantNames {
    nodes: Vec<NameNode>,
    tops: HashMap<&'static str, usize>,
    /// What arguments have to be.
    literals: Vec<&'static str>,
    /// What has to be in them.
    fragments: Vec<&'static str>,
    /// The class of whole numbers: what they have tells only where it is called.
    number: Option<usize>,
}

/// One name.
#[derive(Default)]
struct NameNode {
    /// The worlds in which using it may be a finding, whatever else is in the file.
    failing: Worlds,
    /// What may be one together with another word.
    steps: HashMap<(Step, &'static str), usize>,
    /// Names that it is, extends, or hands its arguments on to.
    same: Vec<&'static str>,
    /// The classes of what calling it gives.
    gives: Vec<&'static str>,
}

/// In which role a word has to occur.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    /// As an attribute.
    Member,
    /// As a keyword of a call.
    Keyword,
    /// Anywhere.
    Word,
    /// In a string, or in what pieces of strings make up.
    Fragment,
    /// As a string, or in the pieces of one.
    Literal,
}

/// What is done with a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameRole {
    /// Anything.
    Any,
    /// It is called.
    Called,
    /// It was called, and this is what came of it.
    Instance,
    /// It is raised or caught, and nobody looks at the instance.
    Raised,
}

/// How many names may stand for one another.
const MAX_ALIAS_DEPTH: usize = 8;

impl RelevantNames {
    /// The names for these worlds; they are put together once.
    pub(super) fn of(targets: Worlds) -> Arc<Self> {
        static KNOWN: Mutex<Vec<(Worlds, Arc<RelevantNames>)>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, telling)) = known.iter().find(|(worlds, _)| *worlds == targets) {
            return Arc::clone(telling);
        }
        let telling = Arc::new(Self::made(targets));
        known.push((targets, Arc::clone(&telling)));
        telling
    }

    fn made(targets: Worlds) -> Self {
        let mut telling = Self::default();
        for fact in facts::all().filter(|fact| !fact.available.contains(targets)) {
            telling.add_fact(fact, targets - fact.available);
        }
        for link in facts::links() {
            let node = telling.node(link.name);
            match link.is_call {
                true => telling.nodes[node].gives.push(link.other),
                false => telling.nodes[node].same.push(link.other),
            }
        }
        for name in facts::spawns::names() {
            let node = telling.node(name);
            telling.nodes[node].failing = Worlds::ALL;
        }
        // What is put there is an import hook, whatever it extends.
        for puts in ["sys.meta_path.append", "sys.meta_path.insert"] {
            let node = telling.node(puts);
            telling.nodes[node]
                .same
                .push("importlib.abc.MetaPathFinder");
        }
        for (name, values) in facts::values() {
            let node = telling.node(name.trim_end_matches("()"));
            for (_, literal) in values {
                match literal {
                    // `"win" in sys.platform`
                    Literal::Str(text) if text.starts_with("win") => {
                        let step = telling.step(node, Step::Word, "win");
                        telling.nodes[step].failing = Worlds::ALL;
                    }
                    Literal::Name(name) => telling.nodes[node].same.push(name),
                    _ => {}
                }
            }
        }
        telling.number = Some(telling.node("builtins.int"));
        telling
    }

    fn add_fact(&mut self, fact: &Fact, failing: Worlds) {
        let (callable, _) = fact.name.split_once('(').unwrap_or((fact.name, ""));
        // Facts live as long as the program.
        let node = self.node(callable);
        if fact.when.is_empty() {
            self.nodes[node].failing |= failing;
            return;
        }
        let by_place = facts::parameters(callable).unwrap_or_default();
        let keyword = fact.when.iter().find_map(|condition| {
            let is_needed = match condition.test {
                ArgumentTest::Absent => false,
                ArgumentTest::Passed if fact.failure == facts::Failure::Missing => true,
                // The name of a method that a class may define.
                ArgumentTest::Passed if fact.failure == facts::Failure::Diverges => {
                    return Some((Step::Word, condition.parameter));
                }
                _ => !by_place.contains(&condition.parameter),
            };
            is_needed.then_some((Step::Keyword, condition.parameter))
        });
        let needed = keyword
            .or_else(|| Some((Step::Literal, needed_literal(fact)?)))
            .or_else(|| Some((Step::Fragment, needed_fragment(fact)?)))
            .or_else(|| Some((Step::Word, needed_class(fact)?)));
        match needed {
            Some((Step::Literal, literal)) => self.literals.push(literal),
            Some((Step::Fragment, fragment)) => self.fragments.push(fragment),
            _ => {}
        }
        let telling = needed.map_or(node, |(step, word)| self.step(node, step, word));
        self.nodes[telling].failing |= failing;
    }

    /// The node of a dotted name, made if there is none.
    fn node(&mut self, name: &'static str) -> usize {
        let mut parts = name.split('.');
        let top = parts.next().unwrap_or(name);
        let next = self.nodes.len();
        let mut at = *self.tops.entry(top).or_insert(next);
        if at == next {
            self.nodes.push(NameNode::default());
        }
        for part in parts {
            at = self.step(at, Step::Member, part);
        }
        at
    }

    fn step(&mut self, from: usize, step: Step, word: &'static str) -> usize {
        let next = self.nodes.len();
        let at = *self.nodes[from].steps.entry((step, word)).or_insert(next);
        if at == next {
            self.nodes.push(NameNode::default());
        }
        at
    }
}

/// Where a dotted name leads: its own node, and those of the names that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NamePlaces(Vec<usize>);

impl NamePlaces {
    /// Whether nothing can be found about it, or about anything that is reached through it.
    pub(super) fn is_nowhere(&self) -> bool {
        self.0.is_empty()
    }
}

impl RelevantNames {
    /// The place of a dotted name.
    pub(super) fn place(&self, dotted: &str) -> NamePlaces {
        NamePlaces(self.nodes_of(dotted, MAX_ALIAS_DEPTH))
    }

    /// The place of an attribute.
    pub(super) fn member(&self, place: &NamePlaces, name: &str) -> NamePlaces {
        NamePlaces(self.members(&place.0, name, MAX_ALIAS_DEPTH))
    }

    /// The nodes of a dotted name, and of what its parts stand for.
    fn nodes_of(&self, dotted: &str, depth: usize) -> Vec<usize> {
        let mut parts = dotted.split('.');
        let top = parts.next().unwrap_or(dotted);
        let top = self.tops.get(top).copied().into_iter().collect();
        let mut nodes = self.spread(top, depth);
        for part in parts {
            if nodes.is_empty() {
                break;
            }
            nodes = self.members(&nodes, part, depth);
        }
        nodes
    }

    fn members(&self, nodes: &[usize], name: &str, depth: usize) -> Vec<usize> {
        let found = nodes.iter().filter_map(|&node| self.member_of(node, name));
        self.spread(found.collect(), depth)
    }

    fn member_of(&self, node: usize, name: &str) -> Option<usize> {
        // The names in the tree live longer than the one that is looked up.
        let steps = &self.nodes[node].steps;
        let steps: &HashMap<(Step, &str), usize> = steps;
        steps.get(&(Step::Member, name)).copied()
    }

    /// These nodes, and those of what their names stand for.
    fn spread(&self, mut nodes: Vec<usize>, depth: usize) -> Vec<usize> {
        let mut at = 0;
        while let Some(&node) = nodes.get(at).filter(|_| depth > 0) {
            at += 1;
            for other in &self.nodes[node].same {
                for node in self.nodes_of(other, depth - 1) {
                    if !nodes.contains(&node) {
                        nodes.push(node);
                    }
                }
            }
        }
        nodes
    }

    /// Whether something about what is at a place may be a finding in a text with these words.
    pub(super) fn is_enough(&self, place: &NamePlaces, words: &Words<'_>) -> bool {
        self.is_enough_in(place, words, Worlds::ALL)
    }

    /// The same, where it is that only in these worlds.
    pub(super) fn is_enough_in(
        &self,
        place: &NamePlaces,
        words: &Words<'_>,
        worlds: Worlds,
    ) -> bool {
        let anywhere = TextWords::anywhere(words);
        let said = TextWords { worlds, ..anywhere };
        self.any_speaks(place, &said, NameRole::Any)
    }

    /// The same, where nothing is done with it but a call with these words in its arguments.
    pub(super) fn is_enough_to_call(
        &self,
        place: &NamePlaces,
        words: &Words<'_>,
        arguments: &Words<'_>,
    ) -> bool {
        let said = TextWords {
            words,
            arguments,
            worlds: Worlds::ALL,
        };
        self.any_speaks(place, &said, NameRole::Called)
    }

    /// The same, where it is an exception that is raised, or caught without a name.
    pub(super) fn is_enough_to_raise(&self, place: &NamePlaces, words: &Words<'_>) -> bool {
        self.any_speaks(place, &TextWords::anywhere(words), NameRole::Raised)
    }

    fn any_speaks(&self, place: &NamePlaces, said: &TextWords<'_>, role: NameRole) -> bool {
        let mut seen = Vec::new();
        let mut nodes = place.0.iter();
        nodes.any(|&node| self.speaks(node, said, role, &mut seen))
    }

    /// Whether using it may be a finding, whatever is done with it.
    pub(super) fn is_lacking(&self, place: &NamePlaces) -> bool {
        let mut nodes = place.0.iter();
        nodes.any(|&node| !self.nodes[node].failing.is_empty())
    }

    fn speaks(
        &self,
        node: usize,
        said: &TextWords<'_>,
        role: NameRole,
        seen: &mut Vec<(usize, NameRole)>,
    ) -> bool {
        if seen.contains(&(node, role)) {
            return false;
        }
        seen.push((node, role));
        let here = &self.nodes[node];
        if here.failing.overlaps(said.worlds) && role != NameRole::Instance {
            return true;
        }
        let mut steps = here.steps.iter();
        let by_step = steps.any(|((step, word), next)| {
            let occurs = match step {
                Step::Member => match role {
                    NameRole::Called | NameRole::Raised => false,
                    NameRole::Instance if self.number == Some(node) => said.words.has_called(word),
                    NameRole::Instance | NameRole::Any => said.words.has_member(word),
                },
                Step::Keyword => match role {
                    NameRole::Instance => false,
                    NameRole::Called => said.arguments.has_keyword(word),
                    NameRole::Any | NameRole::Raised => said.words.has_keyword(word),
                },
                Step::Word => said.words.has(word),
                Step::Fragment => said.words.may_hold(word),
                Step::Literal => role != NameRole::Instance && said.words.may_make(word),
            };
            occurs && self.speaks(*next, said, NameRole::Any, seen)
        });
        if by_step {
            return true;
        }
        let mut speaks = |names: &[&str], role: NameRole| {
            let mut nodes = names
                .iter()
                .flat_map(|name| self.nodes_of(name, MAX_ALIAS_DEPTH));
            nodes.any(|node| self.speaks(node, said, role, seen))
        };
        speaks(&here.same, role)
            || matches!(role, NameRole::Any | NameRole::Called)
                && speaks(&here.gives, NameRole::Instance)
    }

    /// Whether something about one of the modules that strings of a text name may be a finding in it.
    pub(super) fn any_module(&self, words: &Words<'_>) -> bool {
        let mut named = self.tops.iter().filter(|(top, _)| words.has_quoted(top));
        named.any(|(top, _)| self.is_enough(&self.place(top), words))
    }

    /// The attributes of instances of classes that the text need not name, which something may be found about.
    pub(super) fn unnamed<'r>(
        &'r self,
        words: &'r Words<'_>,
    ) -> impl Iterator<Item = UnnamedAttribute> + 'r {
        let classes = facts::UNNAMED.iter().map(|class| self.place(class));
        let nodes = classes.flat_map(|place| place.0);
        nodes.flat_map(move |node| {
            let steps = self.nodes[node].steps.iter();
            let here = NamePlaces(vec![node]);
            steps.filter_map(move |((step, word), _)| {
                let is_bare = self.number == Some(node);
                let occurs = match is_bare {
                    true => words.has_called(word),
                    false => words.has_member(word),
                };
                (*step == Step::Member && occurs).then(|| UnnamedAttribute {
                    name: word,
                    place: self.member(&here, word),
                    is_bare,
                })
            })
        })
    }

    /// Whether a string may be what an argument has to be for a finding, or a piece of that.
    pub(super) fn is_piece(&self, text: &str) -> bool {
        let mut literals = self.literals.iter();
        let is_piece = |literal: &&str| literal.starts_with(text) || literal.ends_with(text);
        let mut fragments = self.fragments.iter();
        !text.is_empty()
            && (literals.any(is_piece) || fragments.any(|fragment| holds_piece(text, fragment)))
    }

    /// The names that need no import, and which something can be found about.
    pub(super) fn built_in(&self) -> impl Iterator<Item = &'static str> {
        let top = self.tops.get("builtins").map(|&top| &self.nodes[top]);
        let steps = top.into_iter().flat_map(|top| top.steps.keys());
        steps.filter_map(|(step, name)| (*step == Step::Member).then_some(*name))
    }
}
