//! Worlds: the algebra, and the notation both ways.

use proptest::prelude::*;
use spawnsafe::config::Config;
use spawnsafe::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// Any set of worlds, one bit each.
fn set(bits: u128) -> Worlds {
    let mut worlds = Worlds::NONE;
    let cells = Platform::ALL
        .into_iter()
        .flat_map(|platform| (FIRST_MINOR..=LAST_MINOR).map(move |minor| (platform, minor)));
    for (index, (platform, minor)) in cells.enumerate() {
        if bits >> index & 1 == 1 {
            worlds |= Worlds::platform(platform) & Worlds::minor(minor);
        }
    }
    worlds
}

/// Sets with few and with many worlds, and sets as people write them.
fn worlds() -> impl Strategy<Value = Worlds> {
    let bits = prop_oneof![
        any::<u128>(),
        (any::<u128>(), any::<u128>(), any::<u128>()).prop_map(|(a, b, c)| a & b & c),
        (any::<u128>(), any::<u128>(), any::<u128>()).prop_map(|(a, b, c)| a | b | c),
    ];
    let platforms = proptest::collection::vec(proptest::sample::select(&Platform::ALL[..]), 1..4);
    let term = (
        platforms,
        FIRST_MINOR..=LAST_MINOR,
        FIRST_MINOR..=LAST_MINOR,
    );
    let term = term.prop_map(|(platforms, from, to)| {
        let platforms = platforms.into_iter().map(Worlds::platform);
        platforms.fold(Worlds::NONE, |all, worlds| all | worlds)
            & Worlds::minors(|m| from <= m && m <= to)
    });
    let terms = proptest::collection::vec(term, 0..3);
    let written = terms.prop_map(|terms| {
        terms
            .into_iter()
            .fold(Worlds::NONE, |all, worlds| all | worlds)
    });
    prop_oneof![bits.prop_map(set), written]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_notation_is_read_as_it_is_written(worlds in worlds()) {
        prop_assert_eq!(worlds.to_string().parse::<Worlds>(), Ok(worlds));
    }

    #[test]
    fn the_notation_within_targets_means_the_same_there(worlds in worlds(), targets in worlds()) {
        let shown: Worlds = worlds.show_within(targets).parse().expect("the notation");
        prop_assert_eq!(shown & targets, worlds & targets);
    }

    #[test]
    fn sets_follow_the_laws_of_sets(a in worlds(), b in worlds(), c in worlds()) {
        prop_assert_eq!(a & (b | c), a & b | a & c);
        prop_assert_eq!(a | b & c, (a | b) & (a | c));
        prop_assert_eq!(!(a | b), !a & !b);
        prop_assert_eq!(!!a, a);
        prop_assert_eq!(a - b, a & !b);
        prop_assert_eq!((a - b) | (a & b), a);
        prop_assert_eq!(a | !a, Worlds::ALL);
        prop_assert_eq!(a & !a, Worlds::NONE);
        prop_assert_eq!((a | b).len() + (a & b).len(), a.len() + b.len());
        prop_assert_eq!(a.overlaps(b), !(a & b).is_empty());
        prop_assert_eq!(a.contains(b), (b - a).is_empty());
        prop_assert_eq!(a.is_empty(), a == Worlds::NONE);
        let mut changed = a;
        changed |= b;
        changed -= c;
        prop_assert_eq!(changed, (a | b) - c);
    }

    #[test]
    fn a_set_is_its_platforms_with_their_minors(worlds in worlds()) {
        let cells = worlds.platforms().flat_map(|platform| {
            let minors = worlds.minors_of(platform);
            minors.map(move |minor| Worlds::platform(platform) & Worlds::minor(minor))
        });
        prop_assert_eq!(cells.fold(Worlds::NONE, |all, cell| all | cell), worlds);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z|+<>=3. ,0-9]{0,20}|.{0,12}") {
        let _ = text.parse::<Worlds>();
    }
}

fn read(notation: &str) -> Worlds {
    notation.parse().expect(notation)
}

