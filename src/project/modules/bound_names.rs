//! The names that a top-level statement may bind, or change what they hold: no parse.

use crate::syntax::is_name_byte;

/// The names that a statement binds, and those that it only does something with.
#[derive(Default)]
pub(super) struct BoundNames<'t> {
    /// Some may be none, but none is left out.
    pub(super) bound: Vec<&'t str>,
    /// What is called, or has something called: `register(…)`, `registry.append(…)`.
    pub(super) changed: Vec<&'t str>,
}

/// The names in a text without comments and strings.
pub(super) fn bound_names(text: &str) -> BoundNames<'_> {
    let mut names = BoundNames::default();
    let mut lines = lines(text).into_iter();
    let Some(first) = lines.by_ref().find(|line| line.first() != Some(&"@")) else {
        return names;
    };
    let defines = first.iter().position(|token| is_definition(token));
    if let Some(at) = defines.filter(|at| *at == 0 || first[0] == "async") {
        let bound = &mut names.bound;
        bound.extend(first.get(at + 1));
        // A function can bind names of the module.
        let globals = lines.filter(|line| line.first() == Some(&"global"));
        bound.extend(
            globals.flat_map(|line| line.into_iter().skip(1).filter(|token| is_name(token))),
        );
        return names;
    }
    bound_in(&first, &mut names);
    lines.for_each(|line| bound_in(&line, &mut names));
    names
}

/// Adds the names that a logical line may bind.
fn bound_in<'t>(line: &[&'t str], names: &mut BoundNames<'t>) {
    let BoundNames { bound, changed } = names;
    let add = |all: &mut Vec<&'t str>, tokens: &[&'t str]| {
        let after_dot = |at: usize| at > 0 && tokens[at - 1] == ".";
        let names = tokens.iter().enumerate();
        let names = names.filter(|(at, token)| is_name(token) && !after_dot(*at));
        all.extend(names.map(|(_, token)| *token));
    };
    let mut bind = |tokens: &[&'t str]| add(bound, tokens);
    let Some(first) = line.first() else {
        return;
    };
    if matches!(*first, "import" | "from") {
        let names = line.iter().position(|token| *token == "import");
        return bind(names.map_or(&[], |at| &line[at + 1..]));
    }
    add(changed, &line[..1]);
    let mut depth = 0_usize;
    for (at, token) in line.iter().enumerate() {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "=" if depth == 0 => bind(target(&line[..at])),
            ":=" => bind(&line[at.saturating_sub(1)..at]),
            "for" => {
                let rest = &line[at + 1..];
                let end = rest.iter().position(|token| *token == "in");
                bind(&rest[..end.unwrap_or(rest.len())]);
            }
            "as" | "def" | "class" | "global" => {
                let rest = &line[at + 1..];
                let end = rest.iter().position(|token| *token == ":");
                bind(&rest[..end.unwrap_or(rest.len())]);
            }
            _ => {}
        }
    }
}

/// What is assigned to, without what type it has.
fn target<'l, 't>(tokens: &'l [&'t str]) -> &'l [&'t str] {
    let is_block = tokens.first().is_none_or(|first| KEYWORDS.contains(first));
    let (mut depth, mut end) = (0_usize, tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            ":" if depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    // `else: x = 1`
    if is_block { tokens } else { &tokens[..end] }
}

/// The words and signs of each logical line.
fn lines(text: &str) -> Vec<Vec<&str>> {
    let bytes = text.as_bytes();
    let mut lines = vec![Vec::new()];
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'\\' if matches!(bytes.get(at), Some(b'\n' | b'\r')) => {
                at += usize::from(bytes[at..].starts_with(b"\r\n")) + 1;
                continue;
            }
            b'\n' | b'\r' | b';' if depth == 0 => {
                lines.push(Vec::new());
                continue;
            }
            byte if byte.is_ascii_whitespace() => continue,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            byte if is_name_byte(byte) => {
                at += bytes[at..]
                    .iter()
                    .take_while(|byte| is_name_byte(**byte))
                    .count();
            }
            _ if bytes.get(at) == Some(&b'=') => at += 1,
            _ => {}
        }
        if let (Some(line), Some(token)) = (lines.last_mut(), text.get(start..at)) {
            line.push(token);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn is_definition(token: &str) -> bool {
    matches!(token, "def" | "class")
}

/// Whether a token can be bound: a name, and no word of the language.
fn is_name(token: &str) -> bool {
    let starts = token.bytes().next();
    starts.is_some_and(|byte| is_name_byte(byte) && !byte.is_ascii_digit())
        && !KEYWORDS.contains(&token)
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

#[cfg(test)]
mod tests {
    use super::bound_names;

    #[test]
    fn names_are_bound_by_every_kind_of_statement() {
        let cases = [
            (
                "def f(a, b=1):\n    global x, y\n    z = 1\n",
                vec!["f", "x", "y"],
            ),
            ("@d(1)\nasync def g(): pass", vec!["g"]),
            ("@d\nclass C(B):\n    a = 1", vec!["C"]),
            (
                "a, (b, c) = d = f(e=1)",
                vec!["a", "a", "b", "c", "a", "b", "c", "d"],
            ),
            ("x: dict[str, int] = {}", vec!["x"]),
            ("if a: x = 1\nelse: y = 1", vec!["a", "x", "y"]),
            ("registry.append(run)", vec!["registry"]),
            ("table[key] = run", vec!["table", "table", "key"]),
            (
                "from m import (\n    a,\n    b as c,\n)",
                vec!["a", "b", "c"],
            ),
            ("import a.b, c as d", vec!["a", "c", "d"]),
            (
                "if x == y:\n    for i, j in z:\n        run(i)",
                vec!["i", "j", "run"],
            ),
            ("with open(f) as (a, b): pass", vec!["a", "b"]),
            ("if (n := f()):\n    class D: pass", vec!["n", "D"]),
            (
                "try:\n    import e\nexcept E as g:\n    e = \\\n        None",
                vec!["e", "g", "e", "e"],
            ),
        ];
        for (text, names) in cases {
            let found = bound_names(text);
            let mut found = [found.bound, found.changed].concat();
            let mut names = names;
            found.sort_unstable();
            found.dedup();
            names.sort_unstable();
            names.dedup();
            // Some too many do no harm.
            let missing: Vec<_> = names.iter().filter(|name| !found.contains(name)).collect();
            assert!(missing.is_empty(), "{text}: {found:?} lacks {missing:?}");
            assert!(found.len() <= names.len() + 1, "{text}: {found:?}");
        }
    }
}
