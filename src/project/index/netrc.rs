//! Names and passwords: from the address itself, or from the file that curl, pip and uv read.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::project::{Variables, bounded_read};

/// Longer files are not read.
const MAX_NETRC_BYTES: u64 = 1 << 20;

/// The value of the `Authorization` header for requests to this address.
pub(super) fn authorization(url: &Url, variables: &Variables) -> Option<String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (user, password) = match (url.username(), url.password()) {
        ("", None) => from_file(url.host_str()?, variables)?,
        (user, password) => (decode(user), decode(password.unwrap_or_default())),
    };
    Some(basic(&user, &password))
}

/// The value of the header for a name and a password.
pub(super) fn basic(user: &str, password: &str) -> String {
    let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {encoded}")
}

fn from_file(host: &str, variables: &Variables) -> Option<(String, String)> {
    let path = match variables.get("NETRC") {
        Some(path) => PathBuf::from(path),
        None => {
            let home = variables
                .get("HOME")
                .or_else(|| variables.get("USERPROFILE"))?;
            let home = PathBuf::from(home);
            let names = [".netrc", "_netrc"].map(|name| home.join(name));
            names.into_iter().find(|path| path.is_file())?
        }
    };
    entry(&bounded_read::read_text(&path, MAX_NETRC_BYTES).ok()?, host)
}

/// The login and the password of a machine, else those of `default`.
fn entry(text: &str, host: &str) -> Option<(String, String)> {
    let mut words = text.split_whitespace();
    let mut here = false;
    let (mut login, mut password) = (None, None);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if here && password.is_some() {
                    break;
                }
                here = word == "default" || words.next() == Some(host);
                (login, password) = (None, None);
            }
            "login" if here => login = words.next(),
            "password" if here => password = words.next(),
            _ => {}
        }
    }
    here.then(|| Some((login.unwrap_or_default().to_owned(), password?.to_owned())))
        .flatten()
}
