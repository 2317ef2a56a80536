//! How a file is written: its indentation, line breaks and quotes, and how it asks for the platform.

/// What new text has to look like.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Style {
    /// One step of indentation.
    step: &'static str,
    /// What ends a line.
    pub(in crate::rules) newline: &'static str,
    /// What strings are quoted with.
    pub(in crate::rules) quote: char,
    /// What it asks instead of `sys.platform`, and the module that has it.
    pub(in crate::rules) asks: Option<(&'static str, &'static str)>,
}

/// What people ask instead of `sys.platform`.
const OTHER_QUESTIONS: [(&str, &str); 2] = [("os.name", "os"), ("platform.system()", "platform")];

impl Style {
    /// The style of this text.
    pub(in crate::rules) fn of(text: &str) -> Self {
        let count = |quote: char| text.matches(quote).count();
        Self {
            step: step(text),
            newline: newline(text),
            quote: if count('\'') > count('"') { '\'' } else { '"' },
            asks: OTHER_QUESTIONS
                .into_iter()
                .find(|(question, _)| text.contains(question))
                .filter(|_| !text.contains("sys.platform")),
        }
    }

    /// One step further in than this indentation.
    pub(in crate::rules) fn step(&self, indent: &str) -> &'static str {
        if indent.starts_with('\t') {
            "\t"
        } else {
            self.step
        }
    }
}

/// As wide as the first indented line after a colon; a tab if the file indents by tabs.
fn step(text: &str) -> &'static str {
    let mut opened = false;
    for line in text.split(['\n', '\r']) {
        let blanks = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let content = &line[blanks.len()..];
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if opened && !blanks.is_empty() {
            return match blanks {
                _ if blanks.starts_with('\t') => "\t",
                "  " => "  ",
                "   " => "   ",
                _ => "    ",
            };
        }
        opened = blanks.is_empty() && content.trim_end().ends_with(':');
    }
    "    "
}

/// The line break of the first line.
fn newline(text: &str) -> &'static str {
    match text.find(['\n', '\r']) {
        Some(at) if text[at..].starts_with("\r\n") => "\r\n",
        Some(at) if text[at..].starts_with('\r') => "\r",
        _ => "\n",
    }
}
