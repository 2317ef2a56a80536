//! Inline script metadata (PEP 723): the `# /// script` block that makes one file a project of its own.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::{Discovery, Layer, Settings, SettingsError, SettingsSource};
use crate::config::{Options, SettingNode, TomlTable, declared_in_script, from_toml};
use crate::rules::codes;
use crate::syntax::Mark;

/// The line that opens the block, and the one that closes it.
const OPENING: &str = Mark::Script.word();
const CLOSING: &str = "# ///";

/// The metadata of a script.
#[derive(Debug)]
pub(super) struct Script {
    /// The block as TOML. Every byte is where it is in the file; what is around the block is blank.
    pub(super) toml: String,
    /// The bytes of the block.
    range: Range<usize>,
}

impl Script {
    /// The metadata in this text; `None` if it has none, or more than one block, which nobody may use.
    pub(super) fn of(text: &str) -> Option<Self> {
        Mark::Script.is_in(text).then_some(())?;
        let lines = lines(text);
        let blocks = blocks(&lines);
        let [block] = blocks.into_iter().flatten().collect::<Vec<_>>()[..] else {
            return None;
        };
        let mut toml: Vec<u8> = text.bytes().map(blank).collect();
        for (start, line) in block {
            let content = line.strip_prefix("# ").unwrap_or("");
            let end = start + line.len();
            toml[end - content.len()..end].copy_from_slice(content.as_bytes());
        }
        let toml = String::from_utf8(toml).ok()?;
        let (first, last) = (block.first()?, block.last()?);
        let range = first.0..last.0 + last.1.len();
        Some(Self { toml, range })
    }

    /// Whether these bytes are inside the block.
    pub(super) fn holds(&self, range: &Range<usize>) -> bool {
        self.range.start <= range.start && range.end <= self.range.end
    }

    /// What it says, as a tree.
    pub(super) fn tree(&self) -> SettingNode {
        from_toml(&self.toml, TomlTable::Tool, &[]).0
    }
}

/// Whether a text is a script with metadata of its own.
pub fn is_script(text: &str) -> bool {
    Script::of(text).is_some()
}

/// Why a text that looks like a script with metadata has none that count.
fn unclear(text: &str) -> Option<&'static str> {
    Mark::Script.is_in(text).then_some(())?;
    let lines = lines(text);
    let blocks = blocks(&lines);
    match blocks.iter().flatten().count() {
        0 if !blocks.is_empty() => {
            Some("the script's metadata is not used: no line `# ///` closes it")
        }
        0 | 1 => None,
        _ => Some("the script's metadata is not used: there is more than one block"),
    }
}

/// The lines, each with the byte at which it starts.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim_end_matches(['\n', '\r'])));
        at += line.len();
    }
    lines
}

/// The lines inside each block of metadata; `None` for one that nothing closes.
fn blocks<'a, 't>(lines: &'a [(usize, &'t str)]) -> Vec<Option<&'a [(usize, &'t str)]>> {
    let mut blocks = Vec::new();
    let mut next = 0;
    while next < lines.len() {
        if lines[next].1 != OPENING {
            next += 1;
            continue;
        }
        let length = end(&lines[next + 1..]);
        blocks.push(length.map(|length| &lines[next + 1..=next + length]));
        next += length.map_or(1, |length| length + 2);
    }
    blocks
}

/// How many of these lines are between the opening line and the closing one: the block ends with the last
/// closing line before a line that is no comment.
fn end(lines: &[(usize, &str)]) -> Option<usize> {
    let is_inside = |line: &str| line == "#" || line.starts_with("# ");
    let inside = lines.iter().take_while(|(_, line)| is_inside(line));
    let inside: Vec<&str> = inside.map(|(_, line)| *line).collect();
    inside.iter().rposition(|line| *line == CLOSING)
}

fn blank(byte: u8) -> u8 {
    match byte {
        b'\n' | b'\r' => byte,
        _ => b' ',
    }
}

impl Discovery {
    /// The settings that hold for a file, given as an absolute path, with this text. A script that has metadata
    /// is its own project: what the project around it declares about Python is not said of the script, and the
    /// script's `[tool.spawnsafe]` and `requires-python` are stronger than files with settings. Which platforms
    /// it is for it cannot say in any other way, so those of the project hold.
    pub fn settings_of_text(
        &self,
        file: &Path,
        text: &str,
    ) -> Result<Arc<Settings>, Arc<SettingsError>> {
        let settings = self.settings_of(file)?;
        match Script::of(text) {
            Some(script) => self.of_script(file, &script, &settings).map(Arc::new),
            None => Ok(match unclear(text) {
                Some(unclear) => Arc::new(with_unclear(file, unclear, &settings)),
                None => settings,
            }),
        }
    }

    fn of_script(
        &self,
        file: &Path,
        script: &Script,
        project: &Settings,
    ) -> Result<Settings, Arc<SettingsError>> {
        let (root, own, problems) = from_toml(&script.toml, TomlTable::Tool, &codes());
        let mut declared = declared_in_script(&root);
        if let Some(broken) = problems.iter().find(|problem| problem.setting.is_empty()) {
            declared = Options {
                unclear: Some(format!(
                    "the script's metadata is not used: {}",
                    broken.message
                )),
                ..Options::default()
            };
        } else if !problems.is_empty() && !self.is_isolated() {
            return Err(Arc::new(SettingsError {
                path: file.to_owned(),
                text: script.toml.clone(),
                problems,
            }));
        }
        let layer = |source: fn(std::path::PathBuf) -> SettingsSource, options| Layer {
            source: source(file.to_owned()),
            base: file.parent().unwrap_or(file).to_owned(),
            options,
        };
        let mut layers: Vec<Layer> = project.layers().cloned().collect();
        for around in &mut layers {
            if matches!(around.source, SettingsSource::Declared(_)) {
                around.options.python = None;
                around.options.unclear = None;
            }
        }
        let own = own.filter(|_| !self.is_isolated());
        let own = own.map(|options| layer(SettingsSource::File, options));
        let own = own
            .into_iter()
            .chain([layer(SettingsSource::Declared, declared)]);
        let stronger = self.stronger().min(layers.len());
        layers.splice(stronger..stronger, own);
        Ok(Settings::new(project.root.clone(), layers))
    }
}

/// The settings, with what is wrong with the metadata of the script beside them.
fn with_unclear(file: &Path, unclear: &str, settings: &Settings) -> Settings {
    let mut layers: Vec<Layer> = settings.layers().cloned().collect();
    layers.push(Layer {
        source: SettingsSource::Declared(file.to_owned()),
        base: settings.root.clone(),
        options: Options {
            unclear: Some(unclear.to_owned()),
            ..Options::default()
        },
    });
    Settings::new(settings.root.clone(), layers)
}
