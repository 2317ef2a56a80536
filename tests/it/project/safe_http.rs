//! Indexes that are reached safely: over TLS, with a certificate that nobody else knows, through a proxy.

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

use super::archives::zip;
use super::http::{Server, empty, request, whole};
use super::offers::{end, project};
use crate::cli::Project;

/// The name of the index; nobody but the proxy knows where that is.
const NAME: &str = "index.test";
const LIST: &str = r#"{"files": [{"filename": "pool-1-py3-none-any.whl", "url": "/pool.whl"}]}"#;

/// A server over TLS for the name, and its certificate.
fn safe(
    answer: impl Fn(&str, &mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
) -> (Server, String) {
    let made = rcgen::generate_simple_self_signed([NAME.to_owned(), "127.0.0.1".to_owned()]);
    let made = made.expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into());
    let config = Arc::new(config.expect("a configuration"));
    let open = move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).ok()?;
        Some(Box::new(StreamOwned::new(connection, stream)) as _)
    };
    (Server::over(open, answer), made.cert.pem())
}

/// A proxy that leads to a server, whichever is asked for.
fn proxy(to: &Server) -> Server {
    let address = to.address.clone();
    Server::serve(move |mut client, heard| {
        let mut reader = BufReader::new(client.try_clone().expect("a connection"));
        heard.lock().expect("a list").push(request(&mut reader));
        let Ok(mut server) = TcpStream::connect(&address) else {
            return;
        };
        let _ = client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
        let mut answers = server.try_clone().expect("a connection");
        let mut back = client.try_clone().expect("a connection");
        std::thread::spawn(move || std::io::copy(&mut answers, &mut back));
        let _ = std::io::copy(&mut reader, &mut server);
    })
}

fn good() -> (Server, String) {
    let wheel = zip(&[("pool.py", "")]);
    safe(move |path, stream| match path {
        "/simple/pool/" => whole(stream, "x", LIST.as_bytes()),
        _ => whole(stream, "x", &wheel),
    })
}

fn run(project: &Project, index: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = project.command(&format!("releases pool --index-url {index}"));
    for name in [
        "SSL_CERT_FILE",
        "PIP_CERT",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "PIP_PROXY",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env_remove(name);
    }
    command
        .env("PIP_CONFIG_FILE", "/dev/null")
        .envs(variables.iter().copied());
    end(project, &mut command)
}

#[test]
fn an_index_is_asked_through_a_proxy_and_with_a_certificate_of_ones_own() {
    let (index, certificate) = good();
    let proxy = proxy(&index);
    let project = project();
    project.write("own.pem", &certificate);
    let own = project.path("own.pem").to_string_lossy().into_owned();
    project.write(
        "pip.conf",
        format!("[global]\ncert = {own}\nproxy = http://{}\n", proxy.address),
    );
    let config = project.path("pip.conf").to_string_lossy().into_owned();
    let url = format!("https://{NAME}/simple/");
    let address = format!("http://me:secret@{}", proxy.address);
    for variables in [
        &[("PIP_PROXY", &*address), ("PIP_CERT", &*own)][..],
        &[("HTTPS_PROXY", &*address), ("SSL_CERT_FILE", &*own)],
        &[("PIP_CONFIG_FILE", &*config)],
    ] {
        let (asked, through) = (index.asked().len(), proxy.asked().len());
        let (code, out, err) = run(&project, &url, variables);
        assert_eq!((code, &*err), (0, ""), "{variables:?}");
        assert!(out.contains("works"), "{out}");
        assert!(index.asked().len() > asked, "{variables:?}");
        let through = &proxy.asked()[through..];
        assert!(
            !through.is_empty() && through.iter().all(|(to, _)| to == "index.test:443"),
            "{through:?}"
        );
        let named = through
            .iter()
            .flat_map(|(_, headers)| headers)
            .any(|header| header == "proxy-authorization: Basic bWU6c2VjcmV0");
        assert_eq!(named, variables.len() == 2, "{through:?}");
    }
    // A proxy that is not there is named, and its password is not.
    let (code, _, err) = run(
        &project,
        &url,
        &[
            ("PIP_PROXY", "http://me:secret@127.0.0.1:9"),
            ("PIP_CERT", &own),
        ],
    );
    assert_eq!(code, 2);
    assert!(err.contains(NAME) && !err.contains("secret"), "{err}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_trusted() {
    let (index, certificate) = good();
    let (_, of_another) = good();
    let project = project();
    let url = format!("https://{}/simple/", index.address);
    for (content, code) in [(&*certificate, 0), (&*of_another, 2), ("", 2)] {
        project.write("own.pem", content);
        let own = project.path("own.pem").to_string_lossy().into_owned();
        let (ended, _, err) = run(&project, &url, &[("PIP_CERT", &own)]);
        assert_eq!(ended, code, "{err}");
        assert_eq!(err.contains("certificate"), code == 2, "{err}");
    }
    let (code, _, err) = run(&project, &url, &[]);
    assert_eq!(code, 2);
    assert!(err.contains("PIP_CERT"), "{err}");
    assert_eq!(index.asked().len(), 2);
}

#[test]
fn what_is_asked_safely_is_never_asked_in_the_clear() {
    let clear = Server::answering("x", LIST);
    let (to, from) = (
        clear.url(),
        json!({"files": [{"filename": "pool-1-py3-none-any.whl", "url": format!("{}pool.whl", clear.url())}]}),
    );
    let (redirects, first) =
        safe(move |_, stream| empty(stream, "302 Found", &format!("Location: {to}pool/\r\n")));
    let (links, second) = safe(move |_, stream| whole(stream, "x", from.to_string().as_bytes()));
    for (server, certificate, code) in [(redirects, first, 2), (links, second, 1)] {
        let project = project();
        project.write("own.pem", certificate);
        let own = project.path("own.pem").to_string_lossy().into_owned();
        let url = format!("https://me:secret@{}/simple/", server.address);
        let (ended, out, err) = run(&project, &url, &[("PIP_CERT", &own)]);
        assert_eq!(ended, code, "{out}{err}");
        assert!(out.contains("https") || err.contains("https"), "{out}{err}");
        assert!(
            !out.contains("secret") && !err.contains("secret"),
            "{out}{err}"
        );
        assert_eq!(server.asked().len(), 1);
        assert_eq!(clear.asked(), []);
    }
}
