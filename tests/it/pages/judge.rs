//! Whether a page is right: what it says of its blocks against what is found in them.

use spawnsafe::config::Config;
use spawnsafe::finding::{Applicability, Finding, Fix};
use spawnsafe::fix;
use spawnsafe::model::surroundings::Surroundings;
use spawnsafe::syntax::Document;
use spawnsafe::testing::Trace;
use spawnsafe::world::Worlds;

use super::Problem;
use super::note::{Claim, Line, Note, Noted};
use super::page::{Block, Fixed, Language, Page};
use super::surroundings::{Around, Section};

/// What checks a document.
pub(super) type Check<'a> = dyn Fn(&Document, &dyn Surroundings, &Config) -> Vec<Finding> + 'a;

/// What is wrong with a page, and its text if it were right.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) problems: Vec<Problem>,
    pub(super) text: String,
}

/// Checks every block of a page.
pub(super) fn judge(page: &Page, check: &Check<'_>) -> Verdict {
    let mut verdict = Verdict {
        problems: Vec::new(),
        text: String::new(),
    };
    let own = page.problems.iter();
    verdict
        .problems
        .extend(own.map(|own| Problem::new(own.line, &own.message)));
    let mut section = Section::new(0);
    let mut before = None;
    let mut copied = 0;
    for block in &page.blocks {
        if block.section != section.number {
            section = Section::new(block.section);
            before = None;
        }
        if block.language == Language::Toml {
            let settings = section.set(page.content(block));
            verdict.problem(block.line, settings);
            continue;
        }
        let judge = Judge::new(page, block, &section, check);
        verdict.text += &page.text[copied..block.range.start];
        copied = block.range.end;
        let fixed = match block.options.fixed {
            Some(_) => judge.fixed(before.as_ref()).map(Some),
            None => Ok(None),
        };
        match fixed {
            Ok(Some(fixed)) if fixed != judge.noted.stripped() => {
                verdict.text += &fixed;
                let shown = indented(&fixed);
                let message = format!("the fix gives something else:\n{shown}");
                verdict.problems.push(Problem::new(block.line, message));
            }
            fixed => {
                judge.lines(&mut verdict);
                verdict.problem(block.line, fixed.map(drop));
            }
        }
        let document = Document::new(judge.noted.stripped());
        if block.options.fixed.is_none() {
            before = Some(Before {
                findings: judge.findings(&document),
                config: judge.config,
                document: document.clone(),
            });
        }
        if let Some(path) = &block.options.file {
            section.add(path, &document);
        }
    }
    verdict.text += &page.text[copied..];
    verdict
}

impl Verdict {
    fn problem(&mut self, line: usize, result: Result<(), String>) {
        let problem = result.err().map(|message| Problem::new(line, message));
        self.problems.extend(problem);
    }
}

/// The block that a `fix` block is the result of.
struct Before {
    document: Document,
    findings: Vec<Finding>,
    config: Config,
}

/// One Python block under judgement.
struct Judge<'a> {
    block: &'a Block,
    noted: Noted<'a>,
    around: Around<'a>,
    config: Config,
    check: &'a Check<'a>,
}

impl<'a> Judge<'a> {
    fn new(page: &'a Page, block: &'a Block, section: &'a Section, check: &'a Check<'a>) -> Self {
        Self {
            noted: Noted::read(page.content(block), block.line),
            around: section.around(block.options.file.as_deref()),
            config: section.config(block.options.targets),
            block,
            check,
        }
    }

    fn findings(&self, document: &Document) -> Vec<Finding> {
        (self.check)(document, &self.around, &self.config)
    }

    fn targets(&self) -> Worlds {
        self.config.targets
    }

    /// Compares what is noted under each line with what is found there.
    fn lines(&self, verdict: &mut Verdict) {
        let own = self.noted.problems.iter();
        verdict
            .problems
            .extend(own.map(|own| Problem::new(own.line, &own.message)));
        let document = Document::new(self.noted.blanked());
        let findings = self.findings(&document);
        let trace = Trace::of(&document, &self.around, self.targets());
        for (index, line) in self.noted.lines.iter().enumerate() {
            verdict.text += line.text;
            let next = self.noted.lines.get(index + 1);
            let end = next.map_or(usize::MAX, |next| next.start);
            let here = findings
                .iter()
                .filter(|finding| (line.start..end).contains(&finding.range.start));
            let mut found: Vec<Note> = here.map(|finding| Note::of(finding, line)).collect();
            found.extend(line.notes.iter().filter_map(|note| traced(note, &trace)));
            let is_right = self.is_right(&line.notes, &found);
            if is_right {
                verdict.text += line.written;
                continue;
            }
            match self.write(line, &found) {
                Ok(written) => {
                    verdict.problems.push(mismatch(line, &written));
                    verdict.text += &written;
                }
                Err(message) => {
                    verdict.problems.push(Problem::new(line.number, message));
                    verdict.text += line.written;
                }
            }
        }
    }