#[test]
fn the_notation_says_what_people_mean() {
    assert_eq!(Worlds::ALL.len(), 128);
    assert_eq!(read("all"), Worlds::ALL);
    assert_eq!(read("none"), Worlds::NONE);
    assert_eq!(read("win32|darwin"), read("windows|macos"));
    assert_eq!(read("unix") | read("windows"), Worlds::ALL);
    assert_eq!(read("linux >=3.12, <3.14"), read("linux 3.12 + linux 3.13"));
    assert_eq!(
        read("linux <=3.9"),
        read("linux < 3.10".replace("< ", "<").as_str())
    );
    assert_eq!(read("linux >3.9"), read("linux >=3.10"));
    assert_eq!(read("==3.12"), read("3.12"));
    assert_eq!(read(" linux  +windows "), read("linux|windows"));
    assert_eq!(read("linux <3.2"), Worlds::NONE);
    assert_eq!(read(">=3.2"), Worlds::ALL);
}

#[test]
fn the_notation_is_short() {
    let same = [
        "windows",
        "linux|macos",
        "unix",
        "unix <3.13",
        "linux >=3.14 + windows",
        "linux >=3.10 <3.12",
        "3.12",
        ">=3.14",
    ];
    for notation in same {
        assert_eq!(read(notation).to_string(), notation);
    }
    let targets = Config::default().targets;
    assert_eq!(targets.to_string(), "linux|macos|windows >=3.11 <3.16");
    assert_eq!((read("windows") & targets).show_within(targets), "windows");
    assert_eq!(read("windows|wasi").show_within(targets), "windows");
    assert_eq!(targets.show_within(targets), "all");
    assert_eq!(read("wasi").show_within(targets), "none");
    assert_eq!(read("linux >=3.14").show_within(targets), "linux >=3.14");
    assert_eq!(read("linux <3.12").show_within(targets), "linux 3.11");
    assert_eq!(read("linux <3.13").show_within(targets), "linux <3.13");
    assert_eq!(read("linux 3.13").show_within(read("3.13")), "linux");
}

#[test]
fn worlds_are_said_in_english() {
    let targets = Config::default().targets;
    let said = [
        ("windows", "on Windows"),
        ("linux|macos", "on Linux and macOS"),
        ("all", "on Linux, macOS and Windows"),
        ("windows + linux >=3.14", "on Windows, and Linux from 3.14"),
        (
            "windows|macos + linux >=3.14",
            "on macOS and Windows, and Linux from 3.14",
        ),
        ("linux 3.12", "on Linux with Python 3.12"),
        ("linux >=3.12 <3.14", "on Linux with Python 3.12 to 3.13"),
        ("linux <3.13", "on Linux up to Python 3.12"),
        (">=3.14", "from Python 3.14"),
    ];
    for (notation, english) in said {
        assert_eq!(read(notation).in_english(targets), english, "{notation}");
    }
    let one = read("windows");
    assert_eq!(one.in_english(one), "on Windows");
    assert_eq!(
        Worlds::ALL.in_english(Worlds::ALL),
        "on every target platform"
    );
}

#[test]
fn what_is_not_in_the_notation_is_refused() {
    let refused = [
        ("", "a platform or a version is missing"),
        ("linux +", "a platform or a version is missing"),
        (
            "linus",
            "unknown platform `linus`; use one of linux, macos, windows, freebsd, android, ios, emscripten, wasi, unix, all",
        ),
        ("linux|", "unknown platform ``"),
        (
            "linux 2.7",
            "`2.7` is not a version; write it like >=3.12 or 3.12",
        ),
        ("linux >=3.x", "`>=3.x` is not a version"),
        ("linux >=3.300", "`>=3.300` is not a version"),
        ("linux =>3.12", "unknown operator `=>`"),
        ("3.12 windows", "`windows` is not a version"),
    ];
    for (notation, message) in refused {
        let error = notation.parse::<Worlds>().expect_err(notation).to_string();
        assert!(error.starts_with(message), "{notation}: {error}");
    }
}
