//! Conditions on arguments, and the literals in them: `max_workers>61`, `family="AF_PIPE"`.

use crate::syntax::is_identifier;

/// A constant of Python, as far as facts need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `"fork"`.
    Str(&'static str),
    /// A string that starts like this.
    Prefix(&'static str),
    /// A string with this in it.
    Part(&'static str),
    /// A list of strings.
    Strs(&'static [&'static str]),
    /// A list with the thing of this dotted name in it.
    Holding(&'static str),
    /// `61`.
    Int(i64),
    /// `True` or `False`.
    Bool(bool),
    /// `None`.
    None,
    /// `()`, or anything else without elements.
    Empty,
    /// The thing with this dotted name, or an instance of the class with it.
    Name(&'static str),
}

/// How an argument is compared with a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentTest {
    /// The argument is passed, whatever its value.
    Passed,
    /// The argument is not passed.
    Absent,
    /// The value is known to be the literal.
    Is,
    /// The value is known not to be the literal.
    IsNot,
    /// The value is known to be greater.
    Above,
    /// The value is known to be less.
    Below,
}

/// One condition on one argument; a fact holds when all of its conditions do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArgumentCondition {
    /// The name of the parameter.
    pub parameter: &'static str,
    /// How its value is compared.
    pub test: ArgumentTest,
    /// What it is compared with; `Literal::None` for `Passed` and `Absent`.
    pub literal: Literal,
}

/// Reads what stands between the parentheses of a fact's name: `sig=0`, `family="AF_UNIX"`.
pub(super) fn conditions(text: &'static str) -> Result<Vec<ArgumentCondition>, String> {
    text.split(", ").map(condition).collect()
}

fn condition(text: &'static str) -> Result<ArgumentCondition, String> {
    if let Some(parameter) = text.strip_prefix('!') {
        return Ok(ArgumentCondition {
            parameter,
            test: ArgumentTest::Absent,
            literal: Literal::None,
        });
    }
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (parameter, rest) = text.split_at(end);
    if parameter.is_empty() {
        return Err(format!("`{text}` does not begin with a parameter"));
    }
    let (kind, value) = [
        ("!=", ArgumentTest::IsNot),
        ("=", ArgumentTest::Is),
        (">", ArgumentTest::Above),
        ("<", ArgumentTest::Below),
    ]
    .into_iter()
    .find_map(|(sign, test)| Some((test, rest.strip_prefix(sign)?)))
    .unwrap_or((ArgumentTest::Passed, "None"));
    if kind == ArgumentTest::Passed && !rest.is_empty() {
        return Err(format!("`{rest}` is not a comparison"));
    }
    Ok(ArgumentCondition {
        parameter,
        test: kind,
        literal: literal(value)?,
    })
}

/// Reads a literal: `"text"`, `"start"*`, `*"part"*`, `["a", "b"]`, `[sys.stdin]`, `61`, `True`, `None`, `()`, `signal.SIGKILL`.
pub(super) fn literal(text: &'static str) -> Result<Literal, String> {
    if let Some(text) = quoted(text) {
        return Ok(Literal::Str(text));
    }
    let inner = text
        .strip_prefix('*')
        .and_then(|text| text.strip_suffix('*'));
    if let Some(part) = inner.and_then(quoted) {
        return Ok(Literal::Part(part));
    }
    if let Some(prefix) = text.strip_suffix('*').and_then(quoted) {
        return Ok(Literal::Prefix(prefix));
    }
    if let Some(list) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        if list.contains('.') && list.split('.').all(is_identifier) {
            return Ok(Literal::Holding(list));
        }
        let items: Option<Vec<&str>> = list.split(", ").map(quoted).collect();
        return items
            .map(|items| Literal::Strs(items.leak()))
            .ok_or_else(|| format!("`{text}` is not a list of strings"));
    }
    match text {
        "None" => return Ok(Literal::None),
        "True" => return Ok(Literal::Bool(true)),
        "False" => return Ok(Literal::Bool(false)),
        "()" => return Ok(Literal::Empty),
        _ => {}
    }
    if let Ok(number) = text.parse() {
        return Ok(Literal::Int(number));
    }
    if text.contains('.') && text.split('.').all(is_identifier) {
        return Ok(Literal::Name(text));
    }
    Err(format!("`{text}` is not a literal"))
}

/// The text between quotes, where a backslash means what it means to Python.
fn quoted(text: &'static str) -> Option<&'static str> {
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    if !text.contains('\\') {
        return Some(text);
    }
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            other => other,
        });
    }
    Some(plain.leak())
}
