//! A server of the test's own: it answers each path as it likes, and notes what was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// A request: its path, and its headers, their names in lower case.
pub(super) type Asked = (String, Vec<String>);

/// A server, for as long as the test runs.
pub(super) struct Server {
    /// Its host and port.
    pub(super) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub(super) fn new(
        answer: impl Fn(&str, &mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (heard, answer) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                    let first = lines.next().unwrap_or_default();
                    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                    let headers = lines.take_while(|line| !line.is_empty());
                    let headers = headers.map(|line| match line.split_once(':') {
                        Some((name, value)) => format!("{}:{value}", name.to_lowercase()),
                        None => line,
                    });
                    let headers = headers.collect();
                    heard.lock().expect("a list").push((path.clone(), headers));
                    // The client may go away at any time.
                    let _ = answer(&path, &mut stream);
                });
            }
        });
        Self { address, asked }
    }

    /// A server with one answer to everything.
    pub(super) fn answering(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::new(move |_, stream| whole(stream, kind, &body))
    }

    /// The address of the index there.
    pub(super) fn url(&self) -> String {
        format!("http://{}/simple/", self.address)
    }

    /// The requests that came.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a list").clone()
    }
}

/// A whole answer.
pub(super) fn whole(stream: &mut dyn Write, kind: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

/// An answer of nothing but a status, and further headers.
pub(super) fn empty(stream: &mut dyn Write, status: &str, headers: &str) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
}
