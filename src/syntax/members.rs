//! Where the statements in the body of a class or a function begin, so that each can be parsed alone.
//!
//! As for statements of the module, what surely cannot be inside brackets ends them: an unclosed one hurts one of them.

use super::line_starts::LineStart;
use super::split::LineScan;

/// What is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnerKind {
    Class,
    Function,
}

/// A class or a function, cut before each statement of its body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Members<'t> {
    /// What stands before each statement of the body.
    pub(super) indent: &'t [u8],
    /// The bytes at which parts start. The first one is the head.
    pub(super) starts: Vec<usize>,
}

/// Cuts a text that is a class or a function, before which that much stands on its lines; `None`
/// where it is not, or where its lines do not line up.
pub(super) fn members<'t>(text: &'t str, kind: OwnerKind, around: &[u8]) -> Option<Members<'t>> {
    let mut scan = LineScan::new(text, 0);
    pass_head(&mut scan, kind, around)?;
    let indent = first_indent(&mut scan)?;
    if indent.len() <= around.len() || !indent.starts_with(around) {
        return None;
    }
    let mut body = BodyText {
        indent,
        starts: vec![0],
        is_decorated: false,
        decorators: None,
    };
    while scan.at < scan.bytes.len() {
        let start = scan.at;
        let line = LineStart::read(scan.bytes, start);
        if !line.is_blank() {
            let at = match scan.nesting.is_empty() {
                true => body.next_statement(start, &line, scan.bytes),
                false => body.next_behind_damage(start, &line, &mut scan),
            };
            body.starts.extend(at.ok()?);
        }
        scan.line();
    }
    let BodyText { indent, starts, .. } = body;
    (starts.len() > 1).then_some(Members { indent, starts })
}

/// A line stands where no statement of the body can.
struct MisplacedLine;

struct BodyText<'t> {
    indent: &'t [u8],
    starts: Vec<usize>,
    /// Whether only decorators were seen so far.
    is_decorated: bool,
    /// The first of the lines inside brackets that may be decorators of the next line.
    decorators: Option<usize>,
}

impl BodyText<'_> {
    /// The start of this line if the next statement begins there.
    fn next_statement(
        &mut self,
        start: usize,
        line: &LineStart<'_>,
        bytes: &[u8],
    ) -> Result<Option<usize>, MisplacedLine> {
        let before = &bytes[start..line.at];
        if before != self.indent {
            return match before.starts_with(self.indent) {
                true => Ok(None),
                false => Err(MisplacedLine),
            };
        }
        let goes_on = line.is_clause() || self.is_decorated && line.is_decorated();
        self.is_decorated = line.is_decorator();
        Ok((!goes_on).then_some(start))
    }

    /// The same where brackets are open that should have been closed if the next statement begins there.
    fn next_behind_damage(
        &mut self,
        start: usize,
        line: &LineStart<'_>,
        scan: &mut LineScan<'_>,
    ) -> Result<Option<usize>, MisplacedLine> {
        let before = &scan.bytes[start..line.at];
        let lines_up = before == self.indent;
        if lines_up && line.is_decorator() {
            self.decorators.get_or_insert(start);
            return Ok(None);
        }
        let ends_damage = line.is_never_inside(scan.bytes)
            || scan.nesting.is_broken() && lines_up && !line.closes();
        let decorators = self.decorators.filter(|_| line.is_decorated());
        if lines_up && !line.closes() {
            self.decorators = None;
        }
        if !ends_damage {
            return Ok(None);
        }
        scan.nesting.clear();
        if !before.starts_with(self.indent) {
            return Err(MisplacedLine);
        }
        self.is_decorated = false;
        Ok((lines_up && !line.is_clause()).then(|| decorators.unwrap_or(start)))
    }
}

/// Goes on behind decorators and the line that ends with the colon.
fn pass_head(scan: &mut LineScan<'_>, kind: OwnerKind, around: &[u8]) -> Option<()> {
    let mut has_begun = false;
    while scan.at < scan.bytes.len() && !(has_begun && scan.nesting.is_empty()) {
        let line = LineStart::read(scan.bytes, scan.at);
        if scan.nesting.is_empty() && !line.is_blank() {
            if scan.bytes[scan.at..line.at] != *around {
                return None;
            }
            has_begun = match kind {
                OwnerKind::Class => line.word == b"class",
                OwnerKind::Function => line.is_function(scan.bytes),
            };
            if !has_begun && !line.is_decorator() {
                return None;
            }
        } else if !line.is_blank() && line.is_never_inside(scan.bytes) {
            return None;
        }
        scan.line();
    }
    Some(())
}

/// Goes on to the first statement of the body; what stands before it on its line.
fn first_indent<'t>(scan: &mut LineScan<'t>) -> Option<&'t [u8]> {
    loop {
        let line = LineStart::read(scan.bytes, scan.at);
        if scan.at >= scan.bytes.len() {
            return None;
        }
        if !line.is_blank() {
            let indent = &scan.bytes[scan.at..line.at];
            let is_plain = indent.iter().all(|byte| matches!(byte, b' ' | b'\t'));
            return (is_plain && !indent.is_empty()).then_some(indent);
        }
        scan.line();
    }
}
