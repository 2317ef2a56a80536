//! Environment markers: the worlds in which they hold.

use std::str::FromStr;
use std::sync::LazyLock;

use pep508_rs::{ExtraName, MarkerEnvironment, MarkerEnvironmentBuilder, MarkerTree};

use super::parse::parse;
use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// The worlds in which a requirement holds for some release on some machine, when these extras are
/// chosen; all if it cannot be read.
pub(in crate::project) fn worlds_of(code: &str, extras: &[String]) -> Worlds {
    let extras = extras
        .iter()
        .filter_map(|name| ExtraName::from_str(name).ok());
    let extras: Vec<ExtraName> = extras.collect();
    parse(code).map_or(Worlds::ALL, |requirement| {
        worlds_with(&requirement.marker, &extras)
    })
}

/// The same for the text of a marker; `None` if it cannot be read.
pub(in crate::project) fn worlds_of_marker(marker: &str) -> Option<Worlds> {
    Some(worlds(&parse(&format!("x; {marker}"))?.marker))
}

/// The worlds in which a marker holds for some release on some machine, without any extras.
pub(super) fn worlds(marker: &MarkerTree) -> Worlds {
    worlds_with(marker, &[])
}

fn worlds_with(marker: &MarkerTree, extras: &[ExtraName]) -> Worlds {
    if marker.is_true() {
        return Worlds::ALL;
    }
    let mut worlds = Worlds::NONE;
    for (world, environment) in ENVIRONMENTS.iter() {
        if !worlds.overlaps(*world) && marker.evaluate(environment, extras) {
            worlds |= *world;
        }
    }
    worlds
}

/// The first release of a minor version, and one that is later than any.
const RELEASES: [u8; 2] = [0, 99];

/// What markers see: each world, with some of its releases, on each of its machines.
static ENVIRONMENTS: LazyLock<Vec<(Worlds, MarkerEnvironment)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for platform in Platform::ALL {
        for minor in FIRST_MINOR..=LAST_MINOR {
            let world = Worlds::platform(platform) & Worlds::minor(minor);
            for release in RELEASES.map(|micro| format!("3.{minor}.{micro}")) {
                let machines = machines(platform).iter();
                let environments = machines
                    .filter_map(|machine| environment(platform, (minor, &release), machine));
                all.extend(environments.map(|environment| (world, environment)));
            }
        }
    }
    all
});

/// What `platform.machine()` is on a platform.
fn machines(platform: Platform) -> &'static [&'static str] {
    match platform {
        Platform::Linux => &["x86_64", "aarch64", "i686", "armv7l", "ppc64le", "s390x"],
        Platform::Macos | Platform::Ios => &["arm64", "x86_64"],
        Platform::Windows => &["AMD64", "ARM64", "x86"],
        Platform::Freebsd => &["amd64", "arm64"],
        Platform::Android => &["aarch64", "x86_64"],
        Platform::Emscripten | Platform::Wasi => &["wasm32"],
    }
}

fn environment(
    platform: Platform,
    (minor, release): (u8, &str),
    machine: &str,
) -> Option<MarkerEnvironment> {
    let (sys_platform, platform_system) = match platform {
        Platform::Linux => ("linux", "Linux"),
        Platform::Macos => ("darwin", "Darwin"),
        Platform::Windows => ("win32", "Windows"),
        Platform::Freebsd => ("freebsd14", "FreeBSD"),
        Platform::Android => ("android", "Android"),
        Platform::Ios => ("ios", "iOS"),
        Platform::Emscripten => ("emscripten", "Emscripten"),
        Platform::Wasi => ("wasi", "wasi"),
    };
    let windows = platform == Platform::Windows;
    let builder = MarkerEnvironmentBuilder {
        implementation_name: "cpython",
        implementation_version: release,
        os_name: if windows { "nt" } else { "posix" },
        platform_machine: machine,
        platform_python_implementation: "CPython",
        platform_release: "",
        platform_system,
        platform_version: "",
        python_full_version: release,
        python_version: &format!("3.{minor}"),
        sys_platform,
    };
    MarkerEnvironment::try_from(builder).ok()
}
