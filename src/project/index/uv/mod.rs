//! What uv is set up with: its variables, then its files.

mod config_files;
mod named_index;

use std::path::{Path, PathBuf};

use foldhash::{HashSet, HashSetExt};

use config_files::{UvFiles, UvIndex};

use super::indexes::{IndexStrategy, Indexes, is_yes, no_index};
use crate::project::Variables;
use crate::project::package_name::normalised;
use crate::project::requirements::worlds_of_marker;
use crate::world::Worlds;

/// The variables that say which index to ask.
const INDEXES: [&str; 4] = [
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
    "UV_INDEX",
    "UV_EXTRA_INDEX_URL",
];

/// uv's settings.
pub(super) struct Uv<'v> {
    variables: &'v Variables,
    files: UvFiles,
}

impl<'v> Uv<'v> {
    /// Its settings in a directory.
    pub(super) fn new(variables: &'v Variables, current: &Path) -> Result<Self, String> {
        let files = UvFiles::find(variables, current)?;
        Ok(Self { variables, files })
    }

    /// Whether its variables say which index to ask.
    pub(super) fn has_variables(&self) -> bool {
        let is_set = |name: &&str| self.variables.get(name).is_some();
        self.variables.get("UV_NO_INDEX").is_some_and(is_yes) || INDEXES.iter().any(is_set)
    }

    /// Whether its files say which index to ask for a package.
    pub(super) fn has_files_for(&self, package: &str) -> bool {
        let says = |(_, settings): &(PathBuf, config_files::UvSettings)| {
            settings.no_index
                || settings.index_url.is_some()
                || !settings.extra_index_url.is_empty()
                || settings.index.iter().any(|index| !index.explicit)
        };
        self.files.all.iter().any(says) || !self.pinned(package).is_empty()
    }

    /// The indexes that it asks for a package; `default` where no setting names a default.
    pub(super) fn indexes(
        &self,
        package: &str,
        default: &dyn Fn() -> Option<String>,
    ) -> Result<Indexes, String> {
        if let Some(origin) = self.no_index() {
            return Err(no_index("uv", &origin));
        }
        let mut found = Indexes {
            places: Vec::new(),
            choice: self.choice(),
            has_default: true,
            unasked: Vec::new(),
            certificates: self.variables.get("SSL_CERT_FILE").map(PathBuf::from),
            proxy: None,
        };
        let mut others = Worlds::ALL;
        for (index, worlds) in self.pinned(package) {
            self.add(&mut found, index, worlds)?;
            others -= worlds;
        }
        if others.is_empty() {
            return Ok(found);
        }
        let mut all = self.all();
        if !all.iter().any(|index| index.default) {
            let url = default();
            all.extend(url.map(|url| UvIndex {
                default: true,
                ..UvIndex::parse(&url)
            }));
        }
        let default = all.iter().find(|index| index.default);
        found.has_default = default.is_some();
        let extra = all.iter().filter(|index| !index.default);
        for index in extra.chain(default).filter(|index| !index.explicit) {
            self.add(&mut found, index, others)?;
        }
        if self
            .settings()
            .any(|setting| !setting.find_links.is_empty())
        {
            found.leave_out("what uv's `find-links` lead to");
        }
        Ok(found)
    }

    /// Every index, the strongest first.
    fn all(&self) -> Vec<UvIndex> {
        let words = |name: &str| {
            let text = self.variables.get(name).unwrap_or_default();
            text.split_whitespace()
                .map(UvIndex::parse)
                .collect::<Vec<_>>()
        };
        let default = |index: UvIndex| UvIndex {
            default: true,
            ..index
        };
        let mut all: Vec<UvIndex> = words("UV_DEFAULT_INDEX").into_iter().map(default).collect();
        all.extend(words("UV_INDEX"));
        all.extend(words("UV_EXTRA_INDEX_URL"));
        all.extend(words("UV_INDEX_URL").into_iter().map(default));
        all.extend(self.settings().flat_map(|setting| setting.index.clone()));
        let extra = self.settings().flat_map(|setting| &setting.extra_index_url);
        all.extend(extra.map(|url| UvIndex::parse(url)));
        let urls = self
            .settings()
            .filter_map(|setting| setting.index_url.as_ref());
        all.extend(urls.map(|url| default(UvIndex::parse(url))));
        let mut names = HashSet::new();
        all.retain(|index| index.name.clone().is_none_or(|name| names.insert(name)));
        all
    }

    /// The indexes that a package is pinned to, and in which worlds.
    fn pinned(&self, package: &str) -> Vec<(&UvIndex, Worlds)> {
        let package = normalised(package);
        let project = &self.files.project;
        let sources = project.sources.iter();
        sources
            .filter(|(name, _)| normalised(name) == package)
            .flat_map(|(_, sources)| sources.all())
            .filter_map(|source| {
                let mut indexes = project.index.iter();
                let index =
                    indexes.find(|index| index.name.is_some() && index.name == source.index)?;
                let worlds = match &source.marker {
                    Some(text) => worlds_of_marker(text)?,
                    None => Worlds::ALL,
                };
                Some((index, worlds))
            })
            .collect()
    }

    fn add(&self, found: &mut Indexes, index: &UvIndex, worlds: Worlds) -> Result<(), String> {
        match index.is_list() {
            true => {
                let mut place = index.place(self.variables)?;
                place.worlds = worlds;
                found.places.push(place);
            }
            false => found.leave_out("what is on indexes that are directories or flat lists"),
        }
        Ok(())
    }

    fn settings(&self) -> impl Iterator<Item = &config_files::UvSettings> {
        self.files.all.iter().map(|(_, settings)| settings)
    }

    /// Who says that no index is asked.
    fn no_index(&self) -> Option<String> {
        let variable = self.variables.get("UV_NO_INDEX");
        if variable.is_some_and(is_yes) {
            return Some("the variable UV_NO_INDEX".to_owned());
        }
        let (path, _) = self
            .files
            .all
            .iter()
            .find(|(_, settings)| settings.no_index)?;
        Some(format!("`no-index` in {}", path.display()))
    }

    fn choice(&self) -> IndexStrategy {
        let named = self.variables.get("UV_INDEX_STRATEGY");
        let in_files = || {
            self.settings()
                .find_map(|setting| setting.index_strategy.as_deref())
        };
        match named.or_else(in_files) {
            Some("unsafe-best-match" | "unsafe-first-match") => IndexStrategy::FirstOfEach,
            _ => IndexStrategy::First,
        }
    }
}
