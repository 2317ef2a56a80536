//! An index with files of the test's own, and the command that asks it.

use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::http::{Server, empty, whole};
use crate::cli::Project;

/// A file that an index has, and what more it says of it.
pub(super) struct Offer {
    name: String,
    content: Vec<u8>,
    more: Value,
}

pub(super) fn offer(name: &str, content: Vec<u8>, more: Value) -> Offer {
    Offer {
        name: name.to_owned(),
        content,
        more,
    }
}

/// An index with files.
pub(super) fn index(package: &str, offers: Vec<Offer>) -> Server {
    let files: Vec<Value> = offers
        .iter()
        .map(|offer| {
            let digest = Sha256::digest(&offer.content);
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            let mut file = json!({
                "filename": offer.name,
                "url": format!("../../files/{}", offer.name),
                "hashes": {"sha256": hash},
                "size": offer.content.len(),
                "yanked": false,
            });
            let (into, from) = (file.as_object_mut(), offer.more.as_object());
            into.expect("an object")
                .extend(from.cloned().unwrap_or_default());
            file
        })
        .collect();
    let page = json!({"meta": {"api-version": "1.1"}, "name": package, "files": files});
    let mut answers = vec![(format!("/simple/{package}/"), page.to_string().into_bytes())];
    for offer in offers {
        answers.push((format!("/files/{}", offer.name), offer.content));
    }
    Server::new(
        move |path, stream| match answers.iter().find(|(known, _)| known == path) {
            Some((_, content)) => whole(stream, "x", content),
            None => empty(stream, "404 Not Found", ""),
        },
    )
}

pub(super) fn downloads(index: &Server) -> usize {
    let asked = index.asked();
    let files = asked.iter().filter(|(path, _)| path.starts_with("/files/"));
    files.count()
}

pub(super) fn project() -> Project {
    Project::new::<&str>(&[])
}

pub(super) fn run(project: &Project, index: &str, arguments: &str) -> (i32, String, String) {
    let mut command = project.command(&format!("releases {arguments} --index-url {index}"));
    end(project, &mut command)
}

/// What a command says, in which nobody's own settings count.
pub(super) fn end(project: &Project, command: &mut Command) -> (i32, String, String) {
    let output = command
        .args(["--target-python", ">=3.12,<3.14"])
        .env("SPAWNSAFE_CACHE_DIR", project.path("cache"))
        .env("NETRC", project.path("netrc"))
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .output()
        .expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("utf-8");
    (
        output.status.code().expect("a code"),
        text(output.stdout),
        text(output.stderr),
    )
}
