//! Lowering of functions and classes.

use std::sync::Arc;

use tree_sitter::Node;

use super::super::ast::{Class, Expr, Function, Parameter, StmtKind};
use super::{Lowering, children, field, has_token, span};

impl Lowering<'_> {
    pub(super) fn definition(&mut self, node: Node<'_>, decorators: Vec<Expr>) -> StmtKind {
        let name = field(node, "name");
        let name_span = name.map_or_else(|| span(node), span);
        let name = name.map_or_else(|| "".into(), |name| self.name(name));
        if node.kind() == "class_definition" {
            return StmtKind::Class(Arc::new(Class {
                name,
                name_span,
                decorators,
                arguments: field(node, "superclasses")
                    .map_or_else(Vec::new, |arguments| self.arguments(arguments)),
                body: self.block_of(node, "body"),
            }));
        }
        let parameters = field(node, "parameters")
            .map_or_else(Vec::new, |parameters| self.parameters(parameters));
        let returns = field(node, "return_type").map(|returns| self.first(returns));
        let outer_yields = std::mem::take(&mut self.yields);
        let body = self.block_of(node, "body");
        let yields = std::mem::replace(&mut self.yields, outer_yields);
        StmtKind::Function(Arc::new(Function {
            name,
            name_span,
            lazy: yields || has_token(node, "async"),
            decorators,
            parameters,
            returns,
            body,
        }))
    }

    pub(super) fn parameters(&mut self, node: Node<'_>) -> Vec<Parameter> {
        children(node)
            .filter_map(|parameter| self.parameter(parameter))
            .collect()
    }

    fn parameter(&mut self, node: Node<'_>) -> Option<Parameter> {
        let mut name = field(node, "name").unwrap_or(node);
        if node.kind() == "typed_parameter" {
            name = children(node).next()?;
        }
        let variadic = name.kind().ends_with("splat_pattern");
        let keywords = name.kind().starts_with("dictionary");
        if variadic {
            name = children(name).next()?;
        }
        if name.kind() != "identifier" {
            return None;
        }
        Some(Parameter {
            name: self.name(name),
            annotation: field(node, "type").map(|annotation| self.first(annotation)),
            default: field(node, "value").map(|value| self.expr(value)),
            variadic,
            keywords,
        })
    }
}
