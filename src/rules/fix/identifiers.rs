//! Every identifier of a document, attributes and keywords included, found once for all fixes that rename.

use foldhash::{HashMap, HashMapExt};

use super::document_node::{DocumentNode, nodes_in};
use crate::rules::Context;

/// Where each identifier stands, in the order of the text.
pub(super) struct Identifiers<'a> {
    places: HashMap<&'a str, Vec<DocumentNode<'a>>>,
}

impl<'a> Identifiers<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let text = context.document.text().as_str();
        let mut places: HashMap<&str, Vec<DocumentNode<'a>>> = HashMap::new();
        for statement in context.document.statements() {
            let Some(nodes) = statement.chunk.nodes() else {
                continue;
            };
            let base = statement.start;
            let found = nodes_in(nodes.root()).filter(|node| node.kind() == "identifier");
            for place in found.map(|node| DocumentNode { base, node }) {
                let name = text.get(place.range()).unwrap_or_default();
                places.entry(name).or_default().push(place);
            }
        }
        Self { places }
    }

    /// Whether anything in the document has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// What has this name in a node.
    pub(super) fn inside(&self, node: DocumentNode<'a>, name: &str) -> &[DocumentNode<'a>] {
        let places = self.places.get(name).map_or(&[][..], Vec::as_slice);
        let before = |at: usize| places.partition_point(|place| place.range().start < at);
        let range = node.range();
        &places[before(range.start)..before(range.end)]
    }
}
