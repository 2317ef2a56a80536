//! `pwd.getpwuid(os.getuid()).pw_name`: who the user is.

use super::document_node::DocumentNode;
use super::expression_edit::replaced;
use super::import_bindings::FailingPart;
use super::new_import;
use super::statement_lines::StatementLines;
use crate::finding::{Applicability, Fix};
use crate::model::summary::uses::Use;
use crate::rules::Context;
use crate::text::Edit;

const TITLE: &str = "Use getpass.getuser() (asks the environment first)";
const INSTEAD: &str = "getpass.getuser()";

/// `getpass.getuser()`, from `os.getuid`
pub(super) fn fix(context: &Context<'_>, _: &Use, place: DocumentNode<'_>) -> Option<Fix> {
    let around = place
        .up_to_statement()
        .find(|node| is_user_name(context.text(node.range())))?;
    let import = new_import::import(context, "getpass", around.range().start)?;
    let applicability = Applicability::Unsafe;
    Some(replaced(
        TITLE,
        applicability,
        import,
        around,
        INSTEAD.to_owned(),
    ))
}

/// The same from `import pwd`, if nothing else of it is used.
pub(in crate::rules) fn of_import(context: &Context<'_>, usage: &Use) -> Option<Fix> {
    let imported = FailingPart::of(context, usage)?;
    if imported.bound != ["pwd"] {
        return None;
    }
    let reads = imported.reads(context)?;
    let mut edits = Vec::new();
    for read in &reads {
        let place = DocumentNode::of(context.document, &read.range)?;
        let around = place
            .up_to_statement()
            .find(|node| is_user_name(context.text(node.range())))?;
        edits.push(Edit {
            range: around.range(),
            content: INSTEAD.to_owned(),
        });
    }
    if edits.is_empty() || context.names().is_bound("getpass") {
        return None;
    }
    let statement = imported.statement;
    let removed = match imported.taken_out(context)? {
        None => {
            StatementLines::of(context, statement, statement)?;
            let import = Edit {
                range: statement.range(),
                content: "import getpass".to_owned(),
            };
            vec![import]
        }
        Some(taken) => {
            let import = new_import::import(context, "getpass", statement.range().start)?;
            import.into_iter().chain(taken).collect()
        }
    };
    edits.splice(0..0, removed);
    Some(Fix::new(Applicability::Unsafe, TITLE, edits))
}

fn is_user_name(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    ["getuid", "geteuid"].iter().any(|id| {
        ["[0]", ".pw_name"]
            .iter()
            .any(|field| plain == format!("pwd.getpwuid(os.{id}()){field}"))
    })
}
