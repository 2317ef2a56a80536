//! Ways to write the same program.

/// How a program is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Plain,
    Tabs,
    TwoSpaces,
    CarriageReturns,
    LoneCarriageReturns,
    NoFinalNewline,
    ByteOrderMark,
    Comments,
    NotAscii,
    OsName,
    SingleQuotes,
    Functions,
}

impl Spelling {
    /// Every spelling.
    pub(super) const ALL: [Self; 12] = [
        Self::Plain,
        Self::Tabs,
        Self::TwoSpaces,
        Self::CarriageReturns,
        Self::LoneCarriageReturns,
        Self::NoFinalNewline,
        Self::ByteOrderMark,
        Self::Comments,
        Self::NotAscii,
        Self::OsName,
        Self::SingleQuotes,
        Self::Functions,
    ];

    /// The program in this spelling.
    pub(super) fn write(self, source: &str) -> String {
        match self {
            Self::Plain => source.to_owned(),
            Self::Tabs => indented_by(source, "\t"),
            Self::TwoSpaces => indented_by(source, "  "),
            Self::CarriageReturns => source.replace('\n', "\r\n"),
            Self::LoneCarriageReturns => source.replace('\n', "\r"),
            Self::NoFinalNewline => source.trim_end().to_owned(),
            Self::ByteOrderMark => format!("\u{feff}{source}"),
            Self::Comments => commented(source),
            Self::NotAscii => format!("größe = \"日本語 🐍\"\n{source}"),
            Self::OsName => format!("import os\nWINDOWS = os.name == \"nt\"\n{source}"),
            Self::SingleQuotes => match source.contains('\'') {
                true => source.to_owned(),
                false => source.replace('"', "'"),
            },
            Self::Functions => inside_function(source),
        }
    }
}

fn indented_by(source: &str, step: &str) -> String {
    let line = |line: &str| {
        let content = line.trim_start_matches(' ');
        let depth = line.len() - content.len();
        format!(
            "{}{}{content}\n",
            step.repeat(depth / 4),
            " ".repeat(depth % 4)
        )
    };
    source.lines().map(line).collect()
}

/// A comment behind every line that surely is not in a string.
fn commented(source: &str) -> String {
    if source.contains("\"\"\"") || source.contains('\\') {
        return source.to_owned();
    }
    let line = |(number, line): (usize, &str)| match line.trim().is_empty() {
        true => "\n".to_owned(),
        false => format!("{line}  # line {number}\n"),
    };
    source.lines().enumerate().map(line).collect()
}

/// The whole program as the body of a function.
fn inside_function(source: &str) -> String {
    if source.contains("\"\"\"") || source.contains("__future__") || source.contains("import *") {
        return source.to_owned();
    }
    let line = |line: &str| match line.trim().is_empty() {
        true => "\n".to_owned(),
        false => format!("    {line}\n"),
    };
    let body: String = source.lines().map(line).collect();
    format!("def outer():\n    print(\"outer\")\n{body}")
}
