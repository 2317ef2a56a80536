//! The notes in a block: lines of carets under the code.

use std::fmt;
use std::ops::Range;

use spawnsafe::finding::{Finding, Severity};
use spawnsafe::world::Worlds;

use super::Problem;

/// A block as code lines, each with the notes under it.
#[derive(Debug)]
pub(super) struct Noted<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) problems: Vec<Problem>,
}

/// A code line and the notes under it.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The line with its line break.
    pub(super) text: &'a str,
    /// Its number in the page, from 1.
    pub(super) number: usize,
    /// The byte of the block at which it starts.
    pub(super) start: usize,
    pub(super) notes: Vec<Note>,
    /// The lines of the notes, as they are written.
    pub(super) written: &'a str,
}

/// What is said of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// The place, as bytes of the block.
    pub(super) range: Range<usize>,
    pub(super) claim: Claim,
}

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// A rule finds something there.
    Finding {
        rule: String,
        severity: Option<Severity>,
        worlds: Worlds,
    },
    /// These worlds reach the statement.
    Worlds(Worlds),
    /// This is what the expression is.
    Value(String),
}

impl<'a> Noted<'a> {
    /// Reads a block whose content starts at this line of the page.
    pub(super) fn read(content: &'a str, first: usize) -> Self {
        let mut noted = Self {
            lines: Vec::new(),
            problems: Vec::new(),
        };
        let mut start = 0;
        for (index, text) in content.split_inclusive('\n').enumerate() {
            let number = first + index;
            match (carets(text), noted.lines.last_mut()) {
                (None, _) => noted.lines.push(Line {
                    text,
                    number,
                    start,
                    notes: Vec::new(),
                    written: &content[start + text.len()..start + text.len()],
                }),
                (Some(_), None) => {
                    let message = "there is no line above that this note can be about";
                    noted.problems.push(Problem::new(number, message));
                }
                (Some((columns, claim)), Some(line)) => {
                    let from = line.start + line.text.len();
                    line.written = &content[from..start + text.len()];
                    match Note::read(line, columns, claim) {
                        Ok(note) => line.notes.push(note),
                        Err(message) => noted.problems.push(Problem::new(number, message)),
                    }
                }
            }
            start += text.len();
        }
        noted
    }

    /// The code with blanks where the notes are.
    pub(super) fn blanked(&self) -> String {
        let blank = |c: char| {
            if c == '\n' {
                "\n".to_owned()
            } else {
                " ".repeat(c.len_utf8())
            }
        };
        let lines = self.lines.iter();
        lines
            .map(|line| line.text.to_owned() + &line.written.chars().map(blank).collect::<String>())
            .collect()
    }

    /// The code without the notes.
    pub(super) fn stripped(&self) -> String {
        self.lines.iter().map(|line| line.text).collect()
    }
}

impl Line<'_> {
    /// The byte of the block after it, without its line break.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.trim_end_matches('\n').len()
    }

    /// A note as it would be written under this line.
    pub(super) fn write(&self, note: &Note) -> Result<String, String> {
        let column = |byte: usize| self.text[..byte - self.start].chars().count();
        let (start, end) = (
            column(note.range.start),
            column(note.range.end.min(self.end())),
        );
        let indent = self.text.chars().take_while(|c| *c == ' ').count();
        let carets = "^".repeat((end - start).max(1));
        let claim = &note.claim;
        if start >= indent + 2 {
            let gap = " ".repeat(start - indent - 1);
            Ok(format!("{}#{gap}{carets} {claim}\n", " ".repeat(indent)))
        } else if start >= 2 && start != indent {
            Ok(format!("{}# {carets} {claim}\n", " ".repeat(start - 2)))
        } else if carets.len() > 1 && start != 1 {
            Ok(format!("{}#{} {claim}\n", " ".repeat(start), &carets[1..]))
        } else if start >= 2 {
            Ok(format!("{}# {carets} {claim}\n", " ".repeat(start - 2)))
        } else {
            Err(format!(
                "carets cannot mark column {start} here; indent the code or make the range longer: {claim}"
            ))
        }
    }
}

