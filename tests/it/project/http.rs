//! A server of the test's own: it answers each path as it likes, and notes what was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request: its path, and its headers, their names in lower case.
pub(super) type Asked = (String, Vec<String>);

/// A server, for as long as the test runs.
pub(super) struct Server {
    /// Its host and port.
    pub(super) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// A connection, whatever it goes over.
pub(super) trait Connection: Read + Write {}

impl<T: Read + Write> Connection for T {}

impl Server {
    pub(super) fn new(
        answer: impl Fn(&str, &mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::over(|stream| Some(Box::new(stream)), answer)
    }

    /// A server on connections that are opened in this way.
    pub(super) fn over(
        open: impl Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync + 'static,
        answer: impl Fn(&str, &mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::serve(move |stream, heard| {
            let Some(mut stream) = open(stream) else {
                return;
            };
            let asked = request(&mut BufReader::new(&mut stream));
            let path = asked.0.clone();
            // Who hangs up over a certificate asks nothing.
            if path.is_empty() {
                return;
            }
            heard.lock().expect("a list").push(asked);
            // The client may go away at any time.
            let _ = answer(&path, &mut stream);
        })
    }

    /// A server that does this with every connection.
    pub(super) fn serve(
        each: impl Fn(TcpStream, &Mutex<Vec<Asked>>) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (heard, each) = (Arc::clone(&asked), Arc::new(each));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (heard, each) = (Arc::clone(&heard), Arc::clone(&each));
                std::thread::spawn(move || each(stream, &heard));
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

/// Reads a request up to its end.
pub(super) fn request(stream: &mut dyn BufRead) -> Asked {
    let mut lines = stream.lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let headers = lines.take_while(|line| !line.is_empty());
    let headers = headers.map(|line| match line.split_once(':') {
        Some((name, value)) => format!("{}:{value}", name.to_lowercase()),
        None => line,
    });
    (path, headers.collect())
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
