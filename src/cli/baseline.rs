//! A baseline: how many findings each file has of each rule that say the same, which are not reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Exit;
use super::arguments::BaselineArguments;
use super::atomic_write::create;
use super::check_file::ExaminedFile;
use super::check_files::FilesToCheck;
use super::fix_mode::FixMode;
use super::report::counted;
use super::streams::{Streams, written};
use crate::project::{absolute, read_text, shown};

/// Longer baselines are not read.
const MAX_BASELINE_BYTES: u64 = 64 << 20;

/// Known findings. Counts, not places: they stay right when lines move.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    version: u32,
    /// By path (relative to the file) and rule.
    findings: BTreeMap<String, BTreeMap<String, KnownCount>>,
}

/// How many findings of a rule are known.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum KnownCount {
    /// By what they say, without the numbers in it.
    Saying(BTreeMap<String, usize>),
    /// Whatever they say, as older versions wrote it.
    Any(usize),
}

impl KnownCount {
    fn total(&self) -> usize {
        match self {
            Self::Saying(counts) => counts.values().sum(),
            Self::Any(count) => *count,
        }
    }

    fn saying(&self, message: &str) -> usize {
        match self {
            Self::Saying(counts) => counts.get(message).copied().unwrap_or(0),
            Self::Any(count) => *count,
        }
    }
}

/// A message without what changes when lines move: numbers, and how wide the blanks are.
fn normalised(message: &str) -> String {
    let mut words = Vec::new();
    for word in message.split_whitespace() {
        let bare = word.trim_end_matches([',', ':', ';', '.', ')']);
        let is_number = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
        words.push(match is_number {
            true => "#",
            false => word,
        });
    }
    words.join(" ")
}

/// A baseline and where it is.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    counts: Counts,
}

const VERSION: u32 = 2;
/// Versions that can still be read.
const READABLE: std::ops::RangeInclusive<u32> = 1..=VERSION;
const NAME: &str = "spawnsafe-baseline.json";

/// `spawnsafe baseline`: writes what is found now.
pub(crate) fn run(arguments: &BaselineArguments, streams: &Streams) -> Exit {
    let gathered = match FilesToCheck::new(&arguments.input, streams) {
        Ok(gathered) => gathered,
        Err(exit) => return exit,
    };
    if gathered.exit != Exit::Clean {
        streams.error("no baseline was written, because not everything could be checked");
        return gathered.exit;
    }
    let named = arguments.output.as_deref();
    let path = path(named, &gathered, streams).unwrap_or_else(|| streams.current.join(NAME));
    let (examined, exit, closing) = gathered.examine(FixMode::Unmade, streams);
    let counts = Counts::of(&examined, &path);
    let known = counts.findings.values().flat_map(BTreeMap::values);
    let total: usize = known.map(KnownCount::total).sum();
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&counts).unwrap_or_default();
    text.push('\n');
    let shown = streams.shown(&path);
    let outcome = written(create(&path, text.as_bytes()), &shown, streams);
    if outcome == Exit::Clean {
        streams.note(&format!("{shown}: {} written.", counted(total, "finding")));
    }
    closing.say(streams);
    exit.max(outcome)
}

/// The baseline that the command line or the settings name.
pub(crate) fn find(
    named: Option<&Path>,
    gathered: &FilesToCheck,
    streams: &Streams,
) -> Result<Option<Baseline>, Exit> {
    let Some(path) = path(named, gathered, streams) else {
        return Ok(None);
    };
    let counts = read_text(&path, MAX_BASELINE_BYTES)
        .map_err(|error| error.to_string())
        .and_then(|text| {
            serde_json::from_str::<Counts>(&text).map_err(|error| format!("no baseline: {error}"))
        })
        .and_then(|counts| {
            let known = READABLE.contains(&counts.version);
            known.then_some(counts).ok_or_else(|| {
                "it was written by another version; write it again with `spawnsafe baseline`".into()
            })
        });
    match counts {
        Ok(counts) => Ok(Some(Baseline { path, counts })),
        Err(reason) => {
            streams.error(&format!("{}: {reason}", streams.shown(&path)));
            Err(Exit::Error)
        }
    }
}

fn path(named: Option<&Path>, gathered: &FilesToCheck, streams: &Streams) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(absolute(named, &streams.current));
    }
    let settings = gathered.discovery.settings(&streams.current).ok()?;
    let (layer, path) = settings.first(|options| options.baseline.as_ref())?;
    Some(absolute(Path::new(path), &layer.base))
}

impl Baseline {
    /// Takes out what is known. When a file has more findings of a rule that say the same, all are left:
    /// nobody can tell which of them is the new one.
    pub(crate) fn apply(&self, examined: &mut [ExaminedFile], streams: &Streams) {
        let found = Counts::of(examined, &self.path);
        let mut gone = 0;
        for file in examined.iter_mut() {
            let name = name(&file.checked.path, &self.path);
            let of = |counts: &Counts, rule: &str| counts.findings.get(&name)?.get(rule).cloned();
            let is_new = |rule: &str, message: &str| {
                let Some(known) = of(&self.counts, rule) else {
                    return true;
                };
                let message = normalised(message);
                let now = of(&found, rule).map_or(0, |now| match known {
                    KnownCount::Saying(_) => now.saying(&message),
                    KnownCount::Any(_) => now.total(),
                });
                now > known.saying(&message)
            };
            for (rule, known) in self.counts.findings.get(&name).into_iter().flatten() {
                let now = of(&found, rule);
                let now = |message: &str| now.as_ref().map_or(0, |now| now.saying(message));
                gone += match known {
                    KnownCount::Saying(counts) => counts
                        .iter()
                        .map(|(message, count)| count.saturating_sub(now(message)))
                        .sum(),
                    KnownCount::Any(count) => {
                        count.saturating_sub(of(&found, rule).map_or(0, |now| now.total()))
                    }
                };
            }
            let findings = &mut file.checked.findings;
            findings.retain(|finding| is_new(finding.rule, &finding.message));
        }
        if gone > 0 {
            let were = if gone == 1 { "is" } else { "are" };
            streams.note(&format!(
                "{} in the baseline {were} gone; `spawnsafe baseline` updates it.",
                counted(gone, "finding")
            ));
        }
    }
}

impl Counts {
    fn of(examined: &[ExaminedFile], path: &Path) -> Self {
        let mut counts: BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>> =
            BTreeMap::new();
        for file in examined {
            for finding in &file.checked.findings {
                let rules = counts.entry(name(&file.checked.path, path)).or_default();
                let messages = rules.entry(finding.rule.to_owned()).or_default();
                *messages.entry(normalised(&finding.message)).or_default() += 1;
            }
        }
        let known = |rules: BTreeMap<String, BTreeMap<String, usize>>| {
            let rules = rules.into_iter();
            rules
                .map(|(rule, said)| (rule, KnownCount::Saying(said)))
                .collect()
        };
        let findings = counts
            .into_iter()
            .map(|(file, rules)| (file, known(rules)))
            .collect();
        Self {
            version: VERSION,
            findings,
        }
    }
}

fn name(file: &Path, baseline: &Path) -> String {
    shown(file, baseline.parent().unwrap_or(baseline))
}