/// The columns of the carets, in characters, and what comes after them.
fn carets(line: &str) -> Option<(Range<usize>, &str)> {
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let after = line[indent..].strip_prefix('#')?;
    let gap = after.chars().take_while(|c| *c == ' ').count();
    let rest = after[gap..].trim_start_matches('^');
    let count = after.len() - gap - rest.len();
    let end = indent + 1 + gap + count;
    let start = if gap == 0 { indent } else { end - count };
    (count > 0).then(|| (start..end, rest.trim()))
}

impl Note {
    fn read(line: &Line<'_>, columns: Range<usize>, claim: &str) -> Result<Self, String> {
        let code = line.text.trim_end_matches('\n');
        let byte = |column: usize| {
            let mut starts = code.char_indices().map(|(at, _)| at).chain([code.len()]);
            starts.nth(column).map(|at| line.start + at)
        };
        let start = byte(columns.start);
        let end = byte(columns.end);
        let (Some(start), Some(end)) = (start, end) else {
            return Err("the carets go past the end of the line above".into());
        };
        Ok(Self {
            range: start..end,
            claim: Claim::read(claim)?,
        })
    }

    /// The note that a finding makes, cut at the end of its first line.
    pub(super) fn of(finding: &Finding, line: &Line<'_>) -> Self {
        Self {
            range: finding.range.start..finding.range.end.min(line.end()),
            claim: Claim::Finding {
                rule: finding.rule.into(),
                severity: Some(finding.severity),
                worlds: finding.worlds,
            },
        }
    }
}

impl Claim {
    fn read(text: &str) -> Result<Self, String> {
        let form = "write `rule: worlds`, `rule severity: worlds`, `worlds: …` or `value: …`";
        let (subject, said) = text.split_once(':').ok_or(form)?;
        let said = said.trim();
        let worlds = || said.parse::<Worlds>().map_err(|error| error.to_string());
        let mut parts = subject.split_whitespace();
        let claim = match (parts.next(), parts.next()) {
            (Some("worlds"), None) => Self::Worlds(worlds()?),
            (Some("value"), None) => Self::Value(said.into()),
            (Some(rule), severity) => Self::Finding {
                rule: rule.into(),
                severity: severity.map(severity_named).transpose()?,
                worlds: worlds()?,
            },
            (None, _) => return Err(form.into()),
        };
        parts.next().map_or(Ok(claim), |_| Err(form.into()))
    }

    /// Whether this is so in these targets, as far as it says.
    pub(super) fn agrees(&self, found: &Self, targets: Worlds) -> bool {
        match (self, found) {
            (Self::Worlds(said), Self::Worlds(found)) => *said & targets == *found & targets,
            (Self::Value(said), Self::Value(found)) => said == found,
            (
                Self::Finding {
                    rule,
                    severity,
                    worlds,
                },
                Self::Finding {
                    rule: found_rule,
                    severity: found_severity,
                    worlds: found_worlds,
                },
            ) => {
                rule == found_rule
                    && severity.is_none_or(|severity| Some(severity) == *found_severity)
                    && *worlds & targets == *found_worlds & targets
            }
            _ => false,
        }
    }
}

fn severity_named(name: &str) -> Result<Severity, String> {
    [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|severity| severity.name() == name)
        .ok_or(format!(
            "`{name}` is not a severity; use error, warning or info"
        ))
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding {
                rule,
                severity: Some(severity),
                worlds,
            } => write!(f, "{rule} {}: {worlds}", severity.name()),
            Self::Finding { rule, worlds, .. } => write!(f, "{rule}: {worlds}"),
            Self::Worlds(worlds) => write!(f, "worlds: {worlds}"),
            Self::Value(value) => write!(f, "value: {value}"),
        }
    }
}
