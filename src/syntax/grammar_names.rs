//! What the grammar calls its nodes and their parts, looked up once: the parser goes through all names for each question.

use std::sync::OnceLock;

use foldhash::HashMap;
use tree_sitter::Language;

/// The names of the grammar of Python.
pub(super) struct GrammarNames {
    kinds: Vec<&'static str>,
    /// By number; the first stands for no field.
    fields: Vec<Option<&'static str>>,
    numbers: HashMap<&'static str, u16>,
}

/// The names of the grammar, made when somebody asks first.
pub(super) fn grammar_names() -> &'static GrammarNames {
    static LANGUAGE: OnceLock<Language> = OnceLock::new();
    static NAMES: OnceLock<GrammarNames> = OnceLock::new();
    let language = || LANGUAGE.get_or_init(|| tree_sitter_python::LANGUAGE.into());
    NAMES.get_or_init(|| GrammarNames::of(language()))
}

impl GrammarNames {
    fn of(language: &'static Language) -> Self {
        let kinds = 0..u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let kind = |id| language.node_kind_for_id(id).unwrap_or_default();
        let last = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        let fields: Vec<_> = (0..=last)
            .map(|id| language.field_name_for_id(id))
            .collect();
        let numbers = (0..=last).zip(&fields);
        let numbers = numbers.filter_map(|(id, name)| Some(((*name)?, id)));
        Self {
            kinds: kinds.map(kind).collect(),
            numbers: numbers.collect(),
            fields,
        }
    }

    /// The name of a kind of node.
    pub(super) fn kind(&self, id: u16) -> &'static str {
        // What could not be parsed has a number beyond all others.
        self.kinds.get(usize::from(id)).copied().unwrap_or("ERROR")
    }

    /// The name of a part.
    pub(super) fn field(&self, id: u16) -> Option<&'static str> {
        self.fields.get(usize::from(id)).copied().flatten()
    }

    /// The number of a part; `None` if the grammar has none of that name.
    pub(super) fn field_number(&self, name: &str) -> Option<u16> {
        self.numbers.get(name).copied()
    }
}
