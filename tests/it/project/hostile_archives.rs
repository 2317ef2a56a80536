//! Wheels and source archives that somebody else made: nothing in them leads out, and none fills
//! the memory.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use spawnsafe::project::index::{judge, unpack};

use super::archives::{tar_gz, zip};

fn gz(tar: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(tar).expect("a stream");
    gz.finish().expect("an archive")
}

/// The header of an entry that says that it has so many bytes.
fn header(kind: tar::EntryType, path: &str, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_path(path).expect("a path");
    header.set_size(size);
    header.set_cksum();
    header.as_bytes().to_vec()
}

fn names(name: &str, bytes: &[u8]) -> Vec<String> {
    let archive = unpack(name, bytes).expect("an archive");
    let names = archive
        .files()
        .map(|(path, _)| path.to_string_lossy().into_owned());
    names.collect()
}

const SDIST: &str = "x-1.tar.gz";
const WHEEL: &str = "x-1-py3-none-any.whl";

#[test]
fn no_file_leads_out() {
    let evil = [
        ("../evil.py", "1"),
        ("/evil.py", "1"),
        ("a/../../evil.py", "1"),
        ("a/new\nline.py", "1"),
        ("a/\x1b[2J.py", "1"),
        ("C:\\evil\0.py", "1"),
        ("a/b.py", "1"),
    ];
    assert_eq!(names(WHEEL, &zip(&evil)), ["a/b.py"]);
    assert_eq!(names("x-1.zip", &zip(&evil)), ["b.py"]);
    assert_eq!(names(SDIST, &tar_gz(&evil)), ["b.py"]);
}

#[test]
fn links_and_devices_are_no_files() {
    let mut tar = tar::Builder::new(Vec::new());
    let kinds = [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Fifo,
        tar::EntryType::Char,
        tar::EntryType::Block,
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        let to = ["/etc/passwd", "../../../etc/passwd"][at % 2];
        tar.append_link(&mut header, format!("x-1/{at}.py"), to)
            .expect("a link");
    }
    assert!(names(SDIST, &gz(&tar.into_inner().expect("a tar"))).is_empty());
}

#[test]
fn long_names_are_read_as_they_are_meant() {
    let long = format!("x-1/{}/module.py", "package".repeat(30));
    let mut gnu = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    gnu.append_data(&mut header, &long, &b"1"[..])
        .expect("a file");
    let mut pax = tar::Builder::new(Vec::new());
    pax.append_pax_extensions([("mtime", &b"1.5"[..]), ("path", long.as_bytes())])
        .expect("a header");
    let mut header = tar::Header::new_ustar();
    header.set_path("short.py").expect("a path");
    header.set_size(1);
    header.set_cksum();
    pax.append(&header, &b"1"[..]).expect("a file");
    for tar in [gnu, pax] {
        let bytes = gz(&tar.into_inner().expect("a tar"));
        assert_eq!(names(SDIST, &bytes), [&long[4..]]);
    }
    // What such a header says is not above the others.
    let mut pax = tar::Builder::new(Vec::new());
    pax.append_pax_extensions([("path", &b"x-1/../../evil.py"[..])])
        .expect("a header");
    pax.append(&header, &b"1"[..]).expect("a file");
    assert!(names(SDIST, &gz(&pax.into_inner().expect("a tar"))).is_empty());
}

/// Zeros that never end, as few bytes.
fn zeros(first: &[u8], megabytes: usize) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(first).expect("a stream");
    for _ in 0..megabytes {
        gz.write_all(&vec![0; 1 << 20]).expect("a stream");
    }
    gz.finish().expect("an archive")
}

#[test]
fn a_member_that_never_ends_is_given_up() {
    let huge = 1 << 42;
    for kind in [
        tar::EntryType::Regular,
        tar::EntryType::GNULongName,
        tar::EntryType::XHeader,
    ] {
        let bytes = zeros(&header(kind, "x-1/data.bin", huge), 300);
        assert!(bytes.len() < 2 << 20);
        let start = Instant::now();
        let problem = unpack(SDIST, &bytes).expect_err("too much");
        assert_eq!(problem, "it unpacks to more than 256 MB", "{kind:?}");
        assert!(start.elapsed() < Duration::from_secs(10), "{kind:?}");
    }
}

