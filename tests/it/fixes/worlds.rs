//! What is fixed runs in other worlds: some of the programs of `tests/proof`, on made-up platforms and by every start method.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The programs that are run with every test; `tests/proof/prove.py` runs all.
const CHOSEN: &[&str] = &[
    "platform/01-nooa-sigusr2",
    "platform/02-nooa-fcntl-lock",
    "platform/05-ouroboros-pidfile",
    "platform/38-aiomqtt-addreader",
    "fix_inputs/builtins_and_unittest/winerr.py",
    "spawn_small/a1",
    "rules/unpicklable-result.md:5",
];

#[test]
fn what_is_fixed_runs_in_other_worlds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = Path::new(env!("CARGO_TARGET_TMPDIR")).join("worlds.tsv");
    let mut command = Command::new("python3");
    command
        .arg(root.join("tests/proof/prove.py"))
        .args(["--binary", env!("CARGO_BIN_EXE_spawnsafe")])
        .args(["--pythons", "none", "--table"])
        .arg(&table);
    for name in CHOSEN {
        command.args(["--only", name]);
    }
    let output = command.output().expect("python3 runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let rows = fs::read_to_string(&table).expect("a table");
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.lines() {
        let verdict = row.split('\t').next().expect("a verdict");
        *verdicts.entry(verdict).or_default() += 1;
    }
    let is_wrong = |verdict: &&str| ["FAILS", "CHANGES", "DIFFERS"].contains(verdict);
    assert!(!verdicts.keys().any(is_wrong), "{rows}");
    // A proof about nothing would hold.
    let works = verdicts.get("works").copied().unwrap_or(0);
    assert!(works >= 8, "{verdicts:?}\n{rows}");
}
