//! Lowering of statements.

use std::sync::Arc;

use tree_sitter::Node;

use super::super::ast::{
    Argument, Block, Case, Expr, Handler, ImportFrom, Name, Span, Stmt, StmtKind, Try,
};
use super::{Lowering, children, field, fields};

impl Lowering<'_> {
    /// The statements of a `module` or `block` node.
    pub(super) fn block(&mut self, node: Node<'_>) -> Block {
        let mut block = Block::new();
        for child in children(node) {
            self.deeper(|this| this.statement(child, &mut block))
                .unwrap_or_else(|| block.push(self.opaque(child)));
        }
        // Most blocks are short, and room for more is made four at a time.
        block.shrink_to_fit();
        block
    }

    pub(super) fn block_of(&mut self, node: Node<'_>, name: &str) -> Block {
        field(node, name).map_or_else(Block::new, |block| self.block(block))
    }

    fn statement(&mut self, node: Node<'_>, into: &mut Block) {
        if broken(node) {
            into.push(self.opaque(node));
            return;
        }
        let definition = match node.kind() {
            "decorated_definition" => field(node, "definition"),
            "function_definition" | "class_definition" => Some(node),
            _ => {
                let kind = self.statement_kind(node);
                into.push(Stmt {
                    span: self.span(node),
                    kind,
                });
                return;
            }
        };
        if let Some(definition) = definition {
            let kind = self.definition(node, definition);
            let mut span = self.span(node);
            // Comments behind its last statement do not belong to it.
            span.end = match &kind {
                StmtKind::Function(function) => {
                    let end = function.body.last().map(|last| last.span.end);
                    end.map_or(span.end, |end| span.start + end)
                }
                StmtKind::Class(class) => class.body.last().map_or(span.end, |last| last.span.end),
                _ => span.end,
            };
            into.push(Stmt { span, kind });
        }
    }

    fn statement_kind(&mut self, node: Node<'_>) -> StmtKind {
        match node.kind() {
            "expression_statement" => self.expression_statement(node),
            "import_statement" => StmtKind::Import(self.import_items(node)),
            "import_from_statement" => StmtKind::ImportFrom(Arc::new(self.import_from(node))),
            "future_import_statement" => StmtKind::ImportFrom(Arc::new(ImportFrom {
                level: 0,
                module: "__future__".into(),
                module_span: self.span(node),
                names: self.imported_names(node),
                star: false,
            })),
            "if_statement" => self.if_statement(node),
            "while_statement" => StmtKind::While {
                test: self.field_expr(node, "condition"),
                body: self.block_of(node, "body"),
                otherwise: self.else_block(node),
            },
            "for_statement" => StmtKind::For {
                target: self.field_expr(node, "left"),
                iterable: self.field_expr(node, "right"),
                body: self.block_of(node, "body"),
                otherwise: self.else_block(node),
            },
            "try_statement" => StmtKind::Try(Box::new(self.try_statement(node))),
            "with_statement" => self.with_statement(node),
            "match_statement" => self.match_statement(node),
            "return_statement" => {
                StmtKind::Return(children(node).next().map(|value| self.expr(value)))
            }
            "raise_statement" => {
                let cause = field(node, "cause");
                let exception = children(node)
                    .find(|&child| Some(child) != cause)
                    .map(|value| self.expr(value));
                StmtKind::Raise {
                    exception,
                    cause: cause.map(|value| self.expr(value)),
                }
            }
            "assert_statement" => {
                let mut parts = children(node);
                match parts.next() {
                    Some(test) => StmtKind::Assert {
                        test: self.expr(test),
                        message: parts.next().map(|message| self.expr(message)),
                    },
                    None => StmtKind::Opaque,
                }
            }
            "delete_statement" => {
                let targets = children(node).map(|target| self.expr(target)).collect();
                StmtKind::Delete(targets)
            }
            "global_statement" => StmtKind::Global(self.names(node)),
            "nonlocal_statement" => StmtKind::Nonlocal(self.names(node)),
            "break_statement" => StmtKind::Break,
            "continue_statement" => StmtKind::Continue,
            "pass_statement" | "type_alias_statement" => StmtKind::Pass,
            _ => StmtKind::Opaque,
        }
    }

    fn names(&self, node: Node<'_>) -> Vec<Name> {
        children(node).map(|name| self.name(name)).collect()
    }

    fn expression_statement(&mut self, node: Node<'_>) -> StmtKind {
        let mut parts = children(node);
        let Some(first) = parts.next() else {
            return StmtKind::Opaque;
        };
        match first.kind() {
            "assignment" => self.assignment(first),
            "augmented_assignment" => StmtKind::Augmented {
                target: self.field_expr(first, "left"),
                value: self.field_expr(first, "right"),
            },
            _ if parts.next().is_some() => {
                // `a, b` as a statement: the children are the items of a tuple.
                StmtKind::Expr(self.tuple(node))
            }
            _ => StmtKind::Expr(self.expr(first)),
        }
    }

    fn assignment(&mut self, node: Node<'_>) -> StmtKind {
        if let Some(annotation) = field(node, "type") {
            return StmtKind::Annotated {
                target: self.field_expr(node, "left"),
                annotation: self.first(annotation),
                value: field(node, "right").map(|value| self.expr(value)),
            };
        }
        // `a = b = c` nests to the right.
        let mut targets = vec![self.field_expr(node, "left")];
        let mut right = field(node, "right");
        while let Some(inner) = right.filter(|right| right.kind() == "assignment") {
            targets.push(self.field_expr(inner, "left"));
            right = field(inner, "right");
        }
        match right {
            Some(value) => StmtKind::Assign {
                targets,
                value: self.expr(value),
            },
            None => StmtKind::Opaque,
        }
    }

    fn if_statement(&mut self, node: Node<'_>) -> StmtKind {
        let mut branches = vec![(
            self.field_expr(node, "condition"),
            self.block_of(node, "consequence"),
        )];
        let mut otherwise = Block::new();
        for clause in fields(node, "alternative") {
            if clause.kind() == "elif_clause" {
                branches.push((
                    self.field_expr(clause, "condition"),
                    self.block_of(clause, "consequence"),
                ));
            } else {
                otherwise = self.block_of(clause, "body");
            }
        }
        StmtKind::If {
            branches,
            otherwise,
        }
    }

    fn else_block(&mut self, node: Node<'_>) -> Block {
        field(node, "alternative").map_or_else(Block::new, |clause| self.block_of(clause, "body"))
    }

    fn try_statement(&mut self, node: Node<'_>) -> Try {
        let mut result = Try {
            body: self.block_of(node, "body"),
            handlers: Vec::new(),
            otherwise: Block::new(),
            finally: Block::new(),
        };
        for clause in children(node) {
            match clause.kind() {
                "except_clause" => {
                    let handler = self.handler(clause);
                    result.handlers.push(handler);
                }
                "else_clause" => result.otherwise = self.block_of(clause, "body"),
                "finally_clause" => result.finally = self.child_block(clause),
                _ => {}
            }
        }
        result
    }

    fn child_block(&mut self, node: Node<'_>) -> Block {
        let block = children(node).find(|child| child.kind() == "block");
        block.map_or_else(Block::new, |block| self.block(block))
    }

    fn handler(&mut self, node: Node<'_>) -> Handler {
        let mut name = field(node, "alias").map(|alias| self.name(alias));
        let mut classes = Vec::new();
        for mut value in fields(node, "value") {
            if value.kind() == "as_pattern" {
                let alias = field(value, "alias").and_then(|target| target.named_child(0));
                name = alias.map(|alias| self.name(alias));
                let Some(class) = children(value).next() else {
                    continue;
                };
                value = class;
            }
            match value.kind() {
                "tuple" => classes.extend(children(value).map(|class| self.expr(class))),
                _ => classes.push(self.expr(value)),
            }
        }
        Handler {
            bare: classes.is_empty(),
            classes,
            name,
            body: self.child_block(node),
        }
    }

    fn with_statement(&mut self, node: Node<'_>) -> StmtKind {
        let clause = children(node).find(|child| child.kind() == "with_clause");
        let mut items = Vec::new();
        for item in clause.into_iter().flat_map(children) {
            let Some(value) = field(item, "value") else {
                continue;
            };
            if value.kind() == "as_pattern" {
                let target = field(value, "alias").and_then(|target| target.named_child(0));
                let manager = self.first(value);
                let target = target.map(|target| self.expr(target));
                items.push((manager, target));
            } else {
                let manager = self.expr(value);
                items.push((manager, None));
            }
        }
        StmtKind::With {
            items,
            body: self.block_of(node, "body"),
        }
    }

    fn match_statement(&mut self, node: Node<'_>) -> StmtKind {
        let subjects = fields(node, "subject");
        let subject = match &subjects[..] {
            [subject] => self.expr(*subject),
            _ => self.other(node, &subjects),
        };
        let body = field(node, "body");
        let clauses = body.map(children).into_iter().flatten();
        let cases = clauses
            .filter(|clause| clause.kind() == "case_clause")
            .map(|clause| self.case(clause))
            .collect();
        StmtKind::Match { subject, cases }
    }

    fn case(&mut self, node: Node<'_>) -> Case {
        let patterns: Vec<_> = children(node)
            .filter(|child| child.kind() == "case_pattern")
            .collect();
        let pattern = match &patterns[..] {
            [pattern] => self.pattern(*pattern),
            _ => self.unknown_pattern(&patterns),
        };
        Case {
            pattern,
            guard: field(node, "guard").map(|guard| self.first(guard)),
            body: self.block_of(node, "consequence"),
        }
    }

    fn field_expr(&mut self, node: Node<'_>, name: &str) -> Expr {
        match field(node, name) {
            Some(expr) => self.expr(expr),
            None => self.other(node, &[]),
        }
    }

    fn opaque(&self, node: Node<'_>) -> Stmt {
        Stmt {
            span: self.span(node),
            kind: StmtKind::Opaque,
        }
    }

    /// The first child as an expression: what a wrapper such as `type` or `decorator` holds.
    pub(super) fn first(&mut self, node: Node<'_>) -> Expr {
        match children(node).next() {
            Some(expr) => self.expr(expr),
            None => self.other(node, &[]),
        }
    }

    pub(super) fn arguments(&mut self, node: Node<'_>) -> Vec<Argument> {
        children(node)
            .map(|argument| self.argument(argument))
            .collect()
    }
}

/// Whether the statement itself, not only one in a block below it, is still being typed.
fn broken(node: Node<'_>) -> bool {
    if node.is_error() || node.is_missing() {
        return true;
    }
    if !node.has_error() {
        return false;
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| match child.kind() {
        // Broken statements in a block are dealt with one by one.
        "block" => false,
        "elif_clause"
        | "else_clause"
        | "except_clause"
        | "finally_clause"
        | "case_clause"
        | "function_definition"
        | "class_definition" => broken(child),
        _ => child.is_missing() || child.has_error(),
    })
}

/// The span from the start of the first to the end of the last.
pub(super) fn joined(first: Span, last: Span) -> Span {
    Span {
        start: first.start,
        end: last.end,
    }
}
