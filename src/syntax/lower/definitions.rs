//! Lowering of functions and classes.

use std::sync::Arc;

use tree_sitter::Node;

use super::super::ast::{Class, Expr, Function, Parameter, StmtKind};
use super::{Lowering, children, field, has_token, offset};

impl Lowering<'_> {
    /// What a statement defines. All that is in a function counts from where its statement starts.
    pub(super) fn definition(&mut self, statement: Node<'_>, node: Node<'_>) -> StmtKind {
        if node.kind() == "class_definition" {
            return StmtKind::Class(Arc::new(self.class(statement, node)));
        }
        let origin = std::mem::replace(&mut self.origin, offset(statement.start_byte()));
        let function = self.function(statement, node);
        self.origin = origin;
        StmtKind::Function(Arc::new(function))
    }

    fn class(&mut self, statement: Node<'_>, node: Node<'_>) -> Class {
        let name = field(node, "name");
        Class {
            name: name.map_or_else(|| "".into(), |name| self.name(name)),
            name_span: self.span(name.unwrap_or(node)),
            decorators: self.decorators(statement),
            arguments: field(node, "superclasses")
                .map_or_else(Vec::new, |arguments| self.arguments(arguments)),
            body: self.block_of(node, "body"),
        }
    }

    fn function(&mut self, statement: Node<'_>, node: Node<'_>) -> Function {
        let name = field(node, "name");
        let decorators = self.decorators(statement);
        let parameters = field(node, "parameters")
            .map_or_else(Vec::new, |parameters| self.parameters(parameters));
        let returns = field(node, "return_type").map(|returns| self.first(returns));
        let outer_yields = std::mem::take(&mut self.yields);
        let body = self.block_of(node, "body");
        let yields = std::mem::replace(&mut self.yields, outer_yields);
        Function {
            name: name.map_or_else(|| "".into(), |name| self.name(name)),
            name_span: self.span(name.unwrap_or(node)),
            lazy: yields || has_token(node, "async"),
            decorators,
            parameters,
            returns,
            body,
        }
    }

    fn decorators(&mut self, statement: Node<'_>) -> Vec<Expr> {
        children(statement)
            .filter(|child| child.kind() == "decorator")
            .map(|decorator| self.first(decorator))
            .collect()
    }

    pub(super) fn parameters(&mut self, node: Node<'_>) -> Vec<Parameter> {
        let mut all = Vec::new();
        let mut keyword_only = false;
        for child in children(node) {
            let parameter = self.parameter(child, keyword_only);
            keyword_only |= child.kind() == "keyword_separator";
            keyword_only |= parameter.as_ref().is_some_and(|known| known.variadic);
            all.extend(parameter);
        }
        all
    }

    fn parameter(&mut self, node: Node<'_>, keyword_only: bool) -> Option<Parameter> {
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
            keyword_only,
        })
    }
}
