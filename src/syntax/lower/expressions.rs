//! Lowering of expressions.

use tree_sitter::Node;

use super::super::ast::{Argument, ArgumentKind, Clause, Comparison, Expr, ExprKind, Lambda};
use super::{Lowering, children, field, literals};

impl Lowering<'_> {
    pub(super) fn expr(&mut self, node: Node<'_>) -> Expr {
        let kind = self
            .deeper(|this| this.expr_kind(node))
            .unwrap_or_else(|| ExprKind::Other(Vec::new()));
        Expr::new(self.span(node), kind)
    }

    /// Something of unknown value whose parts are evaluated.
    pub(super) fn other(&mut self, node: Node<'_>, parts: &[Node<'_>]) -> Expr {
        let parts = parts.iter().map(|&part| self.expr(part)).collect();
        Expr::new(self.span(node), ExprKind::Other(parts))
    }

    pub(super) fn tuple(&mut self, node: Node<'_>) -> Expr {
        Expr::new(self.span(node), ExprKind::Tuple(self.all(node)))
    }

    fn all(&mut self, node: Node<'_>) -> Vec<Expr> {
        children(node).map(|child| self.expr(child)).collect()
    }

    fn part(&mut self, node: Option<Node<'_>>) -> Option<Expr> {
        node.map(|node| self.expr(node))
    }

    fn expr_kind(&mut self, node: Node<'_>) -> ExprKind {
        if node.is_error() || node.is_missing() {
            return ExprKind::Other(Vec::new());
        }
        self.known_kind(node)
            .unwrap_or_else(|| ExprKind::Other(self.all(node)))
    }

    /// `None`: nothing special about it.
    fn known_kind(&mut self, node: Node<'_>) -> Option<ExprKind> {
        Some(match node.kind() {
            "identifier" | "keyword_identifier" => ExprKind::Name(self.name(node)),
            // A pattern's name, or a type that is one.
            "dotted_name" => self.dotted_expr(node)?,
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "none" => ExprKind::None,
            "integer" => ExprKind::Int(literals::integer(self.text(node))?),
            "string" => match literals::string(node, self.text) {
                Some(text) => ExprKind::Str(text),
                None => match literals::bytes(node, self.text) {
                    Some(text) => ExprKind::Bytes(text),
                    None => return self.pieces(node),
                },
            },
            "binary_operator" if field(node, "operator")?.kind() == "+" => {
                let (left, right) = (field(node, "left")?, field(node, "right")?);
                ExprKind::Joined(vec![self.expr(left), self.expr(right)])
            }
            "concatenated_string" => {
                let parts: Option<Vec<_>> = children(node)
                    .map(|part| literals::string(part, self.text))
                    .collect();
                ExprKind::Str(parts?.concat().into())
            }
            "parenthesized_expression" | "type" | "case_pattern" => {
                let mut parts = children(node);
                let inner = parts.next()?;
                return match parts.next() {
                    None => self.deeper(|this| this.expr_kind(inner)),
                    Some(_) => None,
                };
            }
            "tuple" | "expression_list" | "pattern_list" | "tuple_pattern" => {
                ExprKind::Tuple(self.all(node))
            }
            "list" | "list_pattern" => ExprKind::List(self.all(node)),
            "set" => ExprKind::Set(self.all(node)),
            "dictionary" => ExprKind::Dict(self.entries(node)),
            "attribute" => {
                let object = self.part(field(node, "object"))?;
                let name = self.name(field(node, "attribute")?);
                self.primary(node, object, |object| ExprKind::Attribute { object, name })
            }
            "call" => {
                let function = self.part(field(node, "function"))?;
                let arguments = self.call_arguments(field(node, "arguments")?);
                self.primary(node, function, |function| ExprKind::Call {
                    function,
                    arguments,
                })
            }
            "subscript" => {
                let object = self.part(field(node, "value"))?;
                let indices = super::fields(node, "subscript")
                    .into_iter()
                    .map(|index| self.expr(index))
                    .collect();
                self.primary(node, object, |object| ExprKind::Subscript {
                    object,
                    indices,
                })
            }
            "slice" => return self.slice(node),
            "yield" => {
                self.yields = true;
                let mut parts = children(node);
                match (parts.next(), parts.next()) {
                    (Some(value), None) if !super::has_token(node, "from") => {
                        ExprKind::Yield(self.expr(value))
                    }
                    _ => return None,
                }
            }
            "not_operator" => ExprKind::Not(self.part(field(node, "argument"))?),
            "boolean_operator" => {
                let left = self.part(field(node, "left"))?;
                let right = self.part(field(node, "right"))?;
                match field(node, "operator")?.kind() {
                    "and" => ExprKind::And(left, right),
                    _ => ExprKind::Or(left, right),
                }
            }
            "comparison_operator" => self.comparison(node)?,
            "conditional_expression" => {
                let mut parts = children(node);
                let (then, test, otherwise) = (parts.next(), parts.next(), parts.next());
                ExprKind::Conditional {
                    test: self.part(test)?,
                    then: self.part(then)?,
                    otherwise: self.part(otherwise)?,
                }
            }
            "named_expression" => ExprKind::Walrus {
                name: self.name(field(node, "name")?),
                value: self.part(field(node, "value"))?,
            },
            "lambda" => ExprKind::Lambda(Box::new(Lambda {
                parameters: field(node, "parameters")
                    .map_or_else(Vec::new, |parameters| self.parameters(parameters)),
                body: self.part(field(node, "body"))?,
            })),
            "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
            | "generator_expression" => self.comprehension(node)?,
            "list_splat" | "list_splat_pattern" | "dictionary_splat" => {
                ExprKind::Starred(self.part(children(node).next())?)
            }
            "unary_operator" => match self.text(node).strip_prefix('-') {
                Some(digits) => ExprKind::Int(-literals::integer(digits.trim())?),
                None => return None,
            },
            _ => return None,
        })
    }

    /// The texts and the expressions of an f-string.
    fn pieces(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut parts = Vec::new();
        for part in children(node) {
            match part.kind() {
                "string_start" => {
                    let prefix = self.text(part);
                    if prefix.contains(['b', 'B']) {
                        return None;
                    }
                }
                "string_content" if !self.text(part).contains(['\\', '{']) => {
                    parts.push(Expr::new(
                        self.span(part),
                        ExprKind::Str(self.text(part).into()),
                    ));
                }
                "interpolation" if children(part).count() == 1 => parts.push(self.first(part)),
                "interpolation" if let Some(call) = self.formatted_date(part) => parts.push(call),
                "string_end" => {}
                _ => {
                    let inside: Vec<Node<'_>> = children(part).collect();
                    parts.push(self.other(part, &inside));
                }
            }
        }
        Some(ExprKind::Joined(parts))
    }

    /// `{now:%-d}` as `now.strftime("%-d")`, which is what a date makes of it.
    fn formatted_date(&mut self, interpolation: Node<'_>) -> Option<Expr> {
        let mut inside = children(interpolation);
        let (value, format) = (inside.next()?, inside.next()?);
        let is_plain = format.kind() == "format_specifier" && children(format).next().is_none();
        let text = self.text(format).strip_prefix(':')?;
        let is_directive = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
        let mut directives = text.split('%').skip(1);
        if !is_plain
            || inside.next().is_some()
            || !directives.any(|rest| rest.starts_with(is_directive))
        {
            return None;
        }
        let span = self.span(format);
        let (format, object) = (text.into(), self.first(interpolation));
        let name = ExprKind::Attribute {
            object,
            name: "strftime".into(),
        };
        let argument = Argument {
            span,
            kind: ArgumentKind::Positional,
            value: Expr::new(span, ExprKind::Str(format)),
        };
        let call = ExprKind::Call {
            function: Expr::new(self.span(value), name),
            arguments: vec![argument],
        };
        Some(Expr::new(self.span(interpolation), call))
    }

    fn dotted_expr(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut parts = children(node);
        let first = parts.next()?;
        let mut whole = self.span(first);
        let mut kind = self.expr_kind(first);
        for part in parts {
            kind = ExprKind::Attribute {
                object: Expr::new(whole, kind),
                name: self.name(part),
            };
            whole = super::statements::joined(whole, self.span(part));
        }
        Some(kind)
    }

    fn entries(&mut self, node: Node<'_>) -> Vec<(Option<Expr>, Expr)> {
        children(node)
            .filter_map(|entry| {
                if entry.kind() == "pair" {
                    let key = self.expr(field(entry, "key")?);
                    Some((Some(key), self.expr(field(entry, "value")?)))
                } else {
                    Some((None, self.first(entry)))
                }
            })
            .collect()
    }

    /// What `make` makes of `first`, which `node` begins with. In a list, a set or a tuple the grammar reads
    /// `*names.split()` as `(*names).split()`: the star belongs before the whole.
    fn primary(
        &self,
        node: Node<'_>,
        first: Expr,
        make: impl FnOnce(Expr) -> ExprKind,
    ) -> ExprKind {
        let ExprKind::Starred(inner) = &first.kind else {
            return make(first);
        };
        let span = super::statements::joined(inner.span, self.span(node));
        ExprKind::Starred(Expr::new(span, make(inner.clone())))
    }

    fn call_arguments(&mut self, list: Node<'_>) -> Vec<Argument> {
        if list.kind() == "generator_expression" {
            let value = self.expr(list);
            return vec![Argument {
                span: self.span(list),
                kind: ArgumentKind::Positional,
                value,
            }];
        }
        self.arguments(list)
    }

    pub(super) fn argument(&mut self, node: Node<'_>) -> Argument {
        let (kind, value) = match node.kind() {
            "keyword_argument" => {
                let name = field(node, "name").map_or_else(|| "".into(), |name| self.name(name));
                (ArgumentKind::Keyword(name), field(node, "value"))
            }
            "list_splat" => (ArgumentKind::Star, children(node).next()),
            "dictionary_splat" => (ArgumentKind::DoubleStar, children(node).next()),
            _ => (ArgumentKind::Positional, Some(node)),
        };
        Argument {
            span: self.span(node),
            kind,
            value: self.expr(value.unwrap_or(node)),
        }
    }

    fn slice(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut bounds: [Option<i64>; 2] = [None, None];
        let mut at = 0;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if child.kind() == ":" {
                at += 1;
            } else if !child.is_extra() {
                let ExprKind::Int(bound) = self.expr_kind(child) else {
                    return None;
                };
                *bounds.get_mut(at)? = Some(bound);
            }
        }
        Some(ExprKind::Slice(bounds[0], bounds[1]))
    }

    fn comparison(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut operators = Vec::new();
        let mut operands = Vec::new();
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        while more {
            let child = cursor.node();
            if cursor.field_name() == Some("operators") {
                operators.push(comparison_named(child.kind())?);
            } else if child.is_named() && !child.is_extra() {
                operands.push(self.expr(child));
            }
            more = cursor.goto_next_sibling();
        }
        let mut operands = operands.into_iter();
        let first = operands.next()?;
        let rest: Vec<_> = operators.into_iter().zip(operands).collect();
        (!rest.is_empty()).then_some(ExprKind::Compare { first, rest })
    }

    fn comprehension(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let body = field(node, "body")?;
        let elements = match body.kind() {
            "pair" => self.all(body),
            _ => vec![self.expr(body)],
        };
        let clauses = children(node)
            .filter_map(|clause| match clause.kind() {
                "for_in_clause" => Some(Clause::For {
                    target: self.expr(field(clause, "left")?),
                    iterable: match &super::fields(clause, "right")[..] {
                        [iterable] => self.expr(*iterable),
                        several => self.other(clause, several),
                    },
                }),
                "if_clause" => Some(Clause::If(self.first(clause))),
                _ => None,
            })
            .collect();
        Some(ExprKind::Comprehension {
            generator: node.kind() == "generator_expression",
            elements,
            clauses,
        })
    }
}

fn comparison_named(operator: &str) -> Option<Comparison> {
    Some(match operator {
        "==" => Comparison::Equal,
        "!=" | "<>" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterEqual,
        "in" => Comparison::In,
        "not in" => Comparison::NotIn,
        "is" => Comparison::Is,
        "is not" => Comparison::IsNot,
        _ => return None,
    })
}
