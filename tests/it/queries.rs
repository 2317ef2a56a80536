//! Queries: each pattern finds something on a page, each capture is read, and what is read is right.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Instant;

use spawnsafe::syntax::queries::{self, BindError, CallArgument};
use spawnsafe::syntax::{Chunk, Document};
use tree_sitter::{Query, QueryCursor, StreamingIterator};

use crate::pages;

/// Every Python block of every page.
fn pages() -> Vec<Document> {
    let pages = pages::read_all();
    let blocks = pages.iter().flat_map(pages::Page::python);
    blocks.map(Document::new).collect()
}

/// The captures that a query makes on the pages.
fn captured(source: &str, documents: &[Document]) -> BTreeSet<String> {
    let language = tree_sitter_python::LANGUAGE.into();
    let query = Query::new(&language, source).expect("a query");
    let mut captured = BTreeSet::new();
    let chunks = documents.iter().flat_map(Document::statements);
    for chunk in chunks.map(|statement| &statement.chunk) {
        let root = chunk.root().expect("a tree");
        let mut cursor = QueryCursor::new();
        let mut matches = cursor.matches(&query, root, chunk.text().as_bytes());
        while let Some(found) = matches.next() {
            let names = found.captures().iter();
            let names = names.map(|capture| query.capture_names()[capture.index as usize]);
            captured.extend(names.map(str::to_owned));
        }
    }
    captured
}

#[test]
fn every_pattern_finds_something_on_a_page() {
    let documents = pages();
    let mut idle = Vec::new();
    for file in queries::files() {
        let query = queries::compile(file.source, &file.captures).expect(file.name);
        let mut all = BTreeSet::new();
        for pattern in 0..query.pattern_count() {
            let range = query.start_byte_for_pattern(pattern)..query.end_byte_for_pattern(pattern);
            let source = &file.source[range];
            let captured = captured(source, &documents);
            if captured.is_empty() {
                idle.push(format!("{}: {}", file.name, source.trim()));
            }
            all.extend(captured);
        }
        let unseen = file.captures.iter().filter(|name| !all.contains(**name));
        idle.extend(unseen.map(|name| format!("{}: @{name}", file.name)));
    }
    assert!(
        idle.is_empty(),
        "nothing on a page for\n{}",
        idle.join("\n")
    );
}

#[test]
fn every_query_says_what_it_asks_and_captures() {
    for file in queries::files() {
        let comments: Vec<&str> = file
            .source
            .lines()
            .map_while(|line| line.strip_prefix("; "))
            .collect();
        assert!(comments[0].ends_with('?'), "{} asks nothing", file.name);
        let described: Vec<&str> = comments[1..]
            .iter()
            .map(|line| {
                line.strip_prefix('@')
                    .and_then(|line| line.split_once(": "))
            })
            .map(|described| described.expect("a capture: what it is").0)
            .collect();
        assert_eq!(described, file.captures, "{}", file.name);
        let is_named = |name: &&str| name.split('.').filter(|part| !part.is_empty()).count() == 2;
        assert!(file.captures.iter().all(is_named));
    }
}

#[test]
fn every_query_file_is_read() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/queries");
    let on_disk: BTreeSet<String> = std::fs::read_dir(directory)
        .expect("the queries")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    let read = queries::files()
        .iter()
        .map(|file| file.name.to_owned())
        .collect();
    assert_eq!(on_disk, read);
}

#[test]
fn captures_that_do_not_fit_are_errors() {
    let compile = |source, names: &[&str]| queries::compile(source, names).map(|_| ());
    let query = "((identifier) @name.any (#eq? @name.any \"x\"))";
    assert_eq!(compile(query, &["name.any"]), Ok(()));
    let unknown = compile(query, &[]).expect_err("unknown");
    assert_eq!(unknown, BindError::Unknown("name.any".into()));
    assert!(unknown.to_string().contains("`@name.any`"), "{unknown}");
    let unused = compile(query, &["name.any", "name.other"]).expect_err("unused");
    assert_eq!(unused, BindError::Unused("name.other".into()));
    assert!(matches!(
        compile("(identifer) @x", &["x"]),
        Err(BindError::Invalid(_))
    ));
    assert_eq!(compile("(identifier) @_own", &[]), Ok(()));
}

