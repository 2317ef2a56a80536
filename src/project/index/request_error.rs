//! Why a request did not work, in words.

use ureq::Error;

use crate::project::settings_file::plain;

/// What rustls says of a certificate that it does not trust.
const NOT_TRUSTED: &str = "invalid peer certificate: ";

/// What to look at where a name leads to no address.
const NO_HOST: &str = "its host was not found; is there a connection, or is a proxy needed?";

/// The reason, for people.
pub(super) fn reason(error: &Error) -> String {
    match error {
        Error::Io(error) => of_connection(error),
        Error::StatusCode(code @ (401 | 403)) => format!(
            "it answers with status {code}; put a name and a password into its address or into a netrc file"
        ),
        Error::StatusCode(code) => format!("it answers with status {code}"),
        Error::HostNotFound => NO_HOST.to_owned(),
        Error::Timeout(_) => "it does not answer in time".to_owned(),
        Error::ConnectionFailed => "it cannot be reached".to_owned(),
        Error::InvalidProxyUrl => "the address of the proxy is wrong".to_owned(),
        Error::ConnectProxyFailed(why) => format!("the proxy does not reach it: {why}"),
        Error::RequireHttpsOnly(_) => {
            "it redirects from https to http, where others can read along".to_owned()
        }
        other => other.to_string(),
    }
}

fn of_connection(error: &std::io::Error) -> String {
    let text = error.to_string();
    if let Some(why) = text.strip_prefix(NOT_TRUSTED) {
        format!(
            "its certificate is not trusted ({why}); if it should be, name a file with the certificates to trust in SSL_CERT_FILE or PIP_CERT"
        )
    } else if text.starts_with("failed to lookup address information") {
        NO_HOST.to_owned()
    } else if text.starts_with("received corrupt message") {
        "it does not speak TLS; is its address http:// instead of https://?".to_owned()
    } else {
        plain(error)
    }
}
