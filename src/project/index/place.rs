//! Which index pip and uv are set up to ask.

use std::path::{Path, PathBuf};

use url::Url;

use crate::project::Variables;

/// What to do where no index is set up.
const NO_INDEX: &str = "no package index is set up: name one with --index-url URL, the variables UV_DEFAULT_INDEX or PIP_INDEX_URL, `index-url` in pip's configuration (`pip config set global.index-url URL`) or `[[index]]` in uv.toml";

/// Where an index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPlace {
    /// The address of its list of packages, with a slash at the end.
    pub url: Url,
    /// A file with certificates to trust instead of the system's.
    pub certificates: Option<PathBuf>,
}

impl IndexPlace {
    /// The index that was named, else that of uv's or pip's variables, else that of pip's files.
    pub fn find(named: Option<&str>, variables: &Variables) -> Result<Self, String> {
        let files = files(variables);
        let text = named
            .map(str::to_owned)
            .or_else(|| {
                ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"]
                    .iter()
                    .find_map(|name| variables.get(name).map(str::to_owned))
            })
            .or_else(|| setting(&files, "index-url"))
            .ok_or_else(|| NO_INDEX.to_owned())?;
        // uv calls an index `name=https://…`.
        let address = match text.split_once('=') {
            Some((name, rest)) if !name.contains([':', '/']) => rest,
            _ => &text,
        };
        let mut url = Url::parse(address.trim())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| format!("the index `{text}` is no address; write it like https://…"))?;
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        let certificates = ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"]
            .iter()
            .find_map(|name| variables.get(name).map(str::to_owned))
            .or_else(|| setting(&files, "cert"))
            .map(PathBuf::from);
        Ok(Self { url, certificates })
    }
}

/// pip's files, the strongest first.
fn files(variables: &Variables) -> Vec<String> {
    let home = variables
        .get("HOME")
        .or_else(|| variables.get("USERPROFILE"))
        .map(PathBuf::from);
    let within = |base: Option<PathBuf>, path: &str| base.map(|base| base.join(path));
    let of = |name: &str| variables.get(name).map(PathBuf::from);
    if variables.get("PIP_CONFIG_FILE") == Some("/dev/null") {
        return Vec::new();
    }
    let paths = [
        of("PIP_CONFIG_FILE"),
        within(of("VIRTUAL_ENV"), "pip.conf"),
        within(of("APPDATA"), "pip/pip.ini"),
        within(of("XDG_CONFIG_HOME"), "pip/pip.conf"),
        within(home.clone(), ".config/pip/pip.conf"),
        within(home.clone(), "Library/Application Support/pip/pip.conf"),
        within(home, ".pip/pip.conf"),
        Some(PathBuf::from("/etc/pip.conf")),
    ];
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    paths
        .into_iter()
        .flatten()
        .filter_map(|path| read(&path))
        .collect()
}

/// A setting of pip's `[global]` or `[install]`.
fn setting(files: &[String], key: &str) -> Option<String> {
    files.iter().find_map(|text| {
        let mut section = "";
        text.lines().find_map(|line| {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                return None;
            }
            let (name, value) = line.split_once('=')?;
            let ours = matches!(section, "global" | "install" | "download")
                && name.trim().replace('_', "-") == key;
            ours.then(|| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        })
    })
}
