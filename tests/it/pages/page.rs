//! A page as its sections and fenced blocks.

use std::ops::Range;

use spawnsafe::facts::StartMethod;
use spawnsafe::world::Worlds;

use super::Problem;

/// A Markdown page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path in the project.
    pub(super) path: String,
    pub(super) text: String,
    /// Its blocks of Python and TOML.
    pub(super) blocks: Vec<Block>,
    /// What is wrong with the page itself.
    pub(super) problems: Vec<Problem>,
}

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) language: Language,
    pub(super) options: Options,
    /// Which section of the page it is in.
    pub(super) section: usize,
    /// The line of the page at which its content starts, from 1.
    pub(super) line: usize,
    /// Where its content is in the text of the page.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    Toml,
}

/// The words after `python`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) targets: Option<Worlds>,
    pub(super) file: Option<String>,
    pub(super) fixed: Option<Fixed>,
    /// The start methods under which real Python fails, and from which minor version to before
    /// which, if it is to run.
    pub(super) fails: Option<Vec<(StartMethod, Range<u32>)>>,
}

/// Of what a block is the result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fixed {
    /// The first fix with these words in its title.
    One(String),
    /// All safe fixes.
    All,
}

impl Page {
    /// Reads a page; what is wrong with it is kept for the verdict.
    pub(super) fn read(path: &str, text: String) -> Self {
        let mut page = Self {
            path: path.into(),
            text: String::new(),
            blocks: Vec::new(),
            problems: Vec::new(),
        };
        let mut section = 0;
        let mut open: Option<Option<Block>> = None;
        let mut at = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let fence = line.trim_end().strip_prefix("```");
            match (&mut open, fence) {
                (None, Some(info)) => {
                    let start = at + line.len();
                    open = Some(page.block(info, section, index + 2, start));
                }
                (Some(block), Some("")) => {
                    page.blocks.extend(block.take());
                    open = None;
                }
                (Some(Some(block)), _) => block.range.end = at + line.len(),
                (None, None) if line.starts_with('#') => section += 1,
                _ => {}
            }
            at += line.len();
        }
        if open.is_some() {
            let last = text.lines().count();
            page.problems
                .push(Problem::new(last, "a block is not closed; end it with ```"));
        }
        page.text = text;
        page
    }

    /// The content of its Python blocks, without notes.
    pub(crate) fn python(&self) -> impl Iterator<Item = String> {
        let python = self
            .blocks
            .iter()
            .filter(|block| block.language == Language::Python);
        python.map(|block| super::note::Noted::read(self.content(block), block.line).stripped())
    }

    pub(super) fn content(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }

    fn block(&mut self, info: &str, section: usize, line: usize, start: usize) -> Option<Block> {
        let (name, words) = info.split_once(' ').unwrap_or((info, ""));
        let language = match name {
            "python" => Language::Python,
            "toml" => Language::Toml,
            _ => return None,
        };
        let options = Options::read(words).unwrap_or_else(|message| {
            self.problems.push(Problem::new(line - 1, message));
            Options::default()
        });
        Some(Block {
            language,
            options,
            section,
            line,
            range: start..start,
        })
    }
}

impl Options {
    fn read(words: &str) -> Result<Self, String> {
        let mut options = Self::default();
        for word in split(words)? {
            let (key, value) = word
                .split_once('=')
                .map_or((word.as_str(), None), |(k, v)| (k, Some(v)));
            match (key, value) {
                ("targets", Some(notation)) => {
                    let targets = notation.parse::<Worlds>();
                    options.targets = Some(targets.map_err(|error| error.to_string())?);
                }
                ("file", Some(path)) => options.file = Some(path.into()),
                ("fix", title) => {
                    options.fixed = Some(Fixed::One(title.unwrap_or_default().into()));
                }
                ("fix-all", None) => options.fixed = Some(Fixed::All),
                ("runs", None) => options.fails = Some(Vec::new()),
                ("fails", Some(methods)) => {
                    let methods = methods.split(',').map(failing);
                    options.fails = Some(methods.collect::<Result<_, _>>()?);
                }
                _ => {
                    return Err(format!(
                        "`{word}` means nothing here; use targets=, file=, fix, fix=, fix-all, runs or fails="
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// `spawn`, `forkserver>=3.14`, `forkserver>=3.14<3.15`.
fn failing(text: &str) -> Result<(StartMethod, Range<u32>), String> {
    let (text, end) = text.split_once("<3.").unwrap_or((text, "99"));
    let (name, start) = text.split_once(">=3.").unwrap_or((text, "0"));
    let method = StartMethod::named(name).ok_or(format!("`{name}` is not a start method"))?;
    let minor = |text: &str| {
        text.parse()
            .map_err(|_| format!("`3.{text}` is no version"))
    };
    Ok((method, minor(start)?..minor(end)?))
}

/// The words; quotes keep some together, and are left out.
fn split(words: &str) -> Result<Vec<String>, String> {
    let mut split = vec![String::new()];
    let mut parts = words.split('"');
    let mut is_quoted = false;
    for part in parts.by_ref() {
        if is_quoted {
            if let Some(last) = split.last_mut() {
                last.push_str(part);
            }
        } else {
            for (index, word) in part.split(' ').enumerate() {
                match split.last_mut() {
                    Some(last) if index == 0 => last.push_str(word),
                    _ => split.push(word.into()),
                }
            }
        }
        is_quoted = !is_quoted;
    }
    // Each quote ends a part and starts another one.
    if !is_quoted {
        return Err("a quote is not closed".into());
    }
    Ok(split.into_iter().filter(|word| !word.is_empty()).collect())
}
