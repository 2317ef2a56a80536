//! Environment markers: the worlds in which they hold.

use pep508_rs::{MarkerEnvironment, MarkerEnvironmentBuilder, MarkerTree};

use crate::world::{FIRST_MINOR, LAST_MINOR, Platform, Worlds};

/// The worlds in which a marker holds, without any extras.
pub(in crate::project) fn worlds(marker: &MarkerTree) -> Worlds {
    if marker.is_true() {
        return Worlds::ALL;
    }
    let mut worlds = Worlds::NONE;
    for platform in Platform::ALL {
        for minor in FIRST_MINOR..=LAST_MINOR {
            let holds = environment(platform, minor)
                .is_none_or(|environment| marker.evaluate(&environment, &[]));
            if holds {
                worlds |= Worlds::platform(platform) & Worlds::minor(minor);
            }
        }
    }
    worlds
}

fn environment(platform: Platform, minor: u8) -> Option<MarkerEnvironment> {
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
        implementation_version: &format!("3.{minor}.0"),
        os_name: if windows { "nt" } else { "posix" },
        platform_machine: if windows { "AMD64" } else { "x86_64" },
        platform_python_implementation: "CPython",
        platform_release: "",
        platform_system,
        platform_version: "",
        python_full_version: &format!("3.{minor}.0"),
        python_version: &format!("3.{minor}"),
        sys_platform,
    };
    MarkerEnvironment::try_from(builder).ok()
}
