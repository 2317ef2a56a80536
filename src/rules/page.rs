//! The page of a rule as people read it, and where they can.

use super::{Rule, rule};

/// The address of the project: its site, else its repository; none before it has either.
pub fn home() -> Option<&'static str> {
    let known = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];
    known.into_iter().find(|address| !address.is_empty())
}

impl Rule {
    /// The address of its page: on the project's site, else in its repository.
    pub fn address(&self) -> Option<String> {
        let site = env!("CARGO_PKG_HOMEPAGE").trim_end_matches('/');
        let home = home()?.trim_end_matches('/');
        Some(match site.is_empty() {
            true => format!("{home}/blob/main/src/rules/{}.md", self.code),
            false => format!("{site}/rules/{}.html", self.code),
        })
    }

    /// Its page without what the examples say to the tests.
    pub fn documentation(&self) -> String {
        let mut text = String::new();
        for line in self.page.trim_end().lines() {
            let marked = line.trim_start().strip_prefix('#').map(str::trim_start);
            let marked = marked.filter(|rest| rest.starts_with('^'));
            if let Some(fence) = line.strip_prefix("```") {
                text += "```";
                text += fence.split(' ').next().unwrap_or(fence);
            } else if let Some((carets, worlds)) =
                marked.and_then(|rest| rest.trim_start_matches('^').split_once(": "))
                && rule(carets.trim()).is_some()
            {
                // `^^^^^ unavailable-import: windows`
                text += &line[..line.len() - carets.len() - 2 - worlds.len()];
                text += &format!(" {worlds}");
            } else {
                text += line;
            }
            text.push('\n');
        }
        text
    }

    /// The first sentence of its page, after the title.
    pub fn summary(&self) -> String {
        let lines = self.page.lines().map(str::trim);
        let paragraph = lines
            .skip_while(|line| line.is_empty() || line.starts_with('#'))
            .take_while(|line| !line.is_empty() && !line.starts_with("```"))
            .collect::<Vec<_>>()
            .join(" ");
        match paragraph.find(". ") {
            Some(end) => paragraph[..=end].to_owned(),
            None => paragraph,
        }
    }
}