/// What is found in one statement, as text.
fn show(source: &str, find: impl Fn(&Chunk) -> Vec<String>) -> String {
    let document = Document::new(source.into());
    let chunks = document
        .statements()
        .iter()
        .map(|statement| &statement.chunk);
    chunks
        .flat_map(|chunk| find(chunk))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The first word of a scope.
fn scope(chunk: &Chunk, scope: &queries::Scope) -> String {
    scope.as_ref().map_or_else(
        || "module".into(),
        |range| {
            let text = &chunk.text()[range.clone()];
            text.chars().take(8).collect::<String>().replace('\n', " ")
        },
    )
}

fn bindings(source: &str) -> String {
    show(source, |chunk| {
        let bindings = chunk.bindings().iter();
        let show = |b: &queries::Binding| {
            assert_eq!(&chunk.text()[b.range.clone()], &*b.name);
            format!("{} {:?} {}", b.name, b.kind, scope(chunk, &b.scope))
        };
        bindings.map(show).collect()
    })
}

fn uses(source: &str) -> String {
    show(source, |chunk| {
        let show = |u: &queries::Use| {
            assert_eq!(&chunk.text()[u.range.clone()], &*u.name);
            let mut shown = format!("{} {}", u.name, scope(chunk, &u.scope));
            if u.in_annotation {
                write!(shown, " annotation").expect("a string");
            }
            shown
        };
        chunk.uses().iter().map(show).collect()
    })
}

#[test]
fn bindings_are_found_in_their_scopes() {
    assert_eq!(
        bindings("a, (b[0], *c.d, [e]) = f = g"),
        "a Assignment module; e Assignment module; f Assignment module"
    );
    assert_eq!(
        bindings("def f(a, *b, c: int = 1, d=(e := 2)) -> int:\n    a: int\n    b += 1"),
        "f Function module; a Parameter def f(a,; b Parameter def f(a,; c Parameter def f(a,; \
         d Parameter def f(a,; e Walrus module; a Annotation def f(a,; b Augmented def f(a,"
    );
    assert_eq!(
        bindings(
            "class A[T]:\n    x = [y for y in (z := 1, 2) if (w := y)]\n    def m(self): pass"
        ),
        "A Class module; T TypeParameter class A[; x Assignment class A[; \
         y Comprehension [y for y; z Walrus class A[; w Walrus class A[; \
         m Function class A[; self Parameter def m(se"
    );
    assert_eq!(
        bindings("match a:\n    case B.c | d: pass\n    case E(f=g, h=I.j) as k: pass"),
        "d Pattern module; g Pattern module; k Pattern module"
    );
    assert_eq!(
        bindings("import a.b, c as d\nfrom . import e as f, g\nfrom h import *"),
        "a Import module; d Import module; f Import module; g Import module"
    );
    assert_eq!(
        bindings("def f(:\n    x ="),
        "",
        "a statement with a mistake binds nothing"
    );
}

#[test]
fn uses_are_found_in_their_scopes() {
    assert_eq!(
        uses("@a.b(c=d)\ndef f(g: h.i, j=k) -> l:\n    m: n = o.p[q]\n    m += 1\n    r.s = g"),
        "a module; d module; h module annotation; k module; l module annotation; \
         n def f(g: annotation; o def f(g:; q def f(g:; m def f(g:; r def f(g:; g def f(g:"
    );
    assert_eq!(
        uses("x = lambda a, b=c: [a for d in e for f in g]"),
        "c module; a [a for d; e lambda a; g [a for d"
    );
    assert_eq!(
        uses("[[x for x in a] for y in [z for z in b]]"),
        "x [x for x; a [[x for ; z [z for z; b module"
    );
    assert_eq!(
        uses("match a:\n    case B.c | D(e=f) if g: pass\nimport h.i as j\ndel k, l[m]\nglobal n"),
        "a module; B module; D module; g module; l module; m module"
    );
    assert_eq!(uses("f'{a!r:{b}} {c=}'"), "a module; b module; c module");
}

#[test]
fn calls_comments_and_annotations_are_found() {
    let found = show("f(a, *b, c=d(x for x in e), # why\n**g)", |chunk| {
        let text = chunk.text();
        let argument = |argument: &CallArgument| match argument {
            CallArgument::Positional(range) => text[range.clone()].to_owned(),
            CallArgument::Keyword { name, value } => format!("{name} is {}", &text[value.clone()]),
            CallArgument::Values(range) | CallArgument::Pairs(range) => {
                format!("all {}", &text[range.clone()])
            }
        };
        let show = |call: &queries::Call| {
            let arguments: Vec<String> = call.arguments.iter().map(argument).collect();
            format!(
                "{} of {}",
                &text[call.function.clone()],
                arguments.join(" and ")
            )
        };
        chunk.calls().iter().map(show).collect()
    });
    assert_eq!(
        found,
        "f of a and all *b and c is d(x for x in e) and all **g; d of (x for x in e)"
    );

    let comments = |source: &str| {
        show(source, |chunk| {
            let comments = chunk.comments().iter();
            comments
                .map(|comment| chunk.text()[comment.range.clone()].to_owned())
                .collect()
        })
    };
    assert_eq!(comments("x = '#' # é \r\n# two\ry"), "# é; # two");
    let long = "# one\n\n  #two \r\n".repeat(40);
    assert_eq!(
        comments(&format!("if x:\n  y\n{long}"))
            .matches("; ")
            .count(),
        79
    );

    let annotations = show("def f(a: 'b', *c: d) -> e: g: h = i", |chunk| {
        let show =
            |a: &queries::Annotation| format!("{:?} {}", a.kind, &chunk.text()[a.range.clone()]);
        chunk.annotations().iter().map(show).collect()
    });
    assert_eq!(
        annotations,
        "Parameter 'b'; Parameter d; Return e; Variable h"
    );
}

#[test]
fn nesting_without_end_is_queried() {
    let deep = [
        "(".repeat(100_000),
        format!("{}x{}", "f(".repeat(50_000), ")".repeat(50_000)),
        format!("{}x{}", "[x for x in ".repeat(20_000), "]".repeat(20_000)),
        "lambda x=".repeat(20_000),
        format!("{} = 1", "a, ".repeat(30_000)),
        format!("{}a{} = 1", "(".repeat(50_000), ",)".repeat(50_000)),
        format!("def f({}): pass", "a: b = c, ".repeat(10_000)),
        format!(
            "match x:\n  case {}y{}: pass",
            "A(".repeat(20_000),
            ")".repeat(20_000)
        ),
        "def f(x=".repeat(10_000),
    ];
    for source in deep {
        let start = Instant::now();
        for statement in Document::new(source.clone()).statements() {
            let chunk = &statement.chunk;
            let counts = [
                chunk.bindings().len(),
                chunk.uses().len(),
                chunk.calls().len(),
                chunk.comments().len(),
            ];
            assert!(counts.iter().sum::<usize>() <= source.len());
        }
        let head: String = source.chars().take(12).collect();
        assert!(
            start.elapsed().as_secs() < 120,
            "{head:?} takes {:?}",
            start.elapsed()
        );
    }
}