#[test]
fn an_archive_that_is_cut_off_or_lies_is_broken() {
    let whole = tar_gz(&[("x-1/a.py", "a = 1\n"), ("x-1/b.py", "1")]);
    for length in [0, 1, 10, 20, whole.len() / 2] {
        let problem = unpack(SDIST, &whole[..length]).expect_err("it is broken");
        assert!(
            problem.contains("not a readable archive") || problem.contains("broken"),
            "{problem}"
        );
    }
    let whole = zip(&[("a.py", "1")]);
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        let problem = unpack(WHEEL, &whole[..length]).expect_err("it is broken");
        assert!(problem.contains("not a readable archive"), "{problem}");
    }
    let mut noise = Vec::new();
    std::io::repeat(0xa5)
        .take(100_000)
        .read_to_end(&mut noise)
        .expect("noise");
    for name in [SDIST, WHEEL, "x-1.zip"] {
        assert!(unpack(name, &noise).is_err());
    }
    assert!(unpack("x-1.tar.bz2", &noise).is_err());
}

#[test]
fn a_bomb_is_given_up() {
    let zeros = " ".repeat(3 << 20);
    let files: Vec<(String, &str)> = (0..30)
        .map(|at| (format!("x-1/{at}.py"), &*zeros))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, *text)).collect();
    for (name, bytes) in [(SDIST, tar_gz(&files)), (WHEEL, zip(&files))] {
        assert!(bytes.len() < 2 << 20);
        let problem = unpack(name, &bytes).expect_err("too much");
        assert_eq!(problem, "it unpacks to more than 64 MB");
    }
    let long = " ".repeat(5 << 20);
    let kept = tar_gz(&[("x-1/long.py", &long), ("x-1/a.py", "")]);
    assert_eq!(names(SDIST, &kept), ["a.py"]);
    // An archive in an archive is a file like others.
    let inner = zip(&files);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(inner.len() as u64);
    tar.append_data(&mut header, "x-1/inner.whl", &*inner)
        .expect("a file");
    assert!(names(SDIST, &gz(&tar.into_inner().expect("a tar"))).is_empty());
}

#[test]
fn too_many_files_are_given_up() {
    let problem = |name: &str, bytes: &[u8]| unpack(name, bytes).expect_err("too much");
    let mut tar = Vec::new();
    for _ in 0..100_001 {
        tar.extend(header(tar::EntryType::Directory, "x-1/a", 0));
    }
    assert_eq!(problem(SDIST, &gz(&tar)), "it has more than 100000 files");
    // One file that is in the list a hundred thousand times.
    let small = zip(&[("a.py", "1")]);
    let start = memchr::memmem::find(&small, b"PK\x01\x02").expect("the list");
    let end = memchr::memmem::find(&small, b"PK\x05\x06").expect("the end");
    let entry = &small[start..end];
    let mut many = small[..start].to_vec();
    (0..100_001).for_each(|_| many.extend(entry));
    many.extend(&small[end..]);
    assert_eq!(problem(WHEEL, &many), "it has more than 100000 files");
}

#[test]
fn of_what_is_not_wholly_looked_at_nothing_is_known() {
    let rows = "    (1234567890, 'abcdefghij'),\n".repeat(40_000);
    let calls = format!("import os\nX = [\n{rows}    os.fork(),\n]\n");
    let data = format!("import os\nX = [\n{rows}]\n");
    let file = format!("import os\n# {}\nos.fork()\n", "x".repeat(5 << 20));
    let verdict = |code: &str| {
        let wheel = zip(&[("x/__init__.py", "import x.y\n"), ("x/y.py", code)]);
        let archive = unpack(WHEEL, &wheel).expect("an archive");
        judge("x", archive, Duration::from_secs(60))
    };
    for code in [&calls, &file] {
        let reason = verdict(code).expect_err("not known");
        assert_eq!(reason, "x/y.py is too long to analyze, or not text");
    }
    // Data has nothing to say.
    assert_eq!(verdict(&data).expect("known").failures, []);
}