    /// Whether each note has its counterpart, and the other way round.
    fn is_right(&self, notes: &[Note], found: &[Note]) -> bool {
        let mut rest: Vec<&Note> = found.iter().collect();
        notes.iter().all(|note| {
            let matching = rest.iter().position(|found| {
                note.range == found.range && note.claim.agrees(&found.claim, self.targets())
            });
            matching.map(|index| rest.swap_remove(index)).is_some()
        }) && rest.is_empty()
    }

    /// What should be noted under a line; severities where they were noted.
    fn write(&self, line: &Line<'_>, found: &[Note]) -> Result<String, String> {
        let written = found.iter().map(|note| {
            let mut note = note.clone();
            match &mut note.claim {
                Claim::Finding {
                    rule,
                    severity,
                    worlds,
                } => {
                    let is_said = line.notes.iter().any(|said| {
                        said.range == note.range
                            && matches!(&said.claim, Claim::Finding { rule: r, severity: Some(_), .. } if r == rule)
                    });
                    *severity = severity.filter(|_| is_said);
                    *worlds = self.shortest(*worlds);
                }
                Claim::Worlds(worlds) => *worlds = self.shortest(*worlds),
                Claim::Value(_) => {}
            }
            line.write(&note)
        });
        written.collect()
    }

    /// The worlds with the shortest notation that mean the same for the targets.
    fn shortest(&self, worlds: Worlds) -> Worlds {
        let shown = worlds.show_within(self.targets());
        shown.parse().unwrap_or(worlds)
    }

    /// What the fix makes of the block before.
    fn fixed(&self, before: Option<&Before>) -> Result<String, String> {
        let before = before.ok_or("there is no block before this one that could be fixed")?;
        if let Some(Fixed::One(title)) = &self.block.options.fixed {
            return before.fixed_once(title);
        }
        let is_safe = |_: &Finding, fix: &Fix| fix.applicability == Applicability::Safe;
        let check = |document: &Document| (self.check)(document, &self.around, &before.config);
        let fixed = fix::fix_all(&before.document, is_safe, check);
        Ok(fixed.document.text().as_str().to_owned())
    }
}

impl Before {
    fn fixed_once(&self, title: &str) -> Result<String, String> {
        let mut fixes = self.findings.iter().flat_map(|finding| &finding.fixes);
        let Some(fix) = fixes.clone().find(|fix| fix.title.contains(title)) else {
            let titles: Vec<&str> = fixes.by_ref().map(|fix| fix.title.as_str()).collect();
            return Err(format!("no fix is called `{title}`; there are {titles:?}"));
        };
        let after = fix::edited(&self.document, fix.edits.clone());
        Ok(after.text().as_str().to_owned())
    }
}

/// What the evaluation says of a place that a note asks about.
fn traced(note: &Note, trace: &Trace) -> Option<Note> {
    let claim = match &note.claim {
        Claim::Finding { .. } => return None,
        Claim::Worlds(_) => Claim::Worlds(trace.reaching(&note.range)),
        Claim::Value(_) => {
            let value = trace.value(&note.range);
            Claim::Value(value.unwrap_or("no expression is there".into()))
        }
    };
    let range = note.range.clone();
    Some(Note { range, claim })
}

fn mismatch(line: &Line<'_>, found: &str) -> Problem {
    let code = indented(line.text);
    let notes = |notes: &str| match notes {
        "" => "    (nothing)\n".to_owned(),
        notes => indented(notes),
    };
    let (said, found) = (notes(line.written), notes(found));
    let message = format!("the page says\n{code}{said}  and the check finds\n{code}{found}");
    Problem::new(line.number, message.trim_end())
}

fn indented(text: &str) -> String {
    let lines = text.lines().flat_map(|line| ["    ", line, "\n"]);
    lines.collect()
}
