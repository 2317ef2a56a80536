//! Lowering of the patterns of `match`.

use tree_sitter::Node;

use super::super::ast::{ExprKind, Name, Pattern};
use super::{Lowering, children};

impl Lowering<'_> {
    pub(super) fn pattern(&mut self, node: Node<'_>) -> Pattern {
        self.deeper(|this| this.pattern_kind(node))
            .unwrap_or_else(|| Pattern::Unknown(Vec::new()))
    }

    fn pattern_kind(&mut self, node: Node<'_>) -> Pattern {
        match node.kind() {
            "case_pattern" => match &children(node).collect::<Vec<_>>()[..] {
                [inner] => self.pattern(*inner),
                // `_` has no node of its own.
                [] if self.text(node) == "_" => Pattern::Wildcard(None),
                several => self.unknown_pattern(several),
            },
            "union_pattern" => {
                Pattern::Any(children(node).map(|option| self.pattern(option)).collect())
            }
            "dotted_name" if children(node).count() == 1 => match self.text(node) {
                "_" => Pattern::Wildcard(None),
                name => Pattern::Wildcard(Some(Name::from(name))),
            },
            "string"
            | "concatenated_string"
            | "integer"
            | "true"
            | "false"
            | "none"
            | "dotted_name" => {
                let value = self.expr(node);
                match value.kind {
                    ExprKind::Other(_) => Pattern::Unknown(Vec::new()),
                    _ => Pattern::Value(value),
                }
            }
            _ => self.unknown_pattern(&[node]),
        }
    }

    pub(super) fn unknown_pattern(&mut self, nodes: &[Node<'_>]) -> Pattern {
        let mut names = Vec::new();
        let mut todo = nodes.to_vec();
        while let Some(node) = todo.pop() {
            if node.kind() == "identifier" {
                names.push(self.name(node));
            }
            todo.extend(children(node));
        }
        Pattern::Unknown(names)
    }
}
