//! Fixes: whatever a page shows, in whatever style it is written, a fix of it mends it and nothing else.

mod across_modules;
mod calls;
mod cases;
mod many;
mod proof;
mod python;
mod refused;
mod spelling;
mod worlds;

use proof::Proof;
use spawnsafe::world::Worlds;
use spelling::Spelling;

/// Every Python block of every page, in every spelling.
fn sources() -> Vec<(String, Spelling)> {
    let mut sources: Vec<String> = crate::pages::read_all()
        .iter()
        .flat_map(|page| page.python().collect::<Vec<_>>())
        .collect();
    sources.sort();
    sources.dedup();
    let spelled =
        |source: &String| Spelling::ALL.map(|spelling| (spelling.write(source), spelling));
    sources.iter().flat_map(spelled).collect()
}

#[test]
fn a_fix_clears_its_finding_and_makes_no_other() {
    let mut proof = Proof::default();
    for (source, spelling) in sources() {
        proof.examine(&source, spelling);
    }
    // A proof about nothing would hold.
    assert!(proof.fixes() > 500, "{} fixes were examined", proof.fixes());
    proof.conclude();
}

#[test]
fn a_proof_notices_what_is_wrong() {
    for (before, after, expected) in [
        (
            "import os\nos.fork()\n",
            "import os\nos.fork(\n",
            "does not parse",
        ),
        (
            "import os\nos.fork()\n",
            "import os\nos.fork() # x\n",
            "is still there",
        ),
        (
            "import os\nos.fork()\n",
            "import os\nos.getuid()\n",
            "is new",
        ),
        ("import os\r\nos.fork()\r\n", "import os\n", "line breaks"),
        ("import os\nos.fork() # why\n", "import os\n", "comment"),
    ] {
        let problems = proof::compare(before, after, "os.fork", Worlds::NONE);
        assert!(
            problems.iter().any(|problem| problem.contains(expected)),
            "{expected}: {problems:?}"
        );
    }
}
