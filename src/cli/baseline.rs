//! A baseline: how many findings each file has of each rule, which are not reported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Exit;
use super::arguments::BaselineArguments;
use super::examine::{Examined, Mending};
use super::gather::Gathered;
use super::report::counted;
use super::streams::{Streams, written};
use super::write::create;
use crate::project::{absolute, read_text, shown};

/// Longer baselines are not read.
const LONGEST: u64 = 64 << 20;

/// Known findings. Counts, not places: they stay right when lines move.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    version: u32,
    /// By path (relative to the file) and rule.
    findings: BTreeMap<String, BTreeMap<String, usize>>,
}

/// A baseline and where it is.
#[derive(Debug)]
pub(crate) struct Baseline {
    path: PathBuf,
    counts: Counts,
}

const VERSION: u32 = 1;
const NAME: &str = "spawnsafe-baseline.json";

/// `spawnsafe baseline`: writes what is found now.
pub(crate) fn run(arguments: &BaselineArguments, streams: &Streams) -> Exit {
    let gathered = match Gathered::new(&arguments.input, streams) {
        Ok(gathered) => gathered,
        Err(exit) => return exit,
    };
    let named = arguments.output.as_deref();
    let path = path(named, &gathered, streams).unwrap_or_else(|| streams.current.join(NAME));
    let (examined, exit) = gathered.examine(Mending::Nothing, streams);
    let counts = Counts::of(&examined, &path);
    let total: usize = counts.findings.values().flat_map(BTreeMap::values).sum();
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&counts).unwrap_or_default();
    text.push('\n');
    let shown = streams.shown(&path);
    let outcome = written(create(&path, text.as_bytes()), &shown, streams);
    if outcome == Exit::Clean {
        streams.note(&format!("{shown}: {} written.", counted(total, "finding")));
    }
    exit.max(outcome)
}

/// The baseline that the command line or the settings name.
pub(crate) fn find(
    named: Option<&Path>,
    gathered: &Gathered,
    streams: &Streams,
) -> Result<Option<Baseline>, Exit> {
    let Some(path) = path(named, gathered, streams) else {
        return Ok(None);
    };
    let counts = read_text(&path, LONGEST)
        .map_err(|error| error.to_string())
        .and_then(|text| {
            serde_json::from_str::<Counts>(&text).map_err(|error| format!("no baseline: {error}"))
        })
        .and_then(|counts| {
            let known = counts.version == VERSION;
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

fn path(named: Option<&Path>, gathered: &Gathered, streams: &Streams) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(absolute(named, &streams.current));
    }
    let settings = gathered.discovery.settings(&streams.current).ok()?;
    let (layer, path) = settings.first(|options| options.baseline.as_ref())?;
    Some(absolute(Path::new(path), &layer.base))
}

impl Baseline {
    /// Takes out what is known. When a file has more findings of a rule than that, all are left:
    /// nobody can say which of them is the new one.
    pub(crate) fn apply(&self, examined: &mut [Examined], streams: &Streams) {
        let found = Counts::of(examined, &self.path);
        let mut gone = 0;
        for one in examined.iter_mut() {
            let name = name(&one.checked.path, &self.path);
            let count = |counts: &Counts, rule: &str| {
                counts
                    .findings
                    .get(&name)
                    .and_then(|rules| rules.get(rule))
                    .copied()
                    .unwrap_or(0)
            };
            if let Some(rules) = self.counts.findings.get(&name) {
                for (rule, known) in rules {
                    gone += known.saturating_sub(count(&found, rule));
                }
            }
            one.checked
                .findings
                .retain(|finding| count(&found, finding.rule) > count(&self.counts, finding.rule));
        }
        if gone > 0 {
            streams.note(&format!(
                "{} of the baseline no longer found; write it again with `spawnsafe baseline`.",
                counted(gone, "finding")
            ));
        }
    }
}

impl Counts {
    fn of(examined: &[Examined], path: &Path) -> Self {
        let mut findings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for one in examined {
            for finding in &one.checked.findings {
                let rules = findings.entry(name(&one.checked.path, path)).or_default();
                *rules.entry(finding.rule.to_owned()).or_default() += 1;
            }
        }
        Self {
            version: VERSION,
            findings,
        }
    }
}

fn name(file: &Path, baseline: &Path) -> String {
    shown(file, baseline.parent().unwrap_or(baseline))
}
