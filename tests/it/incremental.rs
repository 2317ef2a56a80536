//! Edits: a document that was edited is like a new one, and what an edit does not touch stays.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use proptest::prelude::*;
use spawnsafe::syntax::Document;
use spawnsafe::text::Edit;
use tree_sitter::Node;

/// Everything that others can see of a document, statement by statement.
fn shape(document: &Document) -> Vec<(usize, String, Option<String>)> {
    document
        .statements()
        .iter()
        .map(|statement| {
            let tree = statement.chunk.root().map(tree);
            (statement.start, statement.chunk.text().to_owned(), tree)
        })
        .collect()
}

/// The nodes of a tree with their places.
fn tree(root: Node<'_>) -> String {
    let mut cursor = root.walk();
    let mut tree = root.to_sexp();
    loop {
        let node = cursor.node();
        write!(tree, " {} {:?}", node.kind(), node.byte_range()).expect("a string");
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return tree;
            }
        }
    }
}

fn texts(source: &str) -> Vec<String> {
    let document = Document::new(source.into());
    document
        .statements()
        .iter()
        .map(|statement| statement.chunk.text().to_owned())
        .collect()
}

const SOURCES: [&str; 5] = [
    include_str!("incremental.py"),
    r#"# coding: utf-8
"""The module's docstring.

def not_code(): pass
"""
import os, sys
from multiprocessing import (
    Process,  # comment
    Queue,
)

if sys.platform != "win32":
    os.fork()
# a comment
elif x: pass

else:
    try:
        import fcntl
    except ImportError:
        fcntl = None

@decorator(
    1)
# why
@other
def f(a, *b: int, c=lambda x: (x, 1), **d) -> str:
    '''Docstring.

    More.'''
    with open(a) as é, b as (c, d):
        for i in range(10): print(f"{i:>{c}} {{}} {d['k']!r}" "x")
    return [x for x in y if x]; pass

x = {
    "a": 1,
}
"#,
    "class A(B):\n    \"\"\"Doc.\"\"\"\n\n    x: int = 1\n\n    def m(self):\n        \"\"\"Return the name.\n        \"\"\"\n        return self.x + \\\n            1\n\n    async def n(self):\n        await x\n\n\nclass C: pass\n\nmatch x:\n    case [1, *y]: pass\n    case _:\n        pass\nprint('done')\n",
    "a = 1\rb = 2\r\nc = '''\r\n'''\rwhile a:\r  pass\relse:\r  pass\r",
    "\u{feff}import a\n\u{c}\ndef f():\n\tif x:\n\t\tpass\n\u{c}def g(): return (yield)\n𐐀 = 'x'\n",
];

/// What people type, and what hurts.
const TYPED: [&str; 46] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\\",
    "\n",
    "\r",
    "\r\n",
    ":",
    " ",
    "    ",
    "\t",
    "x",
    "é",
    "𐐀",
    "=",
    ",",
    ".",
    "@",
    "def f():\n",
    "\ndef ",
    "class ",
    "\nimport os\n",
    "\nfrom a import b\n",
    "else",
    "\nelse:\n",
    "\nelif x:\n",
    "\nexcept",
    "\nreturn",
    "async ",
    "f\"{",
    "f'",
    "r\"",
    "\\\n",
    "\0",
    "\u{c}",
    "\u{feff}",
    "pass\n",
    "",
];

fn edit() -> impl Strategy<Value = (usize, usize, String)> {
    let typed = proptest::collection::vec(proptest::sample::select(&TYPED[..]), 0..4);
    let length = prop_oneof![4 => Just(0usize), 3 => 0usize..4, 1 => 0usize..200];
    (0usize..1000, length, typed.prop_map(|typed| typed.concat()))
}

/// 1,500 cases, or as many as `PROPTEST_CASES` says.
fn random() -> ProptestConfig {
    let default = ProptestConfig::default();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        failure_persistence: None,
        cases: if is_set { default.cases } else { 1500 },
        ..default
    }
}

