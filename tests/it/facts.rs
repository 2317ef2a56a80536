//! What the data files say, and that they can be trusted.

mod proof;
mod report;

use spawnsafe::facts::{self, ArgumentTest, Fact, Failure, Literal, fact};
use spawnsafe::world::{Platform, Worlds};

fn worlds(notation: &str) -> Worlds {
    notation.parse().expect("the notation of a test")
}

/// The worlds in which something fails like this.
fn failing(fact: &Fact, kind: impl Fn(Failure) -> bool) -> Worlds {
    let failures = fact.failures.iter();
    let failures = failures.filter(|(_, failure)| kind(*failure));
    failures.fold(Worlds::NONE, |all, (worlds, _)| all | *worlds)
}

/// The worlds in which it raises when it is used, although it is there.
fn raises(fact: &Fact) -> Worlds {
    failing(fact, |failure| matches!(failure, Failure::Raises(_)))
}

/// The worlds in which it silently does something else, or nothing.
fn diverges(fact: &Fact) -> Worlds {
    failing(fact, |failure| {
        matches!(failure, Failure::Diverges | Failure::Ignored)
    })
}

#[test]
fn the_files_are_sorted_complete_and_readable() {
    assert_eq!(spawnsafe::testing::data_problems(), Vec::<String>::new());
}

#[test]
fn a_fact_says_where_and_how() {
    let fork = fact("os.fork").expect("a fact");
    assert_eq!(fork.available, worlds("linux|macos|freebsd|android"));
    assert_eq!(raises(fork), worlds("ios|emscripten"));
    assert_eq!(
        fork.exists(),
        worlds("linux|macos|freebsd|android|ios|emscripten")
    );
    let popen = fact("multiprocessing.popen_fork").expect("a fact");
    assert_eq!(popen.failure, Failure::Raises("AttributeError"));
    assert_eq!(fact("os.getcwd"), None);
    assert_eq!(fact("numpy.fork"), None);
}

#[test]
fn a_fact_is_found_under_every_name_of_the_thing() {
    for name in [
        "multiprocess.context.ForkProcess",
        "multiprocessing.context.ForkProcess",
    ] {
        assert_eq!(
            fact(name).map(|f| f.name),
            Some("multiprocessing.context.ForkProcess")
        );
    }
    for name in [
        "multiprocessing.Process.interrupt",
        "multiprocessing.context.SpawnProcess.interrupt",
        "multiprocessing.process.BaseProcess.interrupt",
    ] {
        assert_eq!(
            fact(name).map(|f| f.name),
            Some("multiprocessing.Process.interrupt")
        );
    }
    assert_eq!(
        facts::canonical("asyncio.events.AbstractEventLoop.add_signal_handler").as_deref(),
        Some("asyncio.AbstractEventLoop.add_signal_handler")
    );
}

#[test]
fn a_member_that_a_class_overrides_is_not_what_its_base_has() {
    let date = fact("datetime.date.strptime").expect("a fact");
    assert_eq!(date.available, worlds(">=3.14"));
    assert_eq!(fact("sqlite3.Date.strptime"), Some(date));
    assert_eq!(fact("datetime.datetime.strptime"), None);
    assert_eq!(fact("ssl.SSLSocket.sendmsg"), None);
    assert!(fact("ssl.SSLSocket.share").is_some(), "inherited");
}

#[test]
fn what_a_call_gives_leads_to_the_facts_of_its_methods() {
    let queue = facts::returns("multiprocessing.Queue").expect("a class");
    let size = fact(&format!("{queue}.qsize")).expect("a fact");
    assert_eq!(!size.available, worlds("macos"));
    let of_context = facts::returns("multiprocessing.context.SpawnContext.Queue");
    assert_eq!(of_context, Some(queue));
}

#[test]
fn arguments_are_found_through_what_a_function_calls() {
    let find = |callable: &str, name: &str| {
        let facts = facts::arguments(callable);
        facts.into_iter().find(|fact| fact.name.contains(name))
    };
    let fact = find("subprocess.run", "preexec_fn").expect("a fact");
    assert_eq!(fact.available, worlds("unix"));
    assert_eq!(fact.when[0].test, ArgumentTest::IsNot);
    assert_eq!(facts::fact("subprocess.Popen(preexec_fn)"), Some(fact));
    let workers = find("concurrent.futures.process.ProcessPoolExecutor", ">61").expect("a fact");
    assert_eq!(workers.when[0].literal, Literal::Int(61));
    assert_eq!(
        facts::parameters("subprocess.run").and_then(|p| p.first().copied()),
        Some("args")
    );
}

#[test]
fn every_module_is_known() {
    for name in [
        "json",
        "typing",
        "os.path",
        "collections.abc",
        "fcntl",
        "crypt",
        "multiprocess.context",
    ] {
        assert!(facts::is_module(name), "{name}");
    }
    for name in ["numpy", "os.fork", "multiprocessing.Process", ""] {
        assert!(!facts::is_module(name), "{name}");
    }
}

#[test]
fn values_tell_worlds_apart() {
    let value = facts::value("sys.platform").expect("values");
    assert!(value.contains(&(worlds("windows"), Literal::Str("win32"))));
    let lines = facts::value("os.linesep").expect("values");
    assert!(lines.contains(&(worlds("unix"), Literal::Str("\n"))));
    let covered = value
        .iter()
        .fold(Worlds::NONE, |all, (worlds, _)| all | *worlds);
    assert_eq!(covered, Worlds::ALL);
}

#[test]
fn the_default_start_methods_agree_with_the_values() {
    let values = facts::value("multiprocessing.get_start_method()").expect("values");
    for &(worlds, value) in values {
        let Literal::Str(name) = value else {
            panic!("{value:?}")
        };
        let method = facts::StartMethod::named(name).expect("a start method");
        assert_eq!(method.default_in(), worlds, "{name}");
    }
}

#[test]
fn what_a_platform_lacks_has_an_alternative_or_an_honest_none() {
    let everywhere = [Platform::Linux, Platform::Macos, Platform::Windows];
    let without: Vec<&str> = facts::all()
        .filter(|fact| {
            // What only came or went with a version is guarded by that version.
            let rows = everywhere.map(|platform| minors(fact.available, platform));
            fact.alternative.is_none() && rows.iter().any(|row| *row != rows[0])
        })
        .map(|fact| fact.name)
        .collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn nothing_is_said_to_have_no_substitute_that_a_fix_writes() {
    let lines = include_str!("../../src/facts/data/replacements.txt").lines();
    let mut count = 0;
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (name, _) = line.split_once(": ").expect("a name");
        if let Some(fact) = fact(name) {
            let advice = fact.advice();
            assert!(!advice.contains("no substitute"), "{name}: {advice}");
            count += 1;
        }
    }
    assert!(count > 60, "{count} names");
}

fn minors(worlds: Worlds, platform: Platform) -> Vec<u8> {
    worlds.minors_of(platform).collect()
}
