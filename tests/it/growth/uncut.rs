//! A text is cut into statements when somebody asks for them, and once: what is refused for its size is not.

use spawnsafe::syntax::{Document, Mark};
use spawnsafe::text::Edit;
use spawnsafe::work_counts;

#[test]
fn a_text_that_nobody_looks_into_is_not_cut() {
    let count = 1_000;
    work_counts::take();
    let mut document = Document::new("os.fork()\n".repeat(count));
    let edit = |document: &mut Document| {
        document.edit(&Edit {
            range: 0..0,
            content: "x = 1\n".to_owned(),
        });
        work_counts::take().cut
    };
    assert!(!document.has(Mark::Script));
    assert_eq!(edit(&mut document), 0);
    let revision = document.clone();
    assert_eq!(revision.statements().len(), count + 1);
    assert_eq!(document.statements().len(), count + 1);
    assert_eq!(work_counts::take().cut, count + 1);
    assert_eq!(edit(&mut document), 0);
    assert_eq!(document.statements().len(), count + 2);
    assert_eq!(revision.statements().len(), count + 1);
    assert_eq!(work_counts::take().cut, 0);
}