proptest! {
    #![proptest_config(random())]

    #[test]
    fn an_edited_document_is_like_a_new_one(
        source in proptest::sample::select(&SOURCES[..]),
        edits in proptest::collection::vec((edit(), any::<bool>()), 1..12),
    ) {
        let mut document = Document::new(source.into());
        for ((start, length, content), look) in edits {
            let start = start % (document.text().as_str().len() + 1);
            document.edit(&Edit { range: start..start + length, content });
            // A document whose trees nobody asked for between two edits has to come to the same.
            if look {
                let fresh = Document::new(document.text().as_str().into());
                prop_assert_eq!(shape(&document), shape(&fresh));
            }
        }
        let fresh = Document::new(document.text().as_str().into());
        prop_assert_eq!(shape(&document), shape(&fresh));
        let whole: String = document.statements().iter().map(|s| s.chunk.text()).collect();
        prop_assert_eq!(&whole, document.text().as_str());
    }
}

#[test]
fn a_statement_that_an_edit_does_not_touch_stays_the_same() {
    let mut document = Document::new("import a\n\ndef f():\n    pass\n\nx = 1\ny = 2\n".into());
    let before: Vec<_> = document.statements().to_vec();
    document.edit(&Edit {
        range: 29..29,
        content: "(1)".into(),
    });
    let after = document.statements();
    assert_eq!(after.len(), before.len());
    let same: Vec<bool> = after
        .iter()
        .zip(&before)
        .map(|(after, before)| Arc::ptr_eq(&after.chunk, &before.chunk))
        .collect();
    assert_eq!(same, [true, true, false, true]);
    assert_eq!(after[3].start, before[3].start + 3);
}

#[test]
fn a_statement_is_what_python_takes_for_one() {
    assert_eq!(texts(""), [""; 0]);
    assert_eq!(texts("# only a comment"), ["# only a comment"]);
    assert_eq!(
        texts("#!x\n\na\n# about a?\n\nb\n"),
        ["#!x\n\na\n# about a?\n\n", "b\n"]
    );
    assert_eq!(
        texts("if x:\n  a\n# c\nelif y:\n  b\nelse :\n  c\nelsewhere = 1\n"),
        [
            "if x:\n  a\n# c\nelif y:\n  b\nelse :\n  c\n",
            "elsewhere = 1\n"
        ]
    );
    assert_eq!(
        texts("@a\n\n# c\n@b(\n1)\ndef f(): pass\n@c\nasync def g(): pass\nx\n"),
        [
            "@a\n\n# c\n@b(\n1)\ndef f(): pass\n",
            "@c\nasync def g(): pass\n",
            "x\n"
        ]
    );
    assert_eq!(texts("@a\nx\n"), ["@a\n", "x\n"]);
    assert_eq!(texts("a = \\\nb\nc\n"), ["a = \\\nb\n", "c\n"]);
    assert_eq!(texts("a\rb\r\nc"), ["a\r", "b\r\n", "c"]);
    assert_eq!(texts("\u{feff}a\n\u{c}b\n"), ["\u{feff}a\n", "\u{c}b\n"]);
    assert_eq!(
        texts("a = '''\nb\n\\'''\n'''\nc"),
        ["a = '''\nb\n\\'''\n'''\n", "c"]
    );
    assert_eq!(
        texts("x = f\"{d[\"(\"]:{w}>'10}{{\"\ny = rf'{a[\n0]}'\nz\n"),
        [
            "x = f\"{d[\"(\"]:{w}>'10}{{\"\n",
            "y = rf'{a[\n0]}'\n",
            "z\n"
        ]
    );
    assert_eq!(
        texts("f(\nx, # (\n'(', \"\"\"(\n\"\"\"\n)\ng\n"),
        ["f(\nx, # (\n'(', \"\"\"(\n\"\"\"\n)\n", "g\n"]
    );
}

