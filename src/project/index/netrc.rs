//! Names and passwords: from the address itself, or from the file that curl, pip and uv read.

use std::path::PathBuf;

use url::Url;

use crate::project::Variables;

/// The value of the `Authorization` header for requests to this address.
pub(super) fn authorization(url: &Url, variables: &Variables) -> Option<String> {
    let decode = |text: &str| {
        let decoded = url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
            .next()
            .map(|(name, _)| name.into_owned());
        decoded.unwrap_or_default()
    };
    let (user, password) = match (url.username(), url.password()) {
        ("", None) => from_file(url.host_str()?, variables)?,
        (user, password) => (decode(user), decode(password.unwrap_or_default())),
    };
    let encoded = base64(format!("{user}:{password}").as_bytes());
    Some(format!("Basic {encoded}"))
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
    entry(&std::fs::read_to_string(path).ok()?, host)
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

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let number = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let digit = number >> (18 - 6 * place) & 63;
                text.push(char::from(DIGITS[digit as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}
