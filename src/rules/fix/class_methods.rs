//! The methods of the classes of a document, by their names: gone through once, however many fixes ask.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use super::document_node::{DocumentNode, nodes_in};
use crate::rules::Context;

/// What was looked up so far.
#[derive(Default)]
pub(super) struct ClassMethods<'a> {
    /// By where the class starts.
    of_classes: RefCell<HashMap<usize, Rc<MethodsByName<'a>>>>,
    of_document: OnceCell<Option<HashMap<&'a str, MethodOwners<'a>>>>,
}

type MethodsByName<'a> = HashMap<&'a str, DocumentNode<'a>>;

/// Who has a method of some name.
#[derive(Clone, Copy)]
enum MethodOwners<'a> {
    Only(DocumentNode<'a>),
    Several,
}

impl<'a> ClassMethods<'a> {
    /// The first method of a class that has this name, if nothing decorates it.
    pub(super) fn of_class(
        &self,
        context: &Context<'a>,
        class: DocumentNode<'a>,
        name: &str,
    ) -> Option<DocumentNode<'a>> {
        self.methods(context, class).get(name).copied()
    }

    /// The method of the only class that has one of this name; nothing where a class stands in what cannot be parsed.
    pub(super) fn only(&self, context: &Context<'a>, name: &str) -> Option<DocumentNode<'a>> {
        let all = self.of_document.get_or_init(|| self.all(context));
        match all.as_ref()?.get(name)? {
            MethodOwners::Only(method) => Some(*method),
            MethodOwners::Several => None,
        }
    }

    fn all(&self, context: &Context<'a>) -> Option<HashMap<&'a str, MethodOwners<'a>>> {
        let mut all = HashMap::new();
        let statements = context.document.statements().iter();
        for statement in statements.filter(|statement| statement.chunk.text().contains("class")) {
            let Some(nodes) = statement.chunk.nodes() else {
                continue;
            };
            let classes = nodes_in(nodes.root()).filter(|node| node.kind() == "class_definition");
            for node in classes {
                if nodes.root().has_error() {
                    return None;
                }
                let class = DocumentNode {
                    base: statement.start,
                    node,
                };
                for (name, method) in self.methods(context, class).iter() {
                    all.entry(*name)
                        .and_modify(|owners| *owners = MethodOwners::Several)
                        .or_insert(MethodOwners::Only(*method));
                }
            }
        }
        Some(all)
    }

    fn methods(&self, context: &Context<'a>, class: DocumentNode<'a>) -> Rc<MethodsByName<'a>> {
        let start = class.range().start;
        if let Some(known) = self.of_classes.borrow().get(&start) {
            return Rc::clone(known);
        }
        let text = context.document.text().as_str();
        let mut found = MethodsByName::new();
        let body = class.node.child_by_field_name("body");
        let functions = body
            .into_iter()
            .flat_map(crate::syntax::Node::named_children);
        for node in functions.filter(|node| node.kind() == "function_definition") {
            let method = class.with(node);
            let name = node.child_by_field_name("name");
            if let Some(name) = name.and_then(|name| text.get(method.with(name).range())) {
                found.entry(name).or_insert(method);
            }
        }
        let found = Rc::new(found);
        let mut known = self.of_classes.borrow_mut();
        known.insert(start, Rc::clone(&found));
        found
    }
}