#[test]
fn what_is_being_typed_hurts_one_statement() {
    // An unclosed bracket ends at what cannot be inside.
    assert_eq!(
        texts("x = f(\ndef g(): pass\ny = 1\n"),
        ["x = f(\n", "def g(): pass\n", "y = 1\n"]
    );
    assert_eq!(
        texts("x = [\n@a\n@b.c\n\nclass C: pass\n"),
        ["x = [\n", "@a\n@b.c\n\nclass C: pass\n"]
    );
    assert_eq!(
        texts("x = (\nfrom .a import b\n"),
        ["x = (\n", "from .a import b\n"]
    );
    assert_eq!(texts("x = (yield\nfrom a)\n"), ["x = (yield\nfrom a)\n"]);
    assert_eq!(
        texts("if f(:\n  a\nelif b:\n  c\nd\n"),
        ["if f(:\n  a\nelif b:\n  c\n", "d\n"]
    );
    assert_eq!(
        texts("class A:\n  def f(self):\n    g(\n  def h(self): pass\nx = 1\n"),
        [
            "class A:\n  def f(self):\n    g(\n  def h(self): pass\n",
            "x = 1\n"
        ]
    );
    // A string in single quotes ends with its line, and so do brackets around it.
    assert_eq!(texts("print('a\nx = 1\n"), ["print('a\n", "x = 1\n"]);
    assert_eq!(
        texts("print(f'{a\nx', 1)\ny\n"),
        ["print(f'{a\nx', 1)\n", "y\n"]
    );
    assert_eq!(texts("print(f'{a')\ny\n"), ["print(f'{a')\n", "y\n"]);
    // Quotes that seem to be closed by the next docstring's opening quotes.
    let docstring = "def f():\n    \"\"\"Return it.\"\"\"\n";
    assert_eq!(
        texts(&format!("x = \"\"\"\n{docstring}y = 1\n")),
        ["x = \"\"\"\n", docstring, "y = 1\n"]
    );
    assert_eq!(
        texts("x = '''\nA text.\nimport os\n"),
        ["x = '''\nA text.\n", "import os\n"]
    );
}

#[test]
fn nesting_without_end_is_survived() {
    let deep = [
        "(".repeat(100_000),
        "[(".repeat(100_000),
        format!("{}{}", "(".repeat(100_000), ")".repeat(100_000)),
        "a.".repeat(100_000),
        "not ".repeat(100_000),
        "-".repeat(100_000),
        "lambda: ".repeat(100_000),
        "f\"{".repeat(50_000),
        "f'{\"".repeat(50_000),
        "a if b else ".repeat(50_000),
        "@a\n".repeat(50_000),
        "if x:\n".repeat(50_000),
        "x = (\"\n".repeat(50_000),
        "]".repeat(200_000),
        "'''\ndef f(): \\'''\n".repeat(20_000),
        (0..2000).map(|n| " ".repeat(n) + "if x:\n").collect(),
        format!("def f():\n  x\n{}  y\n", "  # comment\n".repeat(20_000)),
        format!("def f():\n  x\n{}  y\n", "# c\n\n # c\n\\\n".repeat(20_000)),
        format!("def f():\n{}", "  x = 1 \\\n".repeat(20_000)),
        "\0".repeat(100_000),
    ];
    for source in deep {
        let start = Instant::now();
        let mut document = Document::new(source.clone());
        look_at_all(&document);
        let middle = source.len() / 2;
        document.edit(&Edit {
            range: middle..middle,
            content: ")".into(),
        });
        look_at_all(&document);
        drop(document);
        let head: String = source.chars().take(12).collect();
        // Seconds, where anything quadratic takes hours.
        assert!(
            start.elapsed().as_secs() < 30,
            "{head:?} takes {:?}",
            start.elapsed()
        );
    }
}

/// Asks for every tree and gives how many statements have none.
fn look_at_all(document: &Document) -> usize {
    let statements = document.statements().iter();
    statements
        .filter(|statement| statement.chunk.root().is_none())
        .count()
}

#[test]
fn a_statement_that_is_too_long_or_too_deep_has_no_tree() {
    let deep: String = (0..600).map(|n| " ".repeat(n) + "if x:\n").collect();
    let long = format!("x = [{}]\n", "1, ".repeat(400_000));
    for source in [deep, long] {
        let document = Document::new(format!("import a\n{source}import b\n"));
        assert_eq!(document.statements().len(), 3);
        assert_eq!(look_at_all(&document), 1);
    }
}
